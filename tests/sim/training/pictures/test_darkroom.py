"""Pictures are made one after another, what is due soonest first; nobody waits for them."""

import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from sim.training.pictures.album import FILES, PLACE, Album, keep_pair
from sim.training.pictures.darkroom import Darkroom
from sim.training.pictures.process import GONE
from tests.sim.training.pictures.test_parts import shot

GREY = np.full((40, 40, 3), 120, np.uint8)
PATIENCE_S = 20.0


@dataclass
class Sitting:
    folder: Path
    due: dict = field(default_factory=dict)

    def __post_init__(self):
        self.album = Album(self.folder)

    def wanted(self):
        return [(due_s, name, shot()) for name, due_s in self.due.items()]


class Fast(Darkroom):
    """Makes grey pictures at once, and notes in which order."""

    def __init__(self, *sittings, refuses=(), dies=()):
        super().__init__(lambda: sittings)
        self.order, self.refuses, self.dies = [], refuses, list(dies)

    def _asked(self, one):
        self.order.append((one.name, one.part))
        if one.name in self.refuses:
            return "no"
        if one.name in self.dies:
            self.dies.remove(one.name)
            return GONE
        place = one.sitting.folder / PLACE / one.name
        if one.part == "film":
            (place / FILES["film"][0]).write_bytes(b"film")
        else:
            keep_pair(place, GREY, GREY, 0.5)
        return ""


@pytest.fixture
def begun():
    held = []

    def of(darkroom):
        held.append(darkroom)
        darkroom.open()
        return darkroom

    yield of
    for one in held:
        one.close()


def until(happened):
    end_s = time.monotonic() + PATIENCE_S
    while not happened() and time.monotonic() < end_s:
        time.sleep(0.02)
    assert happened()


def test_what_is_due_soonest_is_made_first_and_faces_before_films(tmp_path, begun):
    one = Sitting(tmp_path / "one", {"late": 30.0, "soon": 5.0, "past": -700.0, "far": 9_000.0})
    two = Sitting(tmp_path / "two", {"first": 1.0})
    darkroom = begun(Fast(one, two))
    until(lambda: len(darkroom.order) == 6)
    faces, films = darkroom.order[:3], darkroom.order[3:]
    assert [name for name, _ in faces] == ["first", "soon", "late"]
    assert films == [("first", "film"), ("soon", "film"), ("late", "film")]
    until(lambda: one.album.told("late") is not None and one.album.told("late").film)


def test_what_cannot_be_made_is_asked_for_once(tmp_path, begun):
    sitting = Sitting(tmp_path, {"odd": 1.0, "next": 2.0})
    darkroom = begun(Fast(sitting, refuses=("odd",)))
    until(lambda: sitting.album.told("next") is not None)
    assert darkroom.order[:2] == [("odd", "probe"), ("next", "probe")]
    assert sitting.album.told("odd") is None


def test_work_whose_process_is_ended_is_done_once_more(tmp_path, begun):
    sitting = Sitting(tmp_path, {"once": 1.0, "twice": 2.0})
    darkroom = begun(Fast(sitting, dies=("once", "twice", "twice")))
    until(lambda: len(darkroom.order) == 5)
    assert [name for name, _ in darkroom.order] == ["once", "once", "twice", "twice", "once"]
    assert (sitting.album.told("once").film, sitting.album.told("twice")) == (True, None)


def test_a_folder_that_is_no_session_is_refused_and_the_process_ends(tmp_path, begun):
    sitting = Sitting(tmp_path, {"odd": 1.0})
    darkroom = begun(Darkroom(lambda: [sitting]))
    until(lambda: darkroom._refused)
    process = darkroom.painter.process
    darkroom.close()
    assert process.poll() is not None
    assert "wanted" in next(iter(darkroom._refused.values()))
