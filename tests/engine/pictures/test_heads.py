from contextlib import suppress

import cv2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.pictures.errors import PictureError
from engine.pictures.heads import (
    bmp_head,
    gif_head,
    jpeg_head,
    png_head,
    pnm_head,
    tiff_head,
    webp_head,
)
from engine.pictures.kinds import HEAD_BYTES, described, kind_of
from engine.pictures.tags import orientation_of
from tests.engine.pictures.made import drawn, exif, heic, pillow, saved

HEADS = {
    "JPEG": jpeg_head,
    "PNG": png_head,
    "BMP": bmp_head,
    "WebP": webp_head,
    "GIF": gif_head,
    "TIFF": tiff_head,
    "PNM": pnm_head,
}
NAMES = {"PNM": "PPM", "WebP": "WEBP"}
SOUND = {kind: saved(pillow(drawn()), NAMES.get(kind, kind)) for kind in HEADS}


@pytest.mark.parametrize("kind", HEADS)
def test_a_header_tells_the_size_that_decoding_gives(kind):
    for bgr in (drawn(), drawn()[:1, :1], drawn()[:, :7]):
        content = saved(pillow(bgr), NAMES.get(kind, kind))
        assert kind_of(content[:HEAD_BYTES]) == kind
        assert HEADS[kind](content).size_px == bgr.shape[1::-1]


def test_the_three_forms_of_webp_tell_their_size():
    picture = pillow(drawn())
    clear = picture.convert("RGBA")
    clear.putalpha(128)
    plain, lossless = saved(picture, "WEBP"), saved(picture, "WEBP", lossless=True)
    extended = saved(clear, "WEBP", exif=exif(6))
    assert [one[12:16] for one in (plain, lossless, extended)] == [b"VP8 ", b"VP8L", b"VP8X"]
    heads = [webp_head(one) for one in (plain, lossless, extended)]
    assert {one.size_px for one in heads} == {picture.size}
    assert [(one.alpha, one.orientation) for one in heads] == [(False, 1), (False, 1), (True, 6)]


def test_a_jpeg_in_one_scan_can_be_shrunk_on_the_way_and_in_several_not():
    picture = pillow(drawn())
    assert jpeg_head(saved(picture, "JPEG")).in_rows
    assert not jpeg_head(saved(picture, "JPEG", progressive=True)).in_rows


def test_a_thumbnail_in_a_jpeg_s_exif_is_not_taken_for_it():
    tags = exif(1)
    tags.get_ifd(1)[513] = 0
    small = cv2.imencode(".jpg", drawn()[:8, :8])[1].tobytes()
    content = saved(pillow(drawn()), "JPEG", exif=b"Exif\0\0" + tags.tobytes() + small)
    assert jpeg_head(content).size_px == (64, 48)


def test_telephones_files_are_told_from_films():
    assert kind_of(heic([drawn()])[:HEAD_BYTES]) == "HEIC"
    assert kind_of(saved(pillow(drawn()), "AVIF")[:HEAD_BYTES]) == "AVIF"
    film = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2avc1mp41"
    assert (kind_of(film), described(film)) == (None, "a film")


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_s_orientation_is_read_in_either_order_of_bytes(order, orientation):
    tags = exif(orientation)
    tags.endian = order
    assert orientation_of(tags.tobytes()) == orientation


@given(st.binary(max_size=400))
def test_no_bytes_make_a_header_fail_but_by_its_refusal(content):
    assert orientation_of(content) in range(1, 9)
    for kind, read in HEADS.items():
        for one in (content, SOUND[kind][:12] + content):
            with suppress(PictureError):
                assert len(read(one).size_px) == 2
    assert described(content)


@given(st.binary(min_size=1, max_size=60), st.integers(0, 700))
def test_a_header_damaged_anywhere_is_read_or_refused(noise, at):
    for kind, read in HEADS.items():
        content = bytearray(SOUND[kind])
        content[at : at + len(noise)] = noise
        with suppress(PictureError):
            assert len(read(bytes(content)).size_px) == 2
