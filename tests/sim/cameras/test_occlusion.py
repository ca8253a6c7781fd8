"""The simple shapes that hide faces beside drawn people, and who hides whom as they turn."""

import numpy as np
import pytest

from scenarios.place import flat
from sim.cameras.occlusion import BACK_M, CHIN_M, TRUNK_M, sloped
from sim.cameras.sightings import observe
from sim.people.sprites import Sprites
from sim.streams import Streams
from tests.sim.cameras.stage import LEVEL, crowd, hall, people

PX_PER_M, PITCH_DEG = 80.0, 6.0
DOWN_M = np.arange(CHIN_M + 0.02, 0.6, 0.04)


def edges_m(number: int, yaw_deg: float) -> np.ndarray:
    """(rows, 2) how far beside the eyes a drawn person begins and ends, so far below them."""
    sprite = Sprites(1).person(number, PX_PER_M, yaw_deg, yaw_deg, PITCH_DEG, shown=0.6)
    x, y = sprite.eyes_px
    rows = (y + DOWN_M * PX_PER_M).astype(int)
    columns = [np.flatnonzero(sprite.bgra[row, :, 3] > 127) for row in rows]
    return (np.array([(one[0], one[-1] + 1) for one in columns]) - x) / PX_PER_M


@pytest.mark.parametrize("yaw_deg", [0, 45, 90, -90, 180])
def test_bodies_are_as_wide_and_as_far_behind_the_eyes_as_drawn(yaw_deg):
    turned = np.radians(yaw_deg)
    trunk = np.hypot(TRUNK_M[0] * np.cos(turned), TRUNK_M[1] * np.sin(turned))
    half = np.array([sloped(trunk, down) for down in DOWN_M])
    ours = np.stack([-half, half], 1) - BACK_M * np.sin(turned)
    drawn = np.mean([edges_m(number, yaw_deg) for number in range(4)], 0)
    assert np.abs(ours - drawn).mean() < 0.025


def test_a_trunk_hides_what_is_behind_its_back_and_not_what_is_before_it():
    """A tall one walks across the picture before the face of a short one, .15 m beside its eyes."""
    both = people(2)
    both.height_m[:] = [1.5, 1.8]
    behind, before = (
        observe(
            (LEVEL,),
            flat(hall()),
            both,
            crowd([(8.0, 9.85)], [(7.0, 10.0)], heading_deg=heading_deg),
            Streams(1),
        ).visible_share[0]
        for heading_deg in (90.0, -90.0)
    )
    assert behind == 0
    assert before == 1
