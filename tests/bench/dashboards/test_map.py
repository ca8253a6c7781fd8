import base64

import numpy as np

from dashboards.app.map.scene import pack
from sim.world.crowd import Walks

PEOPLE, TICKS = 400, 600


def test_packing_five_minutes_for_the_map_beside_bare_base64(beside):
    x_m, y_m = np.random.default_rng(1).uniform(0, 120, (2, PEOPLE * TICKS))
    person = np.repeat(np.arange(PEOPLE, dtype=np.int32), TICKS)
    level = np.zeros(PEOPLE * TICKS, np.int8)
    walks = Walks(0.5, person, np.tile(np.arange(TICKS, dtype=np.int32), PEOPLE), x_m, y_m, level)
    beside(
        f"pack {PEOPLE} people for five minutes, beside base64 of their positions as they are",
        lambda: pack(walks),
        lambda: base64.b64encode(np.stack([x_m, y_m], 1).tobytes()),
    )
