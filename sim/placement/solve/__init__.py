"""The choice that gets most of a demand within limits, and a bound on how much better any is."""

from sim.placement.solve.problem import Demand, Limits, Problem, UnsolvableError
from sim.placement.solve.search import Placement, Standing, solve

__all__ = ["Demand", "Limits", "Placement", "Problem", "Standing", "UnsolvableError", "solve"]
