"""Whole frames of a place with fifteen people, from the empty place to the sensor, beside H.264."""

import sys
import time
from dataclasses import replace

import pytest

from engine.film.video import write_video
from scenarios.loader import load_scenario
from sim.cameras.frames import Filming
from sim.people.sprites import Sprites
from sim.streams import Streams
from tests.sim.cameras.stage import day

PEOPLE, FRAMES = 15, 12
COURT = load_scenario("mall")


@pytest.fixture(scope="module")
def filming() -> Filming:
    """People who come down the court towards its camera, 6 to 17 m away."""
    camera = next(one for one in COURT.scenario.cameras if one.id == "court")
    camera = camera.model_copy(update={"fps": 12.0})
    walks = [[(29 + 0.8 * k + 0.6 * t, 7.2 + 0.3 * k) for t in range(3)] for k in range(PEOPLE)]
    played = replace(day(*walks, camera=camera), place=COURT.place)
    played.crowd.heading_deg[:] = 0.0
    return Filming(camera, played, Sprites(1), Streams(1))


def test_places_with_fifteen_people_beside_their_encoding(beside, filming, tmp_path, capsys):
    camera = filming.camera

    def film():
        return [filming.frame(number)[0] for number in range(FRAMES)]

    pictures = film()

    def encode():
        with write_video(tmp_path / "feed.mp4", camera.fps, (1280, 720)) as video:
            for picture in pictures:
                video.add(picture)

    beside("A place with fifteen people against its encoding", film, encode, rounds=3)
    began = time.process_time()
    film()
    rate = FRAMES / (time.process_time() - began)
    with capsys.disabled():
        sys.stdout.write(f"{rate:.0f} frames of 1280x720 a second and core\n")
