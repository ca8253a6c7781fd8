import numpy as np
import pytest

from engine.measure.calibration.sample import joined
from engine.packs.built import built_folder
from engine.packs.names import OPEN
from sim.fidelity.portraits import Portraits, photograph


def shoot(numbers) -> Portraits:
    (made,) = photograph(numbers, 3, 1, (OPEN,), [].append)
    return made


@pytest.fixture(scope="module")
def portraits() -> Portraits:
    return shoot(np.arange(4))


def test_people_photographed_in_two_parts_are_the_same_people(portraits):
    parts = joined([shoot(np.arange(2)), shoot(np.arange(2, 4))])
    for name in Portraits.__dataclass_fields__:
        assert np.array_equal(getattr(parts, name), getattr(portraits, name)), name


def test_every_pack_looks_at_the_same_pictures(portraits):
    found = photograph(np.arange(2), 2, 1, (OPEN, str(built_folder(OPEN))), [].append)
    for name in Portraits.__dataclass_fields__:
        assert np.array_equal(getattr(found[0], name), getattr(found[1], name)), name
    assert np.array_equal(found[0].enrolled, portraits.enrolled[:2])


def test_everybody_looks_most_like_their_own_enrolment(portraits):
    good = portraits.detected & (portraits.interocular_px > 20) & (portraits.visible_share > 0.9)
    scores = portraits.probe[good] @ portraits.enrolled.T
    assert good.sum() >= 3
    assert scores.argmax(1).tolist() == portraits.person[good].tolist()


def test_faces_not_detected_have_no_template(portraits):
    length = np.linalg.norm(portraits.probe, axis=1)
    assert np.allclose(length, portraits.detected)
