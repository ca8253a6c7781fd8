"""What cameras cover: exact areas of the floor, and maps of how they see faces all over it."""

from sim.cameras.coverage.crowds import Crowding, crowding, even
from sim.cameras.coverage.maps import CoverageMap, coverage_map
from sim.cameras.coverage.squares import Ground, ground
from sim.cameras.coverage.zones import (
    ADULTS_M,
    LEAST_ZONE_M2,
    Coverage,
    coverage,
    warnings,
)

__all__ = [
    "ADULTS_M",
    "LEAST_ZONE_M2",
    "Coverage",
    "CoverageMap",
    "Crowding",
    "Ground",
    "coverage",
    "coverage_map",
    "crowding",
    "even",
    "ground",
    "warnings",
]
