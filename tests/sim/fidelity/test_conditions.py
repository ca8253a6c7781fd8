import cv2
import numpy as np
import pytest

from engine.packs.pack import load_pack
from engine.vision.analyser import Analyser
from scenarios.schema import Imaging
from sim.fidelity.conditions import MEASURED, SHOWN, cell, outcome
from sim.fidelity.walkpast import Condition, Passing, enrol, walk_past
from sim.people.sprites import Sprites

pytestmark = pytest.mark.usefixtures("painted_once")
MARKS = np.array([[90.0, 50], [110, 50], [100, 60], [92, 70], [108, 70]])


@pytest.fixture(scope="module")
def looks() -> dict[str, list[Passing]]:
    """Two people filmed well and badly."""
    analyser, sprites = Analyser(load_pack()), Sprites(1)
    enrolled = enrol(analyser, sprites, [3, 5])
    conditions = (Condition("good", Imaging()), Condition("bad", Imaging(softness_px=5.0)))
    return {
        one.name: walk_past(one, enrolled, analyser, sprites, lambda _: None) for one in conditions
    }


def look(score: float | None) -> Passing:
    return Passing(0, np.full((200, 400, 3), 90, np.uint8), MARKS, 20.0, 1.0, 6.0, score)


def test_everybody_enrolled_is_looked_at_once(looks):
    for found in looks.values():
        assert [one.person for one in found] == [3, 5]
        assert all(20 < one.interocular_px < 40 for one in found)


def test_blur_costs_score_and_the_truth_says_how_much_there_is(looks):
    for good, bad in zip(looks["good"], looks["bad"], strict=True):
        assert good.score > 0.5
        assert bad.score is None or bad.score < good.score - 0.2
        assert (good.blur_px < 1, bad.blur_px >= 5) == (True, True)


def test_who_is_not_found_counts_as_not_matched():
    found = outcome("any", [look(0.9), look(0.4), look(None)], 0.5)
    assert (found.found.numerator, found.found.denominator) == (2, 3)
    assert (found.matched.numerator, found.matched.denominator) == (1, 3)
    assert found.score == pytest.approx(0.65)
    assert outcome("none", [look(None)], 0.5).score is None


def test_cells_are_alike_in_size_whatever_came_of_them():
    shapes = {cell("any", look(score)).shape for score in (0.7, None)}
    assert len(shapes) == 1


def test_conditions_have_names_of_their_own():
    for conditions in (SHOWN, MEASURED):
        assert len({one.name for one in conditions}) == len(conditions)
    assert len(SHOWN) == 12
    assert cv2.imencode(".png", cell("any", look(0.5)))[0]
