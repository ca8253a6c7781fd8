"""What a piece of work will need, said before it is begun."""

from sim.estimate.machine import Machine, this_machine
from sim.estimate.need import LONG_S, Estimate, Need
from sim.estimate.refusal import field_behind, refuse
from sim.estimate.runs import of_run
from sim.estimate.studies import of_calibration, of_frame, of_gap, of_gate

__all__ = [
    "LONG_S",
    "Estimate",
    "Machine",
    "Need",
    "field_behind",
    "of_calibration",
    "of_frame",
    "of_gap",
    "of_gate",
    "of_run",
    "refuse",
    "this_machine",
]
