from dataclasses import replace

import numpy as np
import pytest

from engine.measure.calibration.presets import load_preset
from scenarios.loader import load_scenario
from sim.cameras.sightings import Sightings
from sim.recognition.scores import decided, search, threshold_of
from sim.streams import Streams
from sim.world.day import Day
from tests.sim.casting.test_roles import people

SEEN = 12


def day(subject: list[int]) -> Day:
    loaded = load_scenario("corridor")
    return Day(loaded.place, people(subject), None, loaded.scenario.cameras, 0.0, 180.0)


def sightings(persons: int, interocular_px: float = 45.0, yaw_deg: float = 0.0) -> Sightings:
    """Everybody seen SEEN times, half a second apart, by the only camera."""
    n = persons * SEEN
    person = np.tile(np.arange(persons, dtype=np.int32), SEEN)
    full = np.ones(n, np.float32)
    return Sightings(
        time_s=np.repeat(np.arange(SEEN) * 0.5, persons),
        camera=np.zeros(n, np.int16),
        person=person,
        pass_id=person,
        face_px=np.zeros((n, 4), np.float32),
        interocular_px=interocular_px * full,
        frontal_px=interocular_px * full,
        yaw_deg=yaw_deg * full,
        pitch_deg=0 * full,
        visible_share=full,
        distance_m=4 * full,
        in_zone=np.ones(n, bool),
        sharpness=full,
    )


def seen_by_engine(subject: list[int], seen: Sightings, **changed: str):
    loaded = load_scenario("corridor", changed)
    scenario, crowd, preset = loaded.scenario, day(subject), load_preset("rendered")
    searched = search(scenario, crowd, seen, preset, Streams(1))
    return decided(scenario, crowd, seen, searched, threshold_of(scenario, preset))


def test_listed_people_in_good_view_are_alerted_as_themselves():
    listed = [*range(40), *([-1] * 40)]
    alerts = seen_by_engine(listed, sightings(80)).alerts
    true = {alert.person for alert in alerts if alert.true}
    assert len(true) >= 36
    assert all(listed[alert.person] == alert.subject for alert in alerts if alert.true)
    assert [alert.alert for alert in alerts] == list(range(len(alerts)))


@pytest.mark.parametrize(("size", "yaw"), [(6.0, 0.0), (45.0, 70.0)])
def test_faces_too_small_or_turned_away_are_seen_but_not_searched(size, yaw):
    found = seen_by_engine([0, -1], sightings(2, size, yaw))
    assert found.searched == []
    assert found.alerts == []


def test_an_empty_watchlist_alerts_nobody():
    settings = {"watchlist.size": "0", "arrivals.listed_share": "0"}
    assert seen_by_engine([-1] * 5, sightings(5), **settings).alerts == []


def test_nobody_in_view_is_nobody_seen():
    found = seen_by_engine([], sightings(0))
    assert (found.detected, found.searched, found.alerts) == ([], [], [])


def test_a_stricter_threshold_alerts_on_a_subset_of_people():
    listed, claimed = [*range(30)], []
    for threshold in ("0.6", "0.8", "0.9"):
        settings = {"engine.threshold": threshold}
        alerts = seen_by_engine(listed, sightings(30, 22.0), **settings).alerts
        claimed.append({(alert.person, alert.subject) for alert in alerts})
    assert claimed[0] > claimed[1] > claimed[2]


def test_a_person_has_the_same_luck_whoever_else_is_there():
    alone = seen_by_engine([0], sightings(1, 20.0)).alerts
    among = seen_by_engine([0, 1, -1], sightings(3, 20.0)).alerts
    assert alone[:1] == [replace(a, alert=0) for a in among if a.person == 0][:1]
