from dataclasses import replace
from itertools import count, islice

import numpy as np

from sim.people.births import identity
from sim.people.drawing.gloss import gloss
from sim.people.drawing.lights import LIGHTS
from sim.people.drawing.outside import outward
from sim.people.head import heads
from sim.people.head.expressions import SMILE
from sim.people.head.heads import Head
from sim.people.head.proportions import excesses, proportioned
from sim.people.identities import strengths
from sim.people.looks import look
from sim.people.skin.painting import paint

PX_PER_DM = 80.0


def around_corners(number):
    """The picture just above and below the corners of a bare, smiling mouth."""
    person = identity(number, 1)
    worn = replace(look(person), beard="none", hair="shaved")
    seen = Head(person, worn, SMILE).picture(PX_PER_DM, 0, 0, "studio")
    for x, y in seen.landmarks_px[3:].round().astype(int):
        for low, high in ((-16, -4), (4, 16)):
            yield seen.bgra[y + low : y + high, x - 8 : x + 8, :3]


def test_nothing_black_shows_above_or_below_the_corners_of_smiles(monkeypatch):
    fair = [*islice((n for n in count() if identity(n, 1).melanin < 0.45), 24)]
    person = identity(fair[0], 1)
    skin = paint(person, replace(look(person), beard="none", hair="shaved"))
    monkeypatch.setattr(heads, "paint", lambda *_: skin)  # black is what lies behind the skin
    for number in fair:
        black = sum(int((part.max(-1) < 25).sum()) for part in around_corners(number))
        assert black <= 4, number


def test_skin_is_drawn_only_where_it_faces_the_camera():
    flat = np.array([[0, 0], [1, 0], [0, 1]], np.float32)
    both = np.array([[0, 1, 2], [0, 2, 1]], np.int32)
    assert outward(flat, both, np.array([True, True])).tolist() == [[0, 0, 0], [0, 2, 1]]
    assert (outward(flat, both, np.array([False, False])) == both).all()


def test_a_beak_is_brought_into_bounds_and_only_the_nose_is_changed():
    beak = {"nose/nose-point-down": 1.0, "nose/nose-scale-depth-incr": 1.0}
    shaped = strengths(identity(3, 1)) | beak
    assert "nose tip" in excesses(shaped)
    mended = proportioned(shaped)
    assert not excesses(mended)
    assert {name for name in mended if mended[name] != shaped[name]} >= {"nose/nose-point-down"}
    assert all(mended[n] == shaped[n] for n in mended if not n.startswith("nose/"))


def test_skin_mirrors_most_at_grazing_angles_and_what_does_not_shine_mirrors_nothing():
    def mirrored(normal, shine, light):
        around, view = np.zeros(3, np.float32), np.array([0, 0, 1], np.float32)
        towards, colours = LIGHTS[light].lamps
        key = gloss(np.array(normal, np.float32), view, shine, False, towards, colours, around)
        return key, around.tolist()

    ahead, aside = (0, 0, 1), (0.995, 0, 0.1)
    assert max(mirrored(ahead, 0.3, "neutral")[1]) < 1e-6
    assert min(mirrored(aside, 0.3, "neutral")[1]) > 0.05
    assert mirrored(ahead, 0.0, "mall") == mirrored(aside, 0.0, "mall") == (0, [0, 0, 0])
