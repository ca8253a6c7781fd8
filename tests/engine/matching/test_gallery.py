import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import GalleryError
from engine.matching.enrolment import enrol_folder
from engine.matching.gallery import MANY, NOBODY, Gallery
from engine.measure.rates.comparisons import scores_of
from tests.strategies import templates

FEW = st.integers(1, 12)


def gallery(rows):
    return Gallery(tuple(f"s{k}" for k in range(len(rows))), rows, "test")


@settings(deadline=None)
@given(templates(FEW), templates(FEW), st.randoms(use_true_random=False))
def test_search_ignores_the_order_of_enrolment(enrolled, probes, chance):
    order = list(range(len(enrolled)))
    chance.shuffle(order)
    held = gallery(enrolled)
    turned = Gallery(tuple(held.subjects[k] for k in order), enrolled[order], "test")
    (best, score), (other, other_score) = held.search(probes), turned.search(probes)
    assert score.tolist() == other_score.tolist()
    all_scores = np.sort(scores_of(probes, enrolled), axis=1)
    if all_scores.shape[1] < 2 or (all_scores[:, -1] > all_scores[:, -2]).all():
        assert [held.subjects[k] for k in best] == [turned.subjects[k] for k in other]


@settings(deadline=None)
@given(templates(FEW), templates(FEW), st.sampled_from([1, MANY, 2 * MANY]))
def test_a_batch_equals_one_by_one_to_the_last_bit(enrolled, probes, times):
    held, many = gallery(enrolled), np.tile(probes, (times, 1))
    best, score = held.search(many)
    singles = [held.search(probe[None]) for probe in probes]
    assert best.tolist() == times * [int(row[0]) for row, _ in singles]
    assert score.tolist() == times * [float(one[0]) for _, one in singles]


@settings(deadline=None)
@given(templates(FEW))
def test_everybody_finds_themselves(enrolled):
    best, score = gallery(enrolled).search(enrolled)
    np.testing.assert_allclose(score, 1.0, atol=1e-5)
    np.testing.assert_allclose(enrolled[best], enrolled, atol=1e-2)


def test_an_empty_gallery_knows_nobody():
    empty = Gallery((), np.zeros((0, 8), np.float32), "test")
    best, score = empty.search(np.eye(8, dtype=np.float32))
    assert set(best.tolist()) == {NOBODY}
    assert set(score.tolist()) == {-1.0}


def test_no_probes_have_no_answers():
    best, score = gallery(np.eye(8, dtype=np.float32)).search(np.zeros((0, 8), np.float32))
    assert (len(best), len(score)) == (0, 0)


def test_templates_and_subjects_must_be_as_many():
    with pytest.raises(GalleryError, match="for 2 subjects"):
        Gallery(("a", "b"), np.eye(3, dtype=np.float32), "test")


def test_a_subfolder_is_one_subject_with_several_pictures(tmp_path, six, analyser):
    (tmp_path / "ann").mkdir()
    for number, margin in enumerate((0.6, 1.0)):
        cv2.imwrite(str(tmp_path / "ann" / f"{number}.png"), six.crop(0, margin))
    cv2.imwrite(str(tmp_path / "bob.jpg"), six.crop(1))
    (tmp_path / "readme.txt").write_text("not enrolled")
    enrolled = enrol_folder(tmp_path, analyser)
    assert enrolled.subjects == ("ann", "bob")
    np.testing.assert_allclose(np.linalg.norm(enrolled.templates, axis=1), 1, atol=1e-5)
    assert enrolled.search(six.templates[:2])[0].tolist() == [0, 1]


def test_pictures_without_exactly_one_face_are_refused_by_name(tmp_path, six, analyser):
    plain = np.full((200, 200, 3), 128, np.uint8)
    for name, picture, said in (("none", plain, "no face"), ("all", six.bgr, "several faces")):
        folder = tmp_path / name
        folder.mkdir()
        cv2.imwrite(str(folder / "subject.png"), picture)
        with pytest.raises(GalleryError, match=rf"got nobody to enrol.*subject\.png: .*{said}"):
            enrol_folder(folder, analyser)


@pytest.mark.parametrize("content", [None, "", "no picture"])
def test_folders_without_readable_pictures_are_refused(tmp_path, analyser, content):
    folder = tmp_path / "watchlist"
    if content is not None:
        folder.mkdir()
    if content:
        (folder / "a.png").write_text(content)
    with pytest.raises(GalleryError, match="watchlist"):
        enrol_folder(folder, analyser)
