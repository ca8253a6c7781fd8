"""What failures take from the engine, and what they leave as it was."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.errors import ScenarioError
from scenarios.failures import TROUBLES, Failure
from scenarios.loader import load_scenario
from scenarios.schema import Camera
from sim.cameras.sightings import Sightings
from sim.recognition.scores import Searched
from sim.recognition.troubles import NONE, in_the_dark, told, troubled
from sim.streams import Streams

NAMES, DT_S, COUNT = ["west", "east"], 0.5, 400
CAMERAS = [Camera(id=name, at_m=(0, 0), heading_deg=0, fps=10.0) for name in NAMES]


def looks() -> tuple[Sightings, Searched]:
    """Two people before two cameras for 100 s, a row each at every tick, searched as subject 1."""
    ticks = np.arange(COUNT // 4)
    time_s = np.repeat(ticks * DT_S, 4)
    camera, person = np.tile([0, 0, 1, 1], len(ticks)), np.tile([0, 1, 0, 1], len(ticks))
    who = {"camera": camera.astype(np.int16), "person": person.astype(np.int32)}
    rest = {f.name: np.arange(COUNT, dtype=np.float32) for f in fields(Sightings)}
    found = Searched(
        np.ones(COUNT, bool), np.ones(COUNT, bool), np.ones(COUNT, np.int32),
        np.arange(COUNT, dtype=np.float32),
    )  # fmt: skip
    return Sightings(**rest | who | {"time_s": time_s}), found


def left_by(*failures: Failure, seed: int = 1):
    return troubled(*looks(), failures, CAMERAS, Streams(seed))


def failure(kind, from_s=10.0, to_s=30.0, what="", amount=None) -> Failure:
    return Failure(kind=kind, from_s=from_s, to_s=to_s, what=what, amount=amount)


def test_without_failures_all_is_as_it_was():
    sightings, searched = looks()
    left = troubled(sightings, searched, (), CAMERAS, Streams(1))
    assert left.seen is left.sightings is sightings
    assert left.searched is searched
    assert list(told((), left.offered, left.lost)) == []


@pytest.mark.parametrize("what", ["west", ""])
def test_a_camera_that_is_out_shows_nobody_and_the_others_everybody(what):
    left = left_by(failure("camera_out", what=what))
    out = (left.failure != NONE).reshape(-1, 4)
    expected = np.zeros_like(out)
    expected[20:60, : 2 if what else 4] = True
    assert (out == expected).all()
    assert len(left.seen) == len(left.sightings) == COUNT - expected.sum()
    assert left.offered == left.lost == (expected.sum(),)


def test_a_frozen_feed_shows_its_last_picture_again_and_again():
    left = left_by(failure("feed_frozen", what="west"))
    assert len(left.seen) == COUNT - 80
    still = (left.sightings.time_s >= 10.0) & (left.sightings.time_s < 30.0)
    still &= left.sightings.camera == 0
    assert still.sum() == 80
    assert set(left.searched.score[still].tolist()) == {76.0, 77.0}
    assert (np.diff(left.sightings.time_s) >= 0).all()


def test_frames_that_come_late_come_in_their_order():
    left = left_by(failure("network_delay", what="west", amount=7.0))
    assert not left.lost[0]
    assert len(left.seen) == len(left.sightings) == COUNT
    sightings, _ = looks()
    west = sightings.camera == 0
    late_s = left.arrives_s - sightings.time_s
    assert (late_s[~west] == 0).all()
    assert (np.diff(left.arrives_s[west]) >= 0).all()
    within = west & (sightings.time_s >= 10) & (sightings.time_s < 30)
    assert (late_s[within] == 7.0).all()
    assert late_s[west & (sightings.time_s == 30.0)] == pytest.approx([6.5, 6.5])
    assert (np.diff(left.sightings.time_s) >= 0).all()
    row = left.searched.score.astype(int)
    assert (left.sightings.time_s == left.arrives_s[row]).all()


@pytest.mark.parametrize(
    ("kind", "amount", "share"), [("network_loss", 0.3, 0.3), ("engine_overload", 4.0, 0.75)]
)
def test_frames_are_lost_whole_and_as_many_as_said(kind, amount, share):
    taken = []
    for seed in range(100):
        left = left_by(failure(kind, 0.0, 50.0, amount=amount), seed=seed)
        gone = (left.failure != NONE).reshape(-1, 2, 2)
        assert (gone[:, :, 0] == gone[:, :, 1]).all()
        assert len(left.seen) == COUNT
        assert len(left.sightings) == COUNT - left.lost[0]
        taken.append(gone[:, :, 0].mean())
    error = np.std(taken, ddof=1) / np.sqrt(len(taken))
    few = 0.02 * (kind == "engine_overload")  # with which its queues begin
    assert abs(np.mean(taken) - share) < 5 * error + few


KINDS = [kind for kind, trouble in TROUBLES.items() if trouble.of in ("camera", "")]
FAILURES = st.builds(
    lambda kind, from_s, lasts_s, what: failure(
        kind, from_s, from_s + lasts_s, what if TROUBLES[kind].of == "camera" else ""
    ),
    st.sampled_from(KINDS), st.floats(0, 60), st.floats(0.5, 40),
    st.sampled_from(["", "west", "east"]),
)  # fmt: skip


@given(st.lists(FAILURES, max_size=5))
@settings(deadline=None, max_examples=100)
def test_every_look_is_taken_once_or_reaches_the_engine_as_it_was(failures):
    left = left_by(*failures)
    assert sum(left.lost) == (left.failure != NONE).sum()
    assert all(0 <= lost <= offered for lost, offered in zip(left.lost, left.offered, strict=True))
    rows = left.searched.score.astype(int)
    assert set(rows.tolist()) >= set(np.flatnonzero(left.failure == NONE).tolist())
    assert (np.diff(left.sightings.time_s) >= 0).all()
    sightings, _ = looks()
    assert len(left.seen) == COUNT - in_the_dark(failures, sightings, NAMES).sum() or any(
        one.kind in ("network_loss", "engine_overload") for one in failures
    )
    events = list(told(failures, left.offered, left.lost))
    assert len(events) == 2 * len(failures)


@given(st.lists(FAILURES, max_size=3), FAILURES)
@settings(deadline=None, max_examples=60)
def test_one_failure_more_takes_nothing_anew_of_what_others_took(failures, more):
    before, after = left_by(*failures), left_by(*failures, more)
    kept = after.failure < len(failures)
    assert (before.failure[kept] == after.failure[kept]).all()
    assert (after.failure[~kept] == len(failures)).all()


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ("{kind: camera_out, from_s: 9, to_s: 9}", "wanted an end after its beginning"),
        ("{kind: camera_out, from_s: 9, to_s: 20, what: nowhere}", "got 'nowhere', wanted one of"),
        ("{kind: radio_down, from_s: 9, to_s: 20, what: west}", "wanted none: it is of all"),
        ("{kind: radio_down, from_s: 9, to_s: 20, amount: 2}", "radio_down has no amount"),
        ("{kind: network_loss, from_s: 9, to_s: 20, amount: 2}", "0 to 1 share of frames"),
        ("{kind: crowd_surge, from_s: 9, to_s: 20, what: attic}", "got 'attic', wanted one of"),
        ("{kind: camera_out, from_s: 9, to_s: 20, bears_hz: 9}", "it is of engine_overload"),
        (
            "{kind: engine_overload, from_s: 9, to_s: 20, amount: 2, bears_hz: 9}",
            "got 9 beside an amount, wanted one of them",
        ),
        ("{kind: meteor, from_s: 9, to_s: 20}", "kind"),
    ],
)
def test_a_failure_that_does_not_fit_is_refused_with_its_field(given_, said):
    with pytest.raises(ScenarioError, match=said):
        load_scenario("corridor", {"failures": f"[{given_}]"})


@pytest.mark.parametrize("fidelity", ["scores", "pixels"])
def test_every_kind_is_felt_in_both_fidelities(fidelity):
    all_of_them = ", ".join(f"{{kind: {kind}, from_s: 9, to_s: 20}}" for kind in TROUBLES)
    changes = {"fidelity": fidelity, "failures": f"[{all_of_them}]"}
    assert {one.kind for one in load_scenario("corridor", changes).scenario.failures} == {*TROUBLES}
