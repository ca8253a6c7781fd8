"""People drawn: views, frames beside their encoding as H.264, and memory with a thousand people."""

import sys
import time

import cv2
import numpy as np
import psutil
import pytest

from engine.film.video import write_video
from sim.cameras.frames import take
from sim.cameras.scenery.backdrop import backdrop
from sim.cameras.scenes import places_of, scene
from sim.people.births import identity
from sim.people.drawing.shelf import _packed
from sim.people.head.atlas import SIZE
from sim.people.skin.painting import paint
from sim.people.sprites import STILL, WHOLE, Sprites
from sim.people.styles import DAY, styled
from sim.streams import Streams
from tests.sim.cameras.stage import WIDE, day

PEOPLE, FRAMES = 15, 12
CROWD, TOLD_EVERY = 1000, 250
MOST_BYTES = 2e9
SCALES_PX_PER_M = (60.0, 120.0, 240.0)
VIEWS = 20
HD = WIDE.model_copy(update={"width_px": 1280, "height_px": 720, "fps": 12.0})


@pytest.fixture(scope="module")
def sprites() -> Sprites:
    return Sprites(1)


def test_a_body_s_view_beside_a_head_s(beside, sprites):
    head, body = sprites._built(1, DAY)
    beside(
        "A body's view against a head's",
        lambda: body.picture(16.0, 30, 6, "mall", (1, 1)),
        lambda: head.picture(16.0, 30, 6),
    )


def test_a_body_down_to_the_chest_beside_the_whole(beside, sprites):
    _, body = sprites._built(1, DAY)
    beside(
        "A body down to the chest against the whole",
        lambda: body.picture(50.0, 30, 6, "mall", (1, 1), "ordinary", 4.0),
        lambda: body.picture(50.0, 30, 6, "mall", (1, 1)),
    )


def test_painting_a_skin_beside_smoothing_its_canvas(beside):
    person, worn = styled(identity(3, 1), DAY)
    canvas = np.ones((SIZE, SIZE, 6), np.float32)
    beside(
        "A skin painted against fifty blurs of an empty canvas",
        lambda: paint(person, worn),
        lambda: [cv2.GaussianBlur(canvas, (5, 5), 0) for _ in range(50)],
        rounds=5,
    )


def test_layers_packed_beside_png(beside, sprites):
    layer = sprites._layer(("body", 1, DAY, 10, 0, 6, "mall", *STILL, "ordinary"), WHOLE)
    beside(
        "A layer packed against PNG",
        lambda: _packed(layer),
        lambda: [
            cv2.imencode(".png", one, [cv2.IMWRITE_PNG_COMPRESSION, 1])
            for one in (layer.bgra, layer.near)
        ],
    )


def test_frames_of_fifteen_people_beside_their_encoding(beside, sprites, tmp_path):
    walks = [[(6 + 0.5 * k - 0.6 * t, 7 + 0.4 * k) for t in range(3)] for k in range(PEOPLE)]
    played = day(*walks, camera=HD)
    shown = scene(HD, played, places_of(HD, played), Streams(1))
    empty = backdrop(HD, played.before(HD))
    rows = [shown.take(np.flatnonzero(shown.frame == frame)) for frame in range(FRAMES)]

    def compose():
        return [take(empty, row, played, sprites).bgr for row in rows]

    pictures = compose()

    def encode():
        with write_video(tmp_path / "feed.mp4", HD.fps, (HD.width_px, HD.height_px)) as video:
            for picture in pictures:
                video.add(picture)

    beside("Frames of fifteen people against their encoding", compose, encode, rounds=3)


@pytest.mark.parametrize("px_per_m", SCALES_PX_PER_M)
def test_views_a_second(sprites, capsys, px_per_m):
    head, body = sprites._built(1, DAY)
    turns = np.linspace(-60, 60, VIEWS).tolist()
    rates = []
    for part in (head, body):
        part.picture(px_per_m / 10, 1.0, 6.0)
        began = time.process_time()
        for turn in turns:
            part.picture(px_per_m / 10, turn, 6.0)
        rates.append(VIEWS / (time.process_time() - began))
    with capsys.disabled():
        heads, bodies = rates
        sys.stdout.write(f"\n{px_per_m:.0f} px/m: {heads:.0f} heads, {bodies:.0f} bodies a second")


def test_a_thousand_people_in_reach_stay_within_two_gigabytes(capsys, tmp_path):
    sprites, held = Sprites(1, tmp_path), []
    for number in range(CROWD):
        for turn in (-12.0, 12.0):
            sprites.person(number, 120.0, turn, turn, 6.0, stride=(number % 8, 1))
        if (number + 1) % TOLD_EVERY == 0:
            held.append(psutil.Process().memory_info().rss)
    kept = sum(file.stat().st_size for file in tmp_path.rglob("*.npz"))
    with capsys.disabled():
        told = ", ".join(f"{one / 1e6:.0f}" for one in held)
        sys.stdout.write(f"\nMB after every {TOLD_EVERY} people: {told}")
        sys.stdout.write(f"\n{kept / CROWD / 1e3:.0f} kB on disk for two views of a person")
    assert max(held) < MOST_BYTES
