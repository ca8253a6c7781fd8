"""Pictures in a session's folder: names and lengths tell nothing, and there are not too many."""

import os

import av
import numpy as np
import pytest

from engine.disk.files import UnreadError
from engine.film.video import write_video
from sim.training.pictures import album
from sim.training.pictures.album import Album, Told, keep_pair, padded_film
from tests.sim.training.pictures.test_parts import shot

GREY = np.full((80, 80, 3), 120, np.uint8)


@pytest.fixture
def held(tmp_path):
    for number in range(4):
        keep_pair(tmp_path / "pictures" / f"n{number}", GREY, GREY, 0.5)
        os.utime(tmp_path / "pictures" / f"n{number}" / "told.json", (number, number))
    return Album(tmp_path)


def test_what_was_kept_is_found_by_its_name(held):
    assert held.told("n1") == Told(0.5, film=False)
    assert held.read("n1", "probe")[:2] == b"\xff\xd8"
    for name, part in (("n9", "probe"), ("n1", "film"), ("n1", "told.json"), ("..", "probe")):
        with pytest.raises(UnreadError):
            held.read(name, part)


def test_the_oldest_are_thrown_away(held, monkeypatch):
    monkeypatch.setattr(album, "MOST", 2)
    held.sweep()
    assert [held.told(f"n{k}") is not None for k in range(4)] == [False, False, True, True]
    assert len(list(held.folder.iterdir())) == 2


def test_nothing_is_told_by_a_length(held):
    noise = np.random.default_rng(1).integers(0, 255, (120, 90, 3), np.uint8)
    keep_pair(held.folder / "n9", noise, GREY, None)
    lengths = {file.stat().st_size % album.STEP_BYTES for file in held.folder.glob("*/*.jpg")}
    assert lengths == {0}


def test_a_padded_film_is_still_one(tmp_path):
    with write_video(tmp_path / "film.mp4", 6, (80, 80)) as video:
        for _ in range(3):
            video.add(GREY)
    whole = padded_film((tmp_path / "film.mp4").read_bytes())
    (tmp_path / "padded.mp4").write_bytes(whole)
    assert len(whole) % album.STEP_BYTES == 0
    with av.open(str(tmp_path / "padded.mp4")) as film:
        assert len(list(film.decode(video=0))) == 3


def test_a_name_is_the_same_each_time_and_another_without_the_secret():
    assert shot().name("secret") == shot().name("secret")
    names = {shot(true=true).name(secret) for true in (True, False) for secret in ("a", "b")}
    assert len(names) == 4
    assert {len(name) for name in names} == {24}
