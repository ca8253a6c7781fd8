"""Pictures of alerts as they are really made: the engine's own score is near the drawn one."""

import json
import shutil
from dataclasses import replace

import av
import cv2
import numpy as np
import pytest

from sim.training.pictures import films, studio
from sim.training.pictures.album import FILES, PLACE, STEP_BYTES
from sim.training.pictures.films import FPS
from sim.training.pictures.worker import Workshop, answered
from sim.training.session import Session

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
    monkeypatch.setattr(films, "BEFORE_S", 0.5)
    for name, shot in (("right", right), ("wrong", wrong)):
        workshop.make(folder, name, "probe", shot)
        session.album.look(name)
        found.append((shot, folder / PLACE / name, session.album.told(name)))
    workshop.make(folder, "right", "film", right)
    session.close()
    monkeypatch.undo()
    return found


def test_the_engine_finds_the_two_as_alike_as_was_drawn(made):
    for shot, _, told in made:
        assert told.score == pytest.approx(shot.score, abs=NEAR)


def test_right_and_wrong_claims_are_pictured_alike(made):
    sizes = [cv2.imread(str(place / FILES["enrolled"][0])).shape for _, place, _ in made]
    assert sizes[0] == sizes[1]
    assert {len(list(place.glob("*.jpg"))) for _, place, _ in made} == {2}


def test_no_template_is_kept(made):
    for _, place, _ in made:
        assert set(json.loads((place / "told.json").read_text())) == {"score"}
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


def test_what_cannot_be_pictured_is_refused_in_words(made, tmp_path):
    shot, _, _ = made[0]
    fields = {name: getattr(shot, name) for name in shot.__dataclass_fields__}
    told = {"folder": str(tmp_path), "name": "x", "part": "probe", "shot": fields}
    assert "wanted" in answered(Workshop().make, told)["refused"]
