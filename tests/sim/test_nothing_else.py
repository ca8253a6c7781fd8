"""Whatever a deployment has one more of changes nothing else; and so does where its plan lies."""

import json
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.cameras.sightings import Sightings
from sim.events import AlertConfirmed, AlertDismissed
from sim.reader import read_run, table_of
from sim.run import play
from tests.places.halls import HALL_M, World, cameras, worlds

FEW = settings(max_examples=8, deadline=None)
LEVEL = {"height_m": 2.8, "heading_deg": 180.0, "tilt_deg": 8.0, "fov_deg": 20.0}
BARE = World(
    cameras=tuple({"id": f"camera-{k}", "at_m": (8.0, 7.0), **LEVEL} for k in (0, 1)),
    shops=(), pillars=(), posts_m=((4.0, 7.0),), seed=0,
)  # fmt: skip
SEEN = [f.name for f in fields(Sightings) if f.name not in ("face_px", "pass_id")]


class Played:
    """A world as it was played, and what was kept of it."""

    def __init__(self, world: World) -> None:
        with TemporaryDirectory() as name:
            folder = Path(name)
            play(world.write(folder / "files"), out=folder / "run")
            run = read_run(folder / "run")
            self.people, self.crowd = (
                table_of(run.path / f"{kept}.parquet") for kept in ("people", "crowd")
            )
            sightings = table_of(run.path / "sightings.parquet")
            found = table_of(run.path / "searched.parquet")
            self.found = dict(
                zip(
                    zip(*(sightings[name].to_pylist() for name in SEEN), strict=True),
                    zip(*(found[name].to_pylist() for name in found.column_names), strict=True),
                    strict=True,
                )
            )
            lines = (run.path / "alerts.jsonl").read_text().splitlines()
            self.alerts = [json.loads(line) for line in lines]
            self.verdicts = {
                event.alert: type(event)
                for event in run.events(AlertConfirmed, AlertDismissed)
                if event.operator >= 0
            }

    def by(self, *names: str) -> dict:
        """What was found before some cameras."""
        where = SEEN.index("camera")
        return {seen: found for seen, found in self.found.items() if seen[where] in names}

    def said(self, *names: str) -> list[tuple]:
        """Their alerts, but for the numbers of these."""
        return [
            tuple(value for key, value in alert.items() if key != "alert")
            for alert in self.alerts
            if alert["camera"] in names
        ]


@FEW
@given(worlds, cameras(2))
def test_another_camera_changes_nothing_of_what_the_others_see_and_say(world, camera):
    before, after = Played(world), Played(world.changed(cameras=(camera, *world.cameras)))
    assert before.people.equals(after.people)
    assert before.crowd.equals(after.crowd)
    assert before.found == after.by("camera-0", "camera-1")
    assert before.said("camera-0", "camera-1") == after.said("camera-0", "camera-1")


@FEW
@given(worlds, st.integers(41, 60))
def test_more_entries_change_who_they_are_and_strangers_like_them_alone(world, size):
    before, after = Played(world), Played(world.changed(watchlist=size))
    assert before.crowd.equals(after.crowd)
    old, new = (np.array(one.people["subject"].to_pylist()) for one in (before, after))
    changed = np.flatnonzero(old != new)
    assert (new[changed] >= 40).all()
    assert before.found.keys() == after.found.keys()
    person = SEEN.index("person")
    for seen, (detected, searched, subject, score) in before.found.items():
        found = after.found[seen]
        assert (detected, searched) == found[:2]
        if old[seen[person]] >= 0 and seen[person] not in changed and found[2] < 40:
            assert (subject, score) == found[2:]


@FEW
@given(worlds, st.tuples(st.floats(4, 26), st.floats(7, 11)), st.integers(2, 3))
def test_another_officer_or_operator_changes_no_alert_and_no_verdict(world, post, operators):
    before = Played(world)
    for other in (
        world.changed(posts_m=(*world.posts_m, post)),
        world.changed(operators=operators),
    ):
        after = Played(other)
        assert before.found == after.found
        assert before.alerts == after.alerts
        both = before.verdicts.keys() & after.verdicts.keys()
        assert all(before.verdicts[alert] == after.verdicts[alert] for alert in both)


@FEW
@given(
    worlds,
    st.floats(-180, 180),
    st.tuples(st.floats(-500, 500), st.floats(-500, 500)),
)
@example(BARE, 2.2e-266, (0.0, 0.0))
def test_a_world_moved_and_turned_has_the_same_day_moved_and_turned(world, turned_deg, by_m):
    here, there = Played(world), Played(world.changed(turned_deg=turned_deg, by_m=by_m))
    for name in ("arrival_s", "subject", "group", "manner", "child"):
        assert here.people[name].equals(there.people[name])
    stays = [np.array(one.people["exit_s"].to_pylist()) for one in (here, there)]
    assert np.abs(stays[0] - stays[1]).max(initial=0) <= 1.0
    angle = np.radians(turned_deg)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    places = [_places(one) for one in (here, there)]
    both = sorted(places[0].keys() & places[1].keys())
    assert len(both) >= 0.98 * max(map(len, places))
    was, became = (np.array([one[key] for key in both]).reshape(-1, 2) for one in places)
    back = (became - by_m) @ turn.T
    assert np.abs(was - back).max(initial=0) <= 0.05
    assert (back >= -0.1).all()
    assert (back <= np.array(HALL_M) + 0.1).all()


def _places(played: Played) -> dict[tuple[int, int], tuple[float, float]]:
    columns = (played.crowd[name].to_pylist() for name in ("person", "tick", "x_cm", "y_cm"))
    return {(person, tick): (x / 100, y / 100) for person, tick, x, y in zip(*columns, strict=True)}
