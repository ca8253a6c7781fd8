"""The command `footfall`."""

from dashboards.cli.app import main

__all__ = ["main"]
