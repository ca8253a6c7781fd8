"""A picture comes out of a film as it was meant, however it is stored."""

from fractions import Fraction

import av
import cv2
import numpy as np
import pytest

from engine.drawing.annotate import onto
from engine.feeds.recorded import open_feed
from tests.films import evenly, film

FOUR = 4
TIMES_S = evenly(FOUR, 10.0)


def corners():
    """(96, 128, 3): red, green, blue and white quarters, none of which looks like another."""
    picture = np.zeros((96, 128, 3), np.uint8)
    picture[:48, :64], picture[:48, 64:] = (40, 40, 200), (40, 200, 40)
    picture[48:, :64], picture[48:, 64:] = (200, 40, 40), (220, 220, 220)
    return picture


def far(a, b):
    """How far two pictures of one size are apart, grey levels a pixel."""
    assert a.shape == b.shape
    return float(np.abs(a.astype(int) - b).mean())


def seen(path):
    feed = open_feed(path)
    frames = list(feed)
    assert len(frames) == FOUR
    assert {frame.bgr.shape for frame in frames} == {(*feed.size_px[::-1], 3)}
    return feed, frames[2].bgr


STORED = {
    (0, False, False): lambda p: p,
    (90, False, False): lambda p: np.rot90(p, -1),
    (180, False, False): lambda p: np.rot90(p, 2),
    (270, False, False): lambda p: np.rot90(p),
    (0, True, False): lambda p: p[:, ::-1],
    (0, False, True): lambda p: p[::-1],
    (90, True, False): lambda p: np.rot90(p[:, ::-1], -1),
    (270, True, False): lambda p: np.rot90(p[:, ::-1]),
}
"""How a picture is stored, so that a turn anticlockwise and then mirroring shows it upright."""


@pytest.mark.parametrize("kind", ["mp4", "mov", "mkv"])
@pytest.mark.parametrize("turn", STORED)
def test_a_turned_or_mirrored_film_is_upright(tmp_path, kind, turn):
    stored = np.ascontiguousarray(STORED[turn](corners()))
    path = tmp_path / f"turned.{kind}"
    film(path, [stored] * FOUR, TIMES_S, before=lambda _, s: s.set_display_rotation(*turn))
    feed, bgr = seen(path)
    assert feed.size_px == (128, 96)
    assert far(bgr, corners()) < 4


@pytest.mark.parametrize("kind", ["mp4", "mkv", "avi"])
@pytest.mark.parametrize(
    ("aspect", "stored", "shown"),
    [
        (Fraction(2), (64, 96), (128, 96)),
        (Fraction(1, 2), (128, 48), (128, 96)),
        (Fraction(16, 15), (120, 96), (128, 96)),
        (Fraction(4, 3), (96, 96), (128, 96)),
    ],
)
def test_pixels_that_are_not_square_become_square(tmp_path, kind, aspect, stored, shown):
    def before(_, stream):
        stream.codec_context.sample_aspect_ratio = aspect

    squeezed = cv2.resize(corners(), stored, interpolation=cv2.INTER_AREA)
    path = film(tmp_path / f"wide.{kind}", [squeezed] * FOUR, TIMES_S, before=before)
    feed, bgr = seen(path)
    assert feed.size_px == shown
    assert far(bgr, corners()) < 6


def test_an_aspect_that_cannot_be_true_is_told_and_not_believed(tmp_path):
    def before(_, stream):
        stream.codec_context.sample_aspect_ratio = Fraction(20)

    path = film(tmp_path / "a.mkv", [corners()] * FOUR, TIMES_S, before=before)
    feed, _ = seen(path)
    assert feed.size_px == (128, 96)
    assert feed.shape.pixel_aspect == "20:1, not believed"


def combed(number):
    """A bright bar that moves 16 px from one field to the next, the upper first."""
    picture = np.full((96, 128, 3), 30, np.uint8)
    for field in range(2):
        left = 8 + 32 * number % 64 + 16 * field
        picture[field::2, left : left + 24] = 220
    return picture


def combing(bgr):
    """How much neighbouring lines differ."""
    return float(np.abs(np.diff(bgr[8:-8].astype(int), axis=0)).mean())


def test_an_interlaced_film_loses_its_combs_and_no_picture(tmp_path):
    pictures = [combed(number) for number in range(FOUR)]
    options = {"x264-params": "tff=1", "crf": "10"}
    marked = film(tmp_path / "marked.mp4", pictures, TIMES_S, **options)
    plain = film(tmp_path / "plain.mp4", pictures, TIMES_S, crf="10")
    feed, bgr = seen(marked)
    assert feed.shape.interlaced
    assert [frame.time_s for frame in feed] == pytest.approx(TIMES_S)
    untouched, same = seen(plain)
    assert not untouched.shape.interlaced
    assert combing(bgr) < 0.1 * combing(same)
    assert combing(same) > 0.8 * combing(pictures[2])


def test_an_interlaced_and_turned_film_is_upright_and_whole(tmp_path):
    stored = np.ascontiguousarray(np.rot90(corners(), -1))
    path = film(
        tmp_path / "a.mp4",
        [stored] * FOUR,
        TIMES_S,
        before=lambda _, s: s.set_display_rotation(90),
        **{"x264-params": "tff=1"},
    )
    feed, bgr = seen(path)
    assert feed.shape.interlaced
    assert far(bgr, corners()) < 5


@pytest.mark.parametrize("space", ["ITU709", "ITU601"])
@pytest.mark.parametrize("scope", ["MPEG", "JPEG"])
def test_colours_are_as_the_file_says_they_are_coded(tmp_path, space, scope):
    """Coded by the matrix and range that the film is marked with."""
    path, flat = tmp_path / "a.mkv", np.full((96, 128, 3), (32, 64, 200), np.uint8)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"crf": "5"})
        stream.width, stream.height, stream.pix_fmt = 128, 96, "yuv420p"
        codec = stream.codec_context
        codec.color_range = 2 if scope == "JPEG" else 1
        codec.colorspace = 1 if space == "ITU709" else 6
        for _ in range(FOUR):
            frame = av.VideoFrame.from_ndarray(flat, format="bgr24").reformat(
                format="yuv420p", dst_colorspace=space, dst_color_range=scope
            )
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert far(seen(path)[1], flat) < 4


def test_ten_bits_become_eight(tmp_path):
    path = film(tmp_path / "a.mp4", [corners()] * FOUR, TIMES_S, "libx265", "yuv420p10le")
    assert far(seen(path)[1], corners()) < 4


def test_a_large_film_is_shrunk_in_its_shape(tmp_path):
    large = cv2.resize(corners(), (7680, 4320), interpolation=cv2.INTER_NEAREST)
    path = film(tmp_path / "8k.mp4", [large] * FOUR, TIMES_S, preset="ultrafast")
    feed, bgr = seen(path)
    assert (feed.size_px, feed.shape.stored_px, feed.shape.shrunk) == (
        (4096, 2304), (7680, 4320), True,
    )  # fmt: skip
    assert far(cv2.resize(bgr, (128, 96), interpolation=cv2.INTER_AREA), corners()) < 6


def test_a_picture_of_another_size_is_fitted_in_its_shape():
    tall = np.full((200, 50, 3), 255, np.uint8)
    canvas = onto((128, 96), tall)
    assert canvas.shape == (96, 128, 3)
    bright = np.argwhere(canvas[..., 0] > 200)
    assert np.ptp(bright, axis=0).tolist() == [95, 23]
    odd = np.zeros((97, 129, 3), np.uint8)
    assert onto((128, 96), odd).base is odd
