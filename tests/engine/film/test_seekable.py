"""A copy of a film in which every frame is found."""

import av
import numpy as np
import pytest

from engine.errors import FeedError
from engine.faces import Frame
from engine.film.seekable import write_seekable
from tests.dashboards.replayed import burnt, number_in

FPS, FRAMES = 6.0, 20


def frames(numbers):
    return [Frame("film", number, number / FPS, burnt(number)) for number in numbers]


def decoded(data):
    """The numbers burnt into what a decoder that begins here gives out."""
    decoder = av.CodecContext.create("h264", "r")
    packets = [*decoder.parse(data), *decoder.parse(b"")]
    shown = [frame for one in [*packets, None] for frame in decoder.decode(one)]
    return [number_in(frame.to_ndarray(format="bgr24")) for frame in shown]


def test_from_every_frame_that_is_whole_the_film_goes_on_to_any_other(tmp_path):
    path = tmp_path / "film.h264"
    told = write_seekable(path, frames(range(FRAMES)), FPS, (320, 180))
    data = path.read_bytes()
    assert (told.frames, told.gop, told.begins[-1]) == (FRAMES, 6, len(data))
    for number in range(FRAMES):
        key = number - number % told.gop
        part = data[told.begins[key] : told.begins[number + 1]]
        assert decoded(part) == list(range(key, number + 1))


def test_a_frame_that_could_not_be_read_is_the_one_before(tmp_path):
    path = tmp_path / "film.h264"
    told = write_seekable(path, frames([0, 1, 4, 5]), FPS, (320, 180))
    assert told.frames == 6
    assert decoded(path.read_bytes()) == [0, 1, 1, 1, 4, 5]


def test_large_films_are_copied_small_and_the_same_frames_give_the_same_bytes(tmp_path):
    large = [Frame("film", 0, 0.0, np.zeros((720, 1280, 3), np.uint8))]
    written = [write_seekable(tmp_path / name, large, FPS, (1280, 720)) for name in "ab"]
    assert (written[0].width_px, written[0].height_px) == (640, 360)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_film_without_frames_is_refused_and_leaves_nothing(tmp_path):
    with pytest.raises(FeedError, match="got no frames"):
        write_seekable(tmp_path / "film.h264", [], FPS, (320, 180))
    assert [*tmp_path.iterdir()] == []
