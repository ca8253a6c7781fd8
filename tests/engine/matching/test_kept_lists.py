"""Watchlists as people keep them, for `watchlist enrol` and `watch` alike."""

import json
import os
import unicodedata

import cv2
import numpy as np
import pytest

from engine.errors import GalleryError
from engine.feeds.recorded import open_feed
from engine.matching.enrolment import NAMED_ALIKE, SAME_PICTURE, enrol, enrolled, read_source
from engine.settings import EngineSettings
from engine.sought import seek
from tests.engine.pictures.made import heic, pillow, saved


def write(folder, **files):
    """Pictures by name; an underscore before the ending stands for the dot."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / ".".join(name.rsplit("_", 1))).write_bytes(content)
    return folder


def png(bgr):
    return saved(pillow(bgr), "PNG")


@pytest.fixture
def everybody(tmp_path, six):
    """Six people, each in a format of their own, as telephones, scanners and programs keep them."""
    people = [six.crop(k) for k in range(6)]
    folder = write(
        tmp_path / "everybody",
        ann_png=png(people[0]),
        dora_tiff=saved(pillow(people[2]), "TIFF", compression="tiff_lzw"),
        eve_jfif=saved(pillow(people[3]), "JPEG", quality=95),
        fay_avif=saved(pillow(people[4]), "AVIF", quality=90),
        gus_HEIC=heic([people[5]], orientation=1),
    )
    write(folder / "carl", **{"1_tif": saved(pillow(people[1]), "TIFF")})
    return folder


def test_everybody_is_enrolled_whatever_the_format(everybody, analyser, six):
    made = enrolled(everybody, analyser)
    assert made.watchlist.subjects == ("ann", "carl", "dora", "eve", "fay", "gus")
    assert (made.refused, made.missing) == ((), ())
    scores = np.einsum("nd,nd->n", made.watchlist.templates, six.templates)
    assert scores.min() > 0.9


def test_what_a_mac_keeps_beside_a_picture_is_no_picture(tmp_path, analyser, six):
    folder = write(tmp_path / "mac", ann_png=png(six.crop(0)))
    (folder / "._ann.png").write_bytes(b"\0\x05\x16\x07\0\2\0\0Mac OS X")
    (folder / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    made = enrolled(folder, analyser)
    assert (made.watchlist.subjects, made.refused) == (("ann",), ())
    assert [one.endswith(("._ann.png", ".DS_Store")) for one in made.told()["passed_over"]] == [
        True,
        True,
    ]
    assert [*made.lines()] == []


def test_a_small_portrait_is_refused_by_watch_as_by_enrol(tmp_path, analyser, six):
    """8 px between the eyes."""
    crop = six.crop(0)
    side = 8 / six.faces[0].interocular_px
    small = cv2.resize(crop, None, fx=side, fy=side, interpolation=cv2.INTER_AREA)
    folder = write(tmp_path / "list", ann_png=png(small), bob_png=png(six.crop(1)))
    made = enrol(read_source(folder), analyser, name="list")
    sought = seek(folder, analyser, EngineSettings(threshold=0.5))
    assert sought.gallery.subjects == made.watchlist.subjects == ("bob",)
    assert sought.told["enrolment"] == made.told()
    assert made.missing == ("ann",)
    assert made.refused[0].reason in ("too_small", "no_face")
    assert [*sought.lines()] == [*made.lines()]
    assert "ann not enrolled from it" in next(sought.lines())


def test_one_bad_picture_does_not_end_the_list(tmp_path, analyser, six):
    folder = write(
        tmp_path / "list",
        ann_png=png(six.crop(0)),
        bob_jpg=b"<html>not found</html>",
        cy_png=png(six.crop(1))[:-400],
        dan_dng=b"II*\0",
        notes_txt=b"whom we look for",
    )
    os.mkfifo(folder / "eve.png")
    (folder / "fay.png").symlink_to("nowhere.png")
    (folder / "gus.png").symlink_to("/dev/zero")
    made = enrolled(folder, analyser)
    assert made.watchlist.subjects == ("ann",)
    assert made.missing == ("bob", "cy", "dan", "eve", "fay", "gus")
    reasons = {one.subject: one.reason for one in made.refused}
    assert "a web page" in reasons["bob"]
    assert "camera raw" in reasons["dan"]
    assert reasons["eve"] == "got a named pipe"
    assert reasons["fay"] == "got a link that leads nowhere"
    assert reasons["gus"] == "got a device"
    told = made.told()
    assert (told["pictures"], len(told["refused"])) == (7, 6)
    assert [one["what"] for one in told["not_pictures"]] == ["text"]
    assert len([*made.lines()]) == 7
    assert json.dumps(told)


def test_nobody_enrolled_is_refused(tmp_path, analyser):
    folder = write(tmp_path / "list", ann_png=b"no picture")
    for refuse in (
        lambda: seek(folder, analyser, EngineSettings(threshold=0.5)),
        lambda: enrol(read_source(folder), analyser, name="list"),
    ):
        with pytest.raises(GalleryError, match=r"nobody to enrol.*ann\.png"):
            refuse()


def test_one_person_in_two_folders_whose_names_are_alike_is_cautioned(tmp_path, analyser, six):
    folder = write(tmp_path / "list", **{"Ann Lee_png": png(six.crop(0))})
    write(folder, **{"annlee_png": png(six.crop(0)), "bob _png": png(six.crop(1))})
    cautions = enrolled(folder, analyser).cautions
    kinds = {(one.kind, one.first, one.second) for one in cautions if one.kind == NAMED_ALIKE}
    assert kinds == {(NAMED_ALIKE, "Ann Lee", "annlee")}
    assert SAME_PICTURE in {one.kind for one in cautions}


def test_a_name_in_both_forms_is_one_subject(tmp_path, analyser, six):
    composed, decomposed = (unicodedata.normalize(form, "Zo\u00eb") for form in ("NFC", "NFD"))
    folder = write(tmp_path / "list", **{f"{composed}_png": png(six.crop(0))})
    write(folder, **{f"{decomposed}_png": png(six.crop(0, 1.0))})
    made = enrolled(folder, analyser)
    assert made.watchlist.subjects == (composed,)
    assert len(made.files[composed]) == 2
    held = made.watchlist.with_subject(decomposed, six.templates[1])
    assert held.subjects == (composed,)
    assert held.without(decomposed).subjects == ()


def test_a_csv_names_a_file_in_either_form(tmp_path, analyser, six):
    composed, decomposed = (unicodedata.normalize(form, "Zo\u00eb") for form in ("NFC", "NFD"))
    folder = write(tmp_path / "list", **{f"{decomposed}_png": png(six.crop(0))})
    lines = f"subject,file\n{decomposed},{composed}.png\n{composed},{decomposed}.png\n"
    (folder / "list.csv").write_text(lines, encoding="utf-8")
    made = enrol(read_source(folder / "list.csv"), analyser, name="list")
    assert made.watchlist.subjects == (composed,)


@pytest.mark.parametrize(
    "name", ["a\nb", "\U0001f469\u200d\U0001f467", "tail ", "an\udcff", "a[x]"]
)
def test_odd_names_are_enrolled_under_what_can_be_shown_of_them(tmp_path, analyser, six, name):
    folder = write(tmp_path / "list", **{f"{name}_png": png(six.crop(0))})
    made = enrolled(folder, analyser)
    assert len(made.watchlist) == 1
    assert made.watchlist.subjects[0].encode()
    assert json.dumps(made.told()).encode()


def test_a_picture_without_a_name_is_refused(tmp_path, analyser, six):
    folder = write(tmp_path / "list", **{" _png": png(six.crop(0)), "bob_png": png(six.crop(1))})
    (refused,) = enrolled(folder, analyser).refused
    assert refused.reason == "no_name"


def test_lists_of_several_folders_tell_their_enrolments_together(tmp_path, analyser, six):
    one = write(tmp_path / "one", ann_png=png(six.crop(0)), bad_png=b"")
    two = write(tmp_path / "two", bob_png=png(six.crop(1)), notes_txt=b"text")
    told = seek([one, two], analyser, EngineSettings(threshold=0.5)).told["enrolment"]
    assert (told["enrolled"], told["missing"]) == (2, ["bad"])
    assert len(told["not_pictures"]) == 1


def test_a_feed_of_pictures_comes_in_the_order_of_their_numbers(tmp_path):
    for number in range(1, 13):
        grey = np.full((40, 60, 3), 10 * number, np.uint8)
        cv2.imwrite(str(tmp_path / f"frame_{number}.png"), grey)
    (tmp_path / "._frame_1.png").write_bytes(b"")
    (tmp_path / "log.txt").write_text("text")
    feed = open_feed(tmp_path)
    assert [int(frame.bgr[0, 0, 0]) // 10 for frame in feed] == [*range(1, 13)]
    assert [one.what for one in feed.listing.not_pictures] == ["text"]


@pytest.mark.parametrize("name", ["20240105", "0", "http:"])
def test_a_folder_named_like_a_date_is_a_folder(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).mkdir()
    cv2.imwrite(str(tmp_path / name / "000.png"), np.zeros((40, 60, 3), np.uint8))
    assert open_feed(name).frames == 1
