"""What a piece of work will need, said before it is begun."""

from sim.estimate.machine import Machine, this_machine
from sim.estimate.need import LONG_S, Estimate
from sim.estimate.refusal import field_behind, refuse
from sim.estimate.runs import of_run
from sim.estimate.studies import of_calibration, of_frame, of_gap, of_gate, of_photographs

__all__ = [
    "LONG_S",
    "Estimate",
    "Machine",
    "field_behind",
    "of_calibration",
    "of_frame",
    "of_gap",
    "of_gate",
    "of_photographs",
    "of_run",
    "refuse",
    "this_machine",
]
