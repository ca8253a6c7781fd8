"""The published record of live facial recognition, and what it foretells of a deployment."""

from sim.record.published import Deployment, record, record_hash

__all__ = ["Deployment", "record", "record_hash"]
