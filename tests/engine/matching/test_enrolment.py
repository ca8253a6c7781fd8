from collections import Counter

import cv2
import numpy as np
import pytest

from engine.errors import GalleryError
from engine.matching.enrolment import (
    LOOKS_ALIKE,
    MOST_ALIKE,
    MOST_TOLD,
    SAME_PICTURE,
    Enrolment,
    enrol,
    enrol_folder,
    look_alikes,
    read_source,
)
from engine.matching.watchlist import Watchlist


@pytest.fixture
def pictures(tmp_path, six):
    """ann, bob and cy as somebody would cut them out; a plain one, a small one and a crowd."""
    for number, name in enumerate(("ann", "bob", "cy")):
        cv2.imwrite(str(tmp_path / f"{name}.png"), six.crop(number))
    small = cv2.resize(six.crop(3), None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(tmp_path / "small.png"), small)
    cv2.imwrite(str(tmp_path / "crowd.png"), six.bgr)
    cv2.imwrite(str(tmp_path / "plain.png"), np.full((200, 200, 3), 128, np.uint8))
    return tmp_path


def csv_of(folder, *lines, encoding="utf-8"):
    path = folder / "list.csv"
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def enrolled(path, analyser, **more):
    return enrol(read_source(path), analyser, name="list", **more)


def test_a_folder_gives_the_templates_of_the_gallery(watchlist, analyser):
    made, gallery = enrolled(watchlist, analyser), enrol_folder(watchlist, analyser)
    assert made.watchlist.subjects == gallery.subjects
    assert made.watchlist.templates.tolist() == gallery.templates.tolist()
    assert made.watchlist.pack_id == gallery.pack_id
    assert (made.pictures, made.refused, made.cautions, made.missing) == (6, (), (), ())


def test_a_csv_says_whom_from_what_why_and_until_when(pictures, analyser):
    lines = ("subject,file,category,expires", "Zoë,cy.png,missing,2030-01-31")
    made = enrolled(csv_of(pictures, *lines, "Al,ann.png,missing,2030-01-31"), analyser)
    held = made.watchlist
    assert (held.subjects, held.category) == (("Al", "Zoë"), "missing")
    assert held.expires.isoformat() == "2030-01-31"
    assert (
        enrolled(pictures / "list.csv", analyser, category="wanted").watchlist.category == "wanted"
    )


def test_the_order_of_the_lines_does_not_matter(pictures, analyser):
    lines = ["ann,ann.png", "bob,bob.png", "bob,cy.png"]
    made = [
        enrolled(csv_of(pictures, "subject,file", *order), analyser).watchlist
        for order in (lines, lines[::-1])
    ]
    assert made[0].subjects == made[1].subjects
    np.testing.assert_allclose(made[0].templates, made[1].templates, atol=1e-6)


def test_pictures_that_are_too_poor_are_refused_with_the_reason(pictures, analyser):
    rows = ("ann,ann.png", "ann,plain.png", "di,small.png", "ed,crowd.png")
    made = enrolled(csv_of(pictures, "subject,file", *rows), analyser)
    reasons = [(one.subject, one.file.name, one.reason) for one in made.refused]
    assert reasons == [
        ("ann", "plain.png", "no_face"),
        ("di", "small.png", "too_small"),
        ("ed", "crowd.png", "several_faces"),
    ]
    assert made.watchlist.subjects == ("ann",)
    assert made.missing == ("di", "ed")


def test_nobody_enrolled_is_refused(pictures, analyser):
    with pytest.raises(GalleryError, match=r"nobody to enrol.*plain\.png: .* no face"):
        enrolled(csv_of(pictures, "subject,file", "ann,plain.png"), analyser)


def test_the_same_picture_and_look_alikes_are_cautioned(pictures, analyser):
    rows = ("ann,ann.png", "bob,bob.png", "twin,ann.png")
    cautions = enrolled(csv_of(pictures, "subject,file", *rows), analyser).cautions
    assert [one.kind for one in cautions] == [SAME_PICTURE, LOOKS_ALIKE]
    assert "list.csv:2" in cautions[0].first
    assert "list.csv:4" in cautions[0].second
    assert (cautions[1].first, cautions[1].second, cautions[1].score) == ("ann", "twin", 1.0)
    assert "ann and twin look alike" in str(cautions[1])


def test_look_alikes_are_the_pairs_above_the_bound():
    rng = np.random.default_rng(4)
    rows = rng.standard_normal((700, 6)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    held = Watchlist("list", "wanted", tuple(f"{k:03d}" for k in range(700)), rows, "test")
    pairs = {(int(one.first), int(one.second)) for one in look_alikes(held, 0.93)}
    scores = rows @ rows.T
    assert pairs == {(a, b) for a, b in np.argwhere(scores > 0.93).tolist() if a < b}
    assert len(pairs) > 100


def test_one_picture_under_many_names_is_told_once_a_name_and_many_alike_are_counted():
    def held(rows):
        names = tuple(f"{k:04d}" for k in range(len(rows)))
        return Watchlist("list", "wanted", names, np.asarray(rows, np.float32), "test")

    many = 1200
    cautions = list(look_alikes(held([[1.0, 0.0]] * many), 0.7))
    assert [one.first for one in cautions] == ["0000"] * (many - 1)
    assert len({one.second for one in cautions}) == many - 1
    alike = np.hstack([np.full((60, 1), 0.9), np.eye(60) * np.sqrt(0.19)])
    kin = Counter(one.first for one in look_alikes(held(alike), 0.7))
    assert [kin[f"{k:04d}"] for k in range(60)] == [min(MOST_ALIKE, 59 - k) for k in range(60)]
    lines = list(Enrolment(held([[1.0, 0.0]]), many, (), tuple(cautions)).lines())
    assert len(lines) == MOST_TOLD + 1
    assert lines[-1] == f"list: {many - 1 - MOST_TOLD:,} more that are the same or look alike"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["subject,file"], "no line below the header"),
        ([""], "list.csv:1: subject: got no such column"),
        (["subject,picture", "a,ann.png"], "list.csv:1: file: got no such column"),
        (["subject,file,surprise", "a,ann.png,1"], "list.csv:1: got a column 'surprise'"),
        (["subject,file,file", "a,ann.png,b"], "list.csv:1: got a column 'file'"),
        (["subject,file", "a,ann.png", "b"], "list.csv:3: got 1 field,"),
        (["subject,file", "a,ann.png,b"], "list.csv:2: got 3 fields"),
        (["subject,file", "a,ann.png", " ,ann.png"], "list.csv:3: subject: got ''"),
        (["subject,file", "a\x07,ann.png"], "list.csv:2: subject: got 'a\\x07'"),
        (["subject,file", "a,no.png"], "list.csv:2: file: got 'no.png'"),
        (["subject,file", "a,a\0b"], "list.csv"),
        (["subject,file", "a,"], "list.csv:2: file: got ''"),
        (["subject,file", "a,list.csv"], "list.csv:2: file: "),
        (["subject,file,expires", "a,ann.png,soon"], "list.csv:2: expires: got 'soon'"),
        (
            ["subject,file,category", "a,ann.png,x", "b,bob.png,y"],
            "list.csv:3: category: got 'y', wanted 'x'",
        ),
        (["subject,file", 'a,"ann'], "no CSV"),
    ],
)
def test_a_csv_that_does_not_hold_is_refused_by_line_and_column(pictures, analyser, lines, said):
    path = csv_of(pictures, *lines)
    with pytest.raises(GalleryError) as refused:
        enrolled(path, analyser)
    assert said in str(refused.value)


def test_a_csv_in_another_encoding_or_none_at_all_is_refused(pictures):
    with pytest.raises(GalleryError, match="no UTF-8"):
        read_source(csv_of(pictures, "subject,file", "Zoë,ann.png", encoding="latin-1"))
    with pytest.raises(GalleryError, match="no such file, wanted pictures or a CSV"):
        read_source(pictures / "nowhere.csv")
    with_mark = csv_of(pictures, "subject,file", "Zoë,ann.png", encoding="utf-8-sig")
    assert read_source(with_mark).pictures[0].subject == "Zoë"
