import numpy as np
import pytest

from sim.people.sprites import CHIN_M, Sprites, over
from sim.people.styles import DAY

PEOPLE = range(8)
CLOSE_PX_PER_M = 500.0
BUST = 0.25
"""As far down as pictures of heads reach: below lies three quarters of what would be drawn."""


def before_a_wall(sprite, margin_px=20):
    height, width = sprite.bgra.shape[:2]
    framed = np.zeros((height + 2 * margin_px, width + 2 * margin_px, 4), np.uint8)
    framed[margin_px:-margin_px, margin_px:-margin_px] = sprite.bgra
    return over(framed, np.full((*framed.shape[:2], 3), 160, np.uint8))


def head(sprite):
    """The upper part, before a wall; the rest only costs time."""
    seen = before_a_wall(sprite)
    return seen[: int(sprite.eyes_px[1] + 0.35 * sprite.px_per_m)]


def template(analyser, picture):
    faces = analyser.detect(picture)
    assert len(faces) == 1
    return analyser.templates(picture, faces)[0]


@pytest.fixture(scope="module")
def enrolled(portrait, analyser):
    return np.stack([template(analyser, portrait(number)) for number in PEOPLE])


def test_two_renders_of_one_view_are_identical(sprites, portrait):
    view = (3, CLOSE_PX_PER_M, 12.0, 12.0, 6.0)
    one, other = sprites.person(*view), Sprites(1).person(*view)
    assert np.array_equal(one.bgra, other.bgra)
    assert np.array_equal(one.landmarks_px, other.landmarks_px)
    assert np.array_equal(portrait(3), sprites.enrolment(3))


def test_a_view_from_the_disk_is_the_view_that_was_drawn(tmp_path):
    view = (3, 200.0, 0.0, 6.0, 6.0)
    drawn, read = Sprites(1, tmp_path).person(*view), Sprites(1, tmp_path).person(*view)
    assert np.array_equal(drawn.bgra, read.bgra)
    np.testing.assert_allclose(drawn.landmarks_px, read.landmarks_px)
    assert (drawn.feet_px, drawn.px_per_m) == (read.feet_px, read.px_per_m)


def test_an_enrolment_picture_from_the_disk_is_the_one_that_was_drawn(tmp_path, portrait):
    drawn = Sprites(1, tmp_path).enrolment(3)
    (file,) = tmp_path.rglob("enrolment.npz")
    number = file.stat().st_ino
    assert np.array_equal(drawn, portrait(3))
    read = Sprites(1, tmp_path).enrolment(3)
    assert np.array_equal(read, drawn)
    read[:] = 0
    assert np.array_equal(Sprites(1, tmp_path).enrolment(3), drawn)
    assert file.stat().st_ino == number


@pytest.mark.parametrize(
    ("px_per_m", "shown", "bow_deg", "manner"),
    [
        (200.0, 0.0, 0.0, "ordinary"),
        (330.0, 0.31, 0.0, "ordinary"),
        (330.0, 0.31, 44.0, "phone"),
        (950.0, 0.6, 0.0, "pram"),
        (260.0, 0.5, 0.0, "wheelchair"),
    ],
)
def test_a_person_cut_off_looks_the_same_above(sprites, px_per_m, shown, bow_deg, manner):
    view = (4, px_per_m, 30.0, 6.0, 12.0, "mall", (2, 1), DAY, bow_deg, manner)
    whole, part = sprites.person(*view), Sprites(1).person(*view, shown)
    assert (part.feet_px, part.eyes_px.tolist()) == (whole.feet_px, whole.eyes_px.tolist())
    assert np.array_equal(part.landmarks_px, whole.landmarks_px)
    chin = CHIN_M * px_per_m
    floor = whole.feet_px * np.cos(np.radians(12))
    rows = int(whole.eyes_px[1] + chin + shown * (floor - chin)) + 2
    assert rows < len(part.bgra) < len(whole.bgra)
    assert np.array_equal(part.bgra[:rows], whole.bgra[:rows])


def test_who_was_cut_off_is_drawn_further_down_once_that_is_asked_for(sprites, tmp_path):
    view = (4, 200.0, 30.0, 6.0, 12.0, "mall", (2, 1), DAY, 0.0, "ordinary")
    first, later = Sprites(1, tmp_path), Sprites(1, tmp_path)
    short = [one.person(*view, 0.1).bgra.shape for one in (first, later)]
    assert short[0] == short[1]
    assert short[0][0] < len(sprites.person(*view).bgra)
    for one in (first, later, Sprites(1, tmp_path)):
        assert np.array_equal(one.person(*view, 1.0).bgra, sprites.person(*view).bgra)


@pytest.mark.parametrize("px_per_m", [60.0, 123.4, 300.0])
def test_a_person_is_as_large_as_asked(sprites, px_per_m):
    seen, larger = (sprites.person(0, scale, 0, 0, 0) for scale in (px_per_m, 2 * px_per_m))
    apart, more = (np.ptp(s.landmarks_px[:2, 0]) for s in (seen, larger))
    assert apart == pytest.approx(0.063 * px_per_m, rel=0.12)
    assert more == pytest.approx(2 * apart, rel=0.05)
    assert 1.2 < seen.feet_px / px_per_m < 2.1


def test_a_head_turned_to_the_image_s_right_has_its_nose_there(sprites):
    noses = []
    for yaw in (-30, 0, 30):
        marks = sprites.person(0, CLOSE_PX_PER_M, yaw, yaw, 0, shown=BUST).landmarks_px
        noses.append(marks[2, 0] - marks[:2, 0].mean())
    assert noses[0] < noses[1] < noses[2]


def test_the_detector_finds_the_face_where_the_renderer_put_it(sprites, analyser):
    for number in (0, 5):
        sprite = sprites.person(number, CLOSE_PX_PER_M, 0, 0, 6, shown=BUST)
        (face,) = analyser.detect(head(sprite))
        apart = np.ptp(sprite.landmarks_px[:2, 0])
        away = np.hypot(*(face.landmarks_px - sprite.landmarks_px - 20).T)
        assert (away < 0.35 * apart).all()


def test_people_are_nearer_to_their_own_enrolment_than_to_anybody_else_s(
    sprites, analyser, enrolled
):
    for yaw in (0.0, 18.0):
        views = [sprites.person(n, CLOSE_PX_PER_M, yaw, yaw, 6.0, shown=BUST) for n in PEOPLE]
        seen = np.stack([template(analyser, head(view)) for view in views])
        scores = seen @ enrolled.T
        own, others = np.diag(scores), scores[~np.eye(len(PEOPLE), dtype=bool)]
        assert (scores.argmax(1) == np.arange(len(PEOPLE))).mean() >= 7 / 8
        assert np.median(own) > np.quantile(others, 0.95)


def test_the_enrolment_picture_is_another_picture_than_any_view(portrait):
    picture = portrait(2)
    assert picture.shape == (320, 320, 3)
    backdrop = picture[:8, :8].reshape(-1, 3)
    assert (backdrop == backdrop[0]).all()
