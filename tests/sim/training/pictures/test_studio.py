"""Pictures of alerts as they are really made: the engine's own score is near the drawn one."""

import json
import shutil
from dataclasses import replace
from math import inf

import av
import cv2
import numpy as np
import pytest

from scenarios.failures import Failure
from sim.training.events import INSTRUCTOR, Resumed
from sim.training.injects.inject import act_of
from sim.training.pictures import screen, studio
from sim.training.pictures.album import FILES, PLACE, STEP_BYTES
from sim.training.pictures.films import FPS
from sim.training.pictures.shots import Candidate
from sim.training.pictures.studio import Studio
from sim.training.pictures.worker import Workshop, answered
from sim.training.session import Session
from tests.sim.training.injects.test_steering import inject
from tests.sim.training.test_session import run

NEAR = 0.2


@pytest.fixture(scope="module")
def made(laid, tmp_path_factory):
    """Pictures of a right claim of the corridor, and of another as if it were wrong: shot, place,
    and what is told of them; and the first's film.
    """
    folder = shutil.copytree(laid, tmp_path_factory.mktemp("pictured") / "one")
    session, workshop = Session(folder), Workshop()
    right, other = (one for _, _, one in session.wanted()[:2])
    found = []
    wrong = replace(other, true=False, score=0.55, threshold=0.5)
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(studio, "TRIES", 2)
    monkeypatch.setattr(screen, "BEFORE_S", 0.5)
    beside = (Candidate(190, 0.5, true=False), Candidate(191, 0.3, true=False))
    for name, shot in (("right", replace(right, others=beside)), ("wrong", wrong)):
        workshop.make(folder, name, "probe", shot)
        session.album.look(name)
        found.append((shot, folder / PLACE / name, session.album.told(name)))
    workshop.make(folder, "right", "film", right)
    out = {"kind": "camera_out", "from_s": right.time_s + 0.1, "to_s": right.time_s + 9}
    cut = replace(right, failures=(Failure.model_validate(out),))
    (folder / PLACE / "cut").mkdir()
    workshop.make(folder, "cut", "film", cut)
    session.close()
    monkeypatch.undo()
    session.album.look("right")
    return [(shot, place, session.album.told(place.name)) for shot, place, _ in found]


def test_the_engine_finds_the_two_as_alike_as_was_drawn(made):
    for shot, _, told in made:
        assert told.score == pytest.approx(shot.score, abs=NEAR)


def test_right_and_wrong_claims_are_pictured_alike(made):
    sizes = [cv2.imread(str(place / FILES["enrolled"][0])).shape for _, place, _ in made]
    assert sizes[0] == sizes[1]
    assert [len(list(place.glob("*.jpg"))) for _, place, _ in made] == [4, 2]


def test_further_candidates_are_pictured_by_others_whom_the_engine_finds_less_alike(made):
    (_, place, told), (_, plain, none) = made
    assert len(told.others) == 2
    assert all(score < told.score for score in told.others)
    assert told.parts == ("probe", "enrolled", "film", "second", "third")
    pictures = [(place / FILES[part][0]).read_bytes() for part in ("enrolled", "second", "third")]
    assert len(set(pictures)) == 3
    assert none.parts == ("probe", "enrolled")
    assert not (plain / FILES["second"][0]).exists()
    faces = json.loads((place.parent / "cast.json").read_text())["faces"]
    assert len({face for _, face in faces}) == len(faces) == 4


def test_no_template_is_kept(made):
    for _, place, _ in made:
        assert set(json.loads((place / "told.json").read_text())) == {"score", "others"}
        assert {file.suffix for file in place.iterdir()} <= {".jpg", ".json", ".mp4"}


def test_a_film_shows_the_moment_and_a_frame_around_the_face(made):
    _, place, _ = made[0]
    file = place / FILES["film"][0]
    assert file.stat().st_size % STEP_BYTES == 0
    with av.open(str(file)) as film:
        frames = [one.to_ndarray(format="bgr24") for one in film.decode(video=0)]
        assert float(film.streams.video[0].average_rate) == FPS
    assert len(frames) > FPS
    assert np.abs(frames[0].astype(int) - frames[-1]).mean() > 0.5


def test_a_film_shows_that_its_camera_went_out(made):
    _, place, _ = made[0]
    whole, cut = (frames_of(place.parent / name / FILES["film"][0]) for name in ("right", "cut"))
    assert len(whole) == len(cut)
    assert np.abs(whole[:2] - cut[:2]).mean() < 1
    assert whole[-1].mean() > 40 > 5 > cut[-1].mean()


def frames_of(file):
    with av.open(str(file)) as film:
        frames = [one.to_ndarray(format="bgr24") for one in film.decode(video=0)]
    return np.array(frames, int)


def test_whoever_comes_by_a_surge_by_hand_is_pictured_as_they_were_seen(
    folder, opened, watch, monkeypatch
):
    session = opened(folder)
    session.do(INSTRUCTOR, Resumed())
    run(session, watch, 10.0)
    planned = {name for _, name, _ in session.wanted()}
    session.do(INSTRUCTOR, act_of(inject("crowd_surge", amount=100, lasts_s=30)))
    anew = [shot for _, name, shot in session.wanted() if name not in planned]
    shot = anew[0]
    (folder / PLACE).mkdir()
    monkeypatch.setattr(studio, "TRIES", 1)
    made = Studio(folder, folder / PLACE)
    pair = made.pair(shot)
    assert made.ground.folder == folder
    assert len(made.people) > len(session.ground.scene().day.people)
    assert min(pair.probe.shape[:2]) > 10
    assert made.cast.plays.keys() >= {shot.person}
    surge = shot.failures[-1]
    other = surge.model_copy(update={"from_s": surge.from_s - 3.0})
    assert made.go_to([other]) == other.from_s
    assert made.cast.plays == {}
    assert made.go_to(shot.failures) == other.from_s
    assert made.cast.plays.keys() >= {shot.person}
    assert made.go_to(()) == surge.from_s
    assert made.go_to(()) == inf
    assert len(made.people) == len(session.ground.scene().day.people)


def test_what_cannot_be_pictured_is_refused_in_words(made, tmp_path):
    shot, _, _ = made[0]
    told = {"folder": str(tmp_path), "name": "x", "part": "probe", "shot": shot.to_json()}
    assert "wanted" in answered(Workshop().do, told)["refused"]
