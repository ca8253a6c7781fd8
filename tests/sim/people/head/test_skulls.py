import numpy as np

from sim.people.births import identity
from sim.people.hair.brows import BROWS, brow_cover, brow_shape
from sim.people.head.expressions import RELAXED, resting
from sim.people.head.ground import ground
from sim.people.head.skulls import SHAPING, excesses, moderated
from sim.people.identities import strengths


def test_a_cone_is_brought_into_bounds_and_only_its_skull_is_changed():
    cone = {"forehead/forehead-scale-vert-incr": 1.2, "head/head-scale-horiz-decr": 1.0}
    shaped = strengths(identity(3, 1)) | cone | {"nose/nose-scale-vert-incr": 0.7}
    assert excesses(shaped)
    mended = moderated(shaped)
    assert not excesses(mended)
    assert all(mended[n] == shaped[n] for n in mended if not n.startswith(SHAPING))


def test_brows_lie_above_the_eyes_in_every_shape():
    seen = {}
    for number in range(60):
        seen.setdefault(brow_shape(identity(number, 1)), identity(number, 1))
    assert set(seen) == set(BROWS)
    for person in seen.values():
        cover = brow_cover(person)
        assert cover.max() > 0.3
        assert ground().up[cover > 0.3].min() > 7.35
        assert ground().up[cover > 0.3].max() < 7.75


def test_most_people_are_neutral_at_rest_and_some_smile():
    faces = [resting(identity(number, 1)) for number in range(300)]
    neutral = np.mean([face == RELAXED for face in faces])
    assert 0.6 < neutral < 0.85
    assert max(max(face.values()) for face in faces) <= 0.5
    assert resting(identity(4, 1)) == resting(identity(4, 1))
