import numpy as np
import pytest

from engine.packs.pack import OPEN
from sim.people.styles import DAY, ENROLMENT
from sim.study import blocks
from sim.study.blocks import NEAR_DEG, NEAR_PX, enrol, joined, near_view, probe

FEW = np.array([3, 4])


def ignored(share: float) -> None:
    pass


@pytest.fixture(scope="module")
def enrolled():
    return enrol(FEW, 1, OPEN, None, ignored)


def test_two_enrolments_of_the_same_people_are_equal(enrolled):
    again = joined([enrol(FEW[k : k + 1], 1, OPEN, None, ignored) for k in (0, 1)])
    assert np.array_equal(again.template, enrolled.template)
    assert np.array_equal(again.picture_bytes, enrolled.picture_bytes)
    assert enrolled.found.all()


def test_a_block_done_is_not_done_again(enrolled, tmp_path, monkeypatch):
    file = tmp_path / "block.npz"
    made = blocks._kept(file, blocks.Enrolled, lambda: enrolled)
    monkeypatch.setattr(blocks, "_enrol", None)
    found = enrol(FEW, 1, OPEN, file, ignored)
    assert np.array_equal(found.template, made.template)
    assert [one.name for one in tmp_path.iterdir()] == ["block.npz"]


def test_an_interrupted_block_leaves_nothing_behind(tmp_path):
    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        enrol(FEW, 1, OPEN, tmp_path / "block.npz", interrupted)
    assert not list(tmp_path.iterdir())


def test_people_resemble_themselves_before_a_camera_and_in_each_style_anew(enrolled):
    styles = np.array([ENROLMENT, DAY])
    seen = probe(np.repeat(FEW, 2), np.tile(styles, 2), 1, OPEN, None, ignored)
    scores = seen.template @ enrolled.template.T
    assert scores.argmax(1).tolist() == [0, 0, 1, 1]
    assert not np.array_equal(seen.template[0], seen.template[1])


def test_views_are_as_near_and_as_frontal_as_said():
    views = [near_view(np.random.default_rng(seed)) for seed in range(200)]
    assert {view.frontal_px for view in views} == {NEAR_PX}
    assert max(np.hypot(view.yaw_deg, view.pitch_deg) for view in views) <= NEAR_DEG
    assert np.std([view.yaw_deg for view in views]) > 5
