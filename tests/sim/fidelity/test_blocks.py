from dataclasses import fields, replace

import numpy as np
import pytest

from engine.packs.names import OPEN
from sim.errors import SimError
from sim.fidelity import blocks
from sim.fidelity.blocks import (
    NEAR_DEG,
    NEAR_PX,
    Enrolled,
    Probed,
    enrol,
    joined,
    load,
    near_view,
    probe,
    save,
)
from sim.people.births import identity
from sim.people.styles import BUT, DAY, ENROLMENT, barefaced, styled

FEW = np.array([3, 4])


def ignored(share: float) -> None:
    pass


@pytest.fixture(scope="module")
def enrolled():
    (found,) = enrol(FEW, 1, (OPEN,), ignored)
    return found


def test_two_enrolments_of_the_same_people_are_equal(enrolled):
    again = joined([*enrol(FEW[:1], 1, (OPEN,), ignored), *enrol(FEW[1:], 1, (OPEN,), ignored)])
    assert np.array_equal(again.template, enrolled.template)
    assert np.array_equal(again.picture_bytes, enrolled.picture_bytes)
    assert enrolled.found.all()


def test_a_block_is_kept_as_it_is_and_what_is_none_is_refused(enrolled, tmp_path):
    file = tmp_path / "block.npz"
    other = replace(enrolled, template=enrolled.template[:, :5])
    save(file, (enrolled, other))
    for kept, found in zip((enrolled, other), load(Enrolled, 2, file), strict=True):
        assert all(
            np.array_equal(getattr(found, f.name), getattr(kept, f.name)) for f in fields(found)
        )
    with pytest.raises(SimError, match="wanted a part"):
        load(Probed, 1, file)
    with pytest.raises(SimError, match="wanted a part"):
        load(Enrolled, 3, file)
    assert [one.name for one in tmp_path.iterdir()] == ["block.npz"]


def test_people_resemble_themselves_before_a_camera_and_in_each_style_anew(enrolled):
    both = np.array([ENROLMENT, DAY])
    (seen,) = probe(np.repeat(FEW, 2), np.tile(both, 2), 1, (OPEN,), ignored)
    scores = seen.template @ enrolled.template.T
    assert scores.argmax(1).tolist() == [0, 0, 1, 1]
    assert not np.array_equal(seen.template[0], seen.template[1])


def test_views_are_as_near_and_as_frontal_as_said():
    views = [near_view(np.random.default_rng(seed)) for seed in range(200)]
    assert {view.frontal_px for view in views} == {NEAR_PX}
    assert max(np.hypot(view.yaw_deg, view.pitch_deg) for view in views) <= NEAR_DEG
    assert np.std([view.yaw_deg for view in views]) > 5


def test_a_style_changed_in_nothing_is_the_view_before_and_else_the_same_view_of_another_look():
    bare, covered = (
        next(n for n in range(40) if same == (person_in(n, DAY) == person_in(n, barefaced(DAY))))
        for same in (True, False)
    )
    numbers, looks = np.repeat([bare, covered], 2), np.array([barefaced(DAY), DAY] * 2)
    (seen,) = probe(numbers, looks, 1, (OPEN,), ignored)
    assert np.array_equal(seen.template[0], seen.template[1])
    assert (seen.cpu_s == 0).tolist() == [False, True, False, False]
    assert not np.array_equal(seen.template[2], seen.template[3])


def person_in(number: int, style: str):
    return styled(identity(number, 1), style)


def test_a_change_is_seen_in_the_view_of_what_it_changes(monkeypatch):
    shown = []

    def blank(_, view, rng):
        shown.append((view, rng.random()))
        return np.zeros((96, 96, 3), np.uint8), np.zeros((5, 2))

    monkeypatch.setattr(blocks, "taken", blank)
    looks = np.array([ENROLMENT, f"{ENROLMENT}{BUT}ten years", DAY])
    probe(np.repeat(3, 3), looks, 1, (OPEN,), ignored)
    assert shown[0] == shown[1] != shown[2]
