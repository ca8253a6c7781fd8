"""A body's view beside a head's, and a frame of fifteen people beside its encoding as H.264."""

import numpy as np
import pytest

from engine.video import write_video
from sim.cameras.backdrop import backdrop
from sim.cameras.frames import take
from sim.cameras.scenes import places_of, scene
from sim.people.sprites import Sprites
from sim.streams import Streams
from tests.sim.cameras.stage import WIDE, day

PEOPLE, FRAMES = 15, 12
HD = WIDE.model_copy(update={"width_px": 1280, "height_px": 720, "fps": 12.0})


@pytest.fixture(scope="module")
def sprites() -> Sprites:
    return Sprites(1)


def test_a_body_s_view_beside_a_head_s(beside, sprites):
    head, body = sprites._built(1)
    beside(
        "A body's view against a head's",
        lambda: body.picture(16.0, 30, 6, "mall", (1, 1)),
        lambda: head.picture(16.0, 30, 6),
    )


def test_frames_of_fifteen_people_beside_their_encoding(beside, sprites, tmp_path):
    walks = [[(6 + 0.5 * k - 0.6 * t, 7 + 0.4 * k) for t in range(3)] for k in range(PEOPLE)]
    played = day(*walks, camera=HD)
    shown = scene(HD, played, places_of(HD, played), Streams(1))
    empty = backdrop(HD, played.venue)
    rows = [shown.take(np.flatnonzero(shown.frame == frame)) for frame in range(FRAMES)]

    def compose():
        return [take(empty, row, played, sprites).bgr for row in rows]

    pictures = compose()

    def encode():
        with write_video(tmp_path / "feed.mp4", HD.fps, (HD.width_px, HD.height_px)) as video:
            for picture in pictures:
                video.add(picture)

    beside("Frames of fifteen people against their encoding", compose, encode, rounds=3)
