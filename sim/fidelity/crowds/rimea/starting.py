"""RiMEA 5: everybody starts when they should."""

import numpy as np
import shapely

from sim.fidelity.crowds.rimea.checked import Checked
from sim.fidelity.crowds.trial import Walker, walk
from sim.world.walker import DT_S, Walkers

WIDE_M, DEEP_M, DELAYS_S = 8.0, 5.0, np.arange(10.0, 101.0, 10.0)


def check(walkers: Walkers) -> Checked:
    """Ten people in a room of 8 x 5 m, with delays of 10 to 100 s."""
    floor = shapely.box(0, 0, WIDE_M, DEEP_M)
    way_out = shapely.box(WIDE_M - 0.8, 2.0, WIDE_M, 3.0)
    people = [
        Walker((1.0 + k % 5, 1.2 if k < 5 else 3.8), 0, 1.33, float(delay))
        for k, delay in enumerate(DELAYS_S)
    ]
    trial = walk(walkers, floor, [way_out], people, 200.0)
    began = np.array([trial.track(k)[0][0] for k in range(len(people))])
    late = np.abs(began - DELAYS_S).max()
    return Checked(
        number=5,
        name="Delay before walking",
        measures="when ten people with delays of 10 to 100 s begin",
        wanted=f"within a tick ({DT_S:g} s; our own tolerance)",
        got=f"{late:.1f} s off at most",
        passes=bool(late <= DT_S),
    )
