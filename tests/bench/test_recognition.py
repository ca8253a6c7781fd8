"""Recognition in scores, from sightings to the nearest subject, beside the bare product of as many
probes with the list; and deciding anew, beside that.
"""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from engine.measure.calibration.presets import load_preset
from scenarios.loader import load_scenario
from sim.recognition.scores import decided, enrol, search
from sim.streams import Streams
from tests.sim.recognition.test_scores import day, sightings

PEOPLE, SUBJECTS, AT_ONCE = 2_000, 2_500, 256
PRESET, STREAMS = load_preset("rendered"), Streams(1)


@pytest.fixture(autouse=True)
def one_thread():
    """As in a run."""
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="module")
def held():
    """A scenario, its day, what is seen, and what search makes of it."""
    scenario = load_scenario("corridor", {"watchlist.size": str(SUBJECTS)}).scenario
    crowd, seen = day([-1] * PEOPLE), sightings(PEOPLE, 24.0)
    return scenario, crowd, seen, search(scenario, crowd, seen, PRESET, STREAMS)


@pytest.fixture
def product(held):
    """The bare product of as many probes with the list, and the highest of each."""
    templates = enrol(SUBJECTS, PRESET.standin, PRESET.pack_id, STREAMS)[0].templates
    probes = np.resize(templates, (int(held[-1].searched.sum()), templates.shape[1]))
    scores = np.empty((AT_ONCE, SUBJECTS), np.float32)

    def run() -> None:
        for at in range(0, len(probes), AT_ONCE):
            part = probes[at : at + AT_ONCE]
            np.matmul(part, templates.T, out=scores[: len(part)]).argmax(1)

    return run


def test_recognition_beside_the_bare_product(beside, held, product):
    scenario, crowd, seen, _ = held
    beside(
        "draw and search, beside the bare product",
        lambda: search(scenario, crowd, seen, PRESET, STREAMS),
        product,
    )


def test_deciding_anew_beside_the_bare_product(beside, held, product):
    beside("decide anew, beside the bare product", lambda: decided(*held, 0.7), product)
