import json
import os
import unicodedata

import cv2
import numpy as np
import pytest

from engine.errors import GalleryError
from engine.names import printable
from engine.pictures.folders import MOST_LINES, file_in, list_folder, subject_of, told

PIXEL = cv2.imencode(".png", np.zeros((1, 1, 3), np.uint8))[1].tobytes()


def names(folder, paths):
    return [path.relative_to(folder).as_posix() for path in paths]


def keep(folder, *files, content=PIXEL):
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def test_frames_are_in_the_order_of_their_numbers(tmp_path):
    keep(tmp_path, *(f"frame_{k}.png" for k in range(12)), *(f"b{k}/a{k}.jpg" for k in (2, 10)))
    found = names(tmp_path, list_folder(tmp_path, GalleryError).pictures)
    assert found == ["b2/a2.jpg", "b10/a10.jpg", *(f"frame_{k}.png" for k in range(12))]


def test_hidden_files_and_sidecars_are_passed_over(tmp_path):
    hidden = ("._ann.png", ".DS_Store", "Thumbs.db", "desktop.ini", "IMG_1.AAE", "IMG_1.xmp")
    folders = ("__MACOSX/._ann.png", ".trash/bob.png", "@eaDir/ann.png")
    keep(tmp_path, "ann.png", *hidden, *folders)
    listing = list_folder(tmp_path, GalleryError)
    assert names(tmp_path, listing.pictures) == ["ann.png"]
    assert listing.not_pictures == ()
    passed = {*hidden, "__MACOSX", ".trash", "@eaDir"}
    assert {*names(tmp_path, listing.passed_over)} == passed


def test_every_other_file_is_a_picture_or_told(tmp_path):
    keep(tmp_path, "ann", "bob.JPE", "cy.tiff", "dora.heic", "eve.dat")
    keep(tmp_path, "list.csv", content=b"subject,file\n")
    keep(tmp_path, "case.pdf", content=b"%PDF-1.7")
    keep(tmp_path, "IMG_1.MOV", content=b"\0\0\0\x14ftypqt  \0\0\0\0qt  ")
    keep(tmp_path, "nothing", content=b"")
    keep(tmp_path, "odd.bin", content=bytes(range(256)))
    keep(tmp_path, "fay.dng", "gus.psd")
    listing = list_folder(tmp_path, GalleryError)
    pictures = ["ann", "bob.JPE", "cy.tiff", "dora.heic", "eve.dat"]
    assert names(tmp_path, listing.pictures) == pictures
    assert {one.file.name: one.what for one in listing.not_pictures} == {
        "IMG_1.MOV": "a film",
        "case.pdf": "a PDF",
        "list.csv": "text",
        "nothing": "an empty file",
        "odd.bin": "something unknown",
    }
    assert [one.file.name for one in listing.unread] == ["fay.dng", "gus.psd"]
    assert "camera raw" in str(listing.unread[0])
    assert len(listing.all_told().not_pictures) == 7
    kept = len(listing.pictures) + len(listing.unread) + len(listing.not_pictures)
    assert kept == len(list(tmp_path.iterdir()))


def test_what_is_no_plain_file_is_told_and_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "gone").symlink_to("nowhere")
    (tmp_path / "gone.png").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to("loop")
    listing = list_folder(tmp_path, GalleryError)
    assert {one.file.name: one.what for one in listing.not_pictures} == {
        "pipe": "a named pipe",
        "zero": "a device",
        "gone": "a link that leads nowhere",
        "loop": os.strerror(40),
    }
    assert names(tmp_path, listing.pictures) == ["gone.png"]  # refused as it is read


def test_links_are_followed_and_circles_told(tmp_path):
    keep(tmp_path, "away/1.png", "away/2.png", "here/bob/1.png")
    here = tmp_path / "here"
    (here / "ann").symlink_to(tmp_path / "away")
    (here / "cy.png").symlink_to(tmp_path / "away" / "1.png")
    (here / "bob" / "up").symlink_to(here)
    listing = list_folder(here, GalleryError)
    assert names(here, listing.pictures) == ["ann/1.png", "ann/2.png", "bob/1.png", "cy.png"]
    (circle,) = listing.not_pictures
    assert (circle.file.name, circle.what) == ("up", "a link to a folder that it lies in")


def test_links_in_knots_are_survived(tmp_path):
    for k in range(12):
        keep(tmp_path, f"{k}/a.png")
        for other in range(12):
            (tmp_path / str(k) / f"to-{other}").symlink_to(tmp_path / str(other))
    listing = list_folder(tmp_path, GalleryError)
    assert any("too many links" in one.what for one in listing.not_pictures)


@pytest.mark.parametrize("name", ["a\nb.png", "tail .png", "\U0001f600.png", "Zoe\u0308.png"])
def test_odd_names_are_kept_and_can_be_told(tmp_path, name):
    keep(tmp_path, name, f"{name}.txt")
    listing = list_folder(tmp_path, GalleryError)
    assert len(listing.pictures) == 2  # its content says so
    assert printable(subject_of(tmp_path, listing.pictures[0])).isprintable()


def test_names_that_are_no_text_are_told(tmp_path):
    raw = os.fsencode(tmp_path) + b"/an\xffn"
    for ending in (b".png", b".txt"):
        with open(raw + ending, "wb") as file:  # noqa: PTH123  # the name is no text
            file.write(b"text")
    listing = list_folder(tmp_path, GalleryError)
    assert subject_of(tmp_path, listing.pictures[0]) == "an\\udcffn"
    found = json.loads(json.dumps(told((listing,))).encode())
    assert found["not_pictures"][0]["file"].endswith("an\\udcffn.txt")
    assert next(listing.lines()).encode()


def test_of_very_many_only_the_number_is_told(tmp_path):
    keep(tmp_path, *(f"{k}.json" for k in range(100)), content=b"{}")
    lines = [*list_folder(tmp_path, GalleryError).lines()]
    assert len(lines) == MOST_LINES + 1
    assert "80 more" in lines[-1]


def test_a_subject_is_one_whichever_way_its_name_is_kept(tmp_path):
    both = [unicodedata.normalize(form, "Zo\u00eb") for form in ("NFC", "NFD")]
    keep(tmp_path, f"{both[0]}/1.png", f"{both[1]}/2.png", f"{both[1]}.png")
    pictures = list_folder(tmp_path, GalleryError).pictures
    assert {subject_of(tmp_path, file) for file in pictures} == {both[0]}


@pytest.mark.parametrize("forms", [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_file_is_found_whichever_way_its_name_is_kept(tmp_path, forms):
    kept, asked = (unicodedata.normalize(form, "caf\u00e9/Zo\u00eb.png") for form in forms)
    keep(tmp_path, kept)
    assert file_in(tmp_path, asked).read_bytes() == PIXEL
    assert not file_in(tmp_path, "caf\u00e9/nobody.png").exists()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda _: None, "no such folder"),
        (lambda path: path.write_text("a"), "got a file"),
        (os.mkfifo, "a named pipe"),
        (lambda path: path.symlink_to("gone"), "a link that leads nowhere"),
    ],
)
def test_what_is_no_folder_is_refused(tmp_path, make, said):
    make(tmp_path / "folder")
    with pytest.raises(GalleryError, match=said):
        list_folder(tmp_path / "folder", GalleryError)


def test_a_folder_without_pictures_says_what_it_holds(tmp_path):
    keep(tmp_path, "a.txt", "b.txt", content=b"text")
    assert "a.txt: text, b.txt: text" in list_folder(tmp_path, GalleryError).refusal()
