"""The same sightings through the engine's follower and through the scores' decisions."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.faces import Frame
from engine.matching.gallery import Gallery
from engine.pipeline import Analysis, Follower
from engine.vision.quality import Quality
from scenarios.loader import load_scenario
from sim.cameras.sightings import Sightings
from sim.recognition.scores import Searched, decided
from sim.world.day import Day
from tests.sim.casting.test_roles import people
from tests.strategies import face_at

SUBJECTS = 3
GALLERY = Gallery(("0", "1", "2"), np.eye(SUBJECTS, SUBJECTS + 1, dtype=np.float32), "drawn")
FAIR = Quality(*([20.0] * len(Quality.__dataclass_fields__)))
PIXEL = np.zeros((1, 1, 3), np.uint8)
APART_PX = 500
PLACE = load_scenario("corridor").place


@dataclass(frozen=True)
class Face:
    """A detected face of a person who does not move; unsearched, or at a score to a subject."""

    tick: int
    person: int
    subject: int
    score: float
    searched: bool = True


def probe(subject: int, score: float) -> np.ndarray:
    """A unit template that scores exactly so with a subject, and 0 with the others."""
    made = np.zeros(SUBJECTS + 1, np.float32)
    made[subject], made[-1] = score, np.sqrt(1 - score**2)
    return made


def by_pixels(faces, ticks, tick_s, scenario, threshold):
    """Time, person, subject of each alert of a follower that sees every tick."""
    follower, found = Follower(GALLERY, scenario.engine, threshold), []
    for tick in ticks:
        seen = [one for one in faces if one.tick == tick]
        probes = [probe(one.subject, one.score) for one in seen if one.searched]
        look = Analysis(
            faces=tuple(face_at(APART_PX * one.person, 0) for one in seen),
            qualities=(FAIR,) * len(seen),
            reasons=tuple(None if one.searched else "blurred" for one in seen),
            probes=np.array(probes, np.float32).reshape(-1, SUBJECTS + 1),
        )
        told = follower.follow(Frame("door", tick, tick * tick_s, PIXEL), look)
        person = {face.track: one.person for face, one in zip(told.faces, seen, strict=True)}
        found += [(a.time_s, person[a.track], int(a.subject)) for a in told.alerts]
    return found


def by_scores(faces, tick_s, scenario, threshold):
    """The same of the scores fidelity."""
    n = len(faces)
    person = np.array([one.person for one in faces], np.int32)
    floats, zeros = np.zeros(n, np.float32), np.zeros(n, np.int16)
    sightings = Sightings(
        time_s=np.array([one.tick * tick_s for one in faces]),
        camera=zeros,
        person=person,
        pass_id=person,
        face_px=np.zeros((n, 4), np.float32),
        interocular_px=floats,
        frontal_px=floats,
        yaw_deg=floats,
        pitch_deg=floats,
        visible_share=floats,
        distance_m=floats,
        in_zone=np.ones(n, bool),
        sharpness=np.ones(n, np.float32),
    )
    searched = np.array([one.searched for one in faces], bool)
    found = Searched(
        detected=np.ones(n, bool),
        searched=searched,
        subject=np.array([one.subject if one.searched else -1 for one in faces], np.int32),
        score=np.array([one.score if one.searched else -1 for one in faces], np.float32),
    )
    day = Day(PLACE, people([-1] * 4), None, scenario.cameras, 0.0, 180.0)
    alerts = decided(scenario, day, sightings, found, threshold).alerts
    return [(round(a.time_s, 4), a.person, a.subject) for a in alerts]


def dials(frames=2, cooldown_s=60.0, lost_after_s=1.0):
    changed = {
        "engine.minimum_frames": str(frames),
        "engine.cooldown_s": repr(cooldown_s),
        "engine.lost_after_s": repr(lost_after_s),
    }
    return load_scenario("corridor", changed).scenario


@st.composite
def plays(draw: st.DrawFn) -> dict:
    """Faces of a few people who match few subjects, some right at the threshold, at a frame rate
    and with dials that fall onto its ticks; stretches of ticks without anybody among them.
    """
    fps = draw(st.sampled_from([1.0, 2.0, 5.0, 10.0, 12.5, 25.0, 29.97, 30.0]))
    one = st.builds(
        Face,
        tick=st.integers(0, 40) | st.integers(0, 400),
        person=st.integers(0, 3),
        subject=st.integers(0, SUBJECTS - 1),
        score=st.sampled_from([0.25, 0.5, 0.75]),
        searched=st.booleans() | st.just(True),
    )
    drawn = draw(st.lists(one, max_size=30, unique_by=lambda face: (face.tick, face.person)))
    ticks_off = st.integers(1, 30).map(lambda k: k / fps)
    return {
        "faces": sorted(drawn, key=lambda face: (face.tick, face.person)),
        "tick_s": 1 / fps,
        "scenario": dials(
            draw(st.integers(1, 3)),
            draw(ticks_off | st.sampled_from([0.0, 1.0, 60.0])),
            draw(ticks_off | st.sampled_from([0.5, 1.0, 2.0])),
        ),
        "threshold": 0.5,
    }


@given(plays(), st.booleans())
@settings(deadline=None, max_examples=150)
def test_both_fidelities_alert_alike(play, every_tick):
    """At any frame rate, whether frames without a face are seen or dropped, and with ties."""
    faces = play["faces"]
    seen = sorted({one.tick for one in faces})
    ticks = range(max(seen, default=0) + 1) if every_tick else seen
    assert by_pixels(ticks=ticks, **play) == by_scores(**play)


def alerts(faces, tick_s=0.1, **changed):
    play = {"faces": faces, "tick_s": tick_s, "scenario": dials(**changed), "threshold": 0.5}
    found = by_pixels(ticks=range(faces[-1].tick + 1), **play)
    assert found == by_scores(**play)
    return [time_s for time_s, _, _ in found]


def seen_at(*ticks, score=0.75):
    return [Face(tick, 0, 1, score) for tick in ticks]


@pytest.mark.parametrize(("frames", "expected"), [(1, [0.0]), (2, [0.1]), (3, [0.2]), (4, [])])
def test_the_first_sighting_counts(frames, expected):
    assert alerts(seen_at(0, 1, 2), frames=frames) == expected


def test_two_sightings_are_two_frames():
    assert alerts(seen_at(0, 1)) == [0.1]


def test_a_score_right_at_the_threshold_counts():
    assert alerts(seen_at(0, 1, score=0.5)) == [0.1]
    assert alerts(seen_at(0, 1, score=0.499)) == []


@pytest.mark.parametrize(("ticks", "expected"), [((0, 10), [1.0]), ((0, 11), [])])
def test_a_track_lives_through_lost_after_s_and_no_longer(ticks, expected):
    assert alerts(seen_at(*ticks)) == expected


@pytest.mark.parametrize(("again", "expected"), [(50, [4.1, 9.1]), (49, [4.1])])
def test_the_cool_down_is_over_at_its_end(again, expected):
    faces = seen_at(41, 41 + again)
    assert alerts(faces, frames=1, cooldown_s=5.0) == expected


def test_a_track_is_unseen_while_nobody_detects_it_whether_it_matches_or_not():
    between = [Face(tick, 0, 2, 0.1, searched=False) for tick in (9, 18)]
    faces = sorted([*seen_at(0, 27), *between], key=lambda face: face.tick)
    assert alerts(faces) == [2.7]
    assert alerts(seen_at(0, 27)) == []
