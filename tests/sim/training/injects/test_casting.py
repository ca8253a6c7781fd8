import numpy as np
import pytest

from engine.matching.gallery import NOBODY
from scenarios.failures import Failure
from scenarios.footfall.planted import Lean
from sim.errors import SimError
from sim.people.identities import SEXES
from sim.people.ties import LOOK_ALIKE, TWIN
from sim.training.injects.casting import (
    GROWN,
    WAITS_S,
    Wanted,
    again,
    cast,
    played,
    playing,
    templates_of,
)
from sim.training.injects.effects import Failed, Leaned


def test_a_listed_passer_by_who_plays_themselves_has_the_very_scores_of_the_run(scene):
    """An injected alert is what a run would have said: same looks, noise, gallery and search."""
    alert = scene.alerts[0]
    camera = [one.id for one in scene.day.cameras].index(alert.camera)
    one = playing(scene, alert.person, camera, 0.0)
    themselves = played(scene, [int(scene.day.people.subject[alert.person])], [0], "")
    subject, score = scene.enrolled[1].search(templates_of(scene, one, themselves)[0])
    assert subject.tolist() == scene.searched.subject[one.rows].tolist()
    assert score == pytest.approx(scene.searched.score[one.rows], abs=1e-6)
    assert len(score) > 3


@pytest.mark.parametrize("kin", ["", TWIN, LOOK_ALIKE])
def test_an_alert_is_about_somebody_who_passes_then_unlisted_and_has_no_other(scene, kin):
    (made,) = cast(scene, Wanted(kin=kin), 20.0, 1, 900)
    alert, people = made.alert, scene.day.people
    assert 20 <= alert.time_s < 20 + WAITS_S
    assert alert.alert == 900
    assert people.subject[alert.person] == NOBODY
    assert alert.person not in {one.person for one in scene.alerts}
    assert alert.true == (kin == "")
    assert scene.threshold <= alert.score <= 1
    seen = scene.sightings
    there = (seen.time_s == alert.time_s) & (seen.person == alert.person)
    assert alert.interocular_px == pytest.approx(float(seen.interocular_px[there][0]), abs=1e-3)


def test_twins_score_higher_before_an_entry_than_look_alikes_and_both_less_than_themselves(scene):
    one = playing(scene, cast(scene, Wanted(), 20.0, 1, 0)[0].cast.person, 0, 0.0)
    _, gallery, _ = scene.enrolled
    subjects = list(range(100))
    means = []
    for kin in ("", TWIN, LOOK_ALIKE):
        looks = templates_of(scene, one, played(scene, subjects, [0] * 100, kin))
        means.append(np.einsum("nkd,nd->nk", looks, gallery.templates[subjects]).mean())
    assert means[0] > means[1] > means[2] > 0.1


def test_a_child_is_cast_where_one_is_wanted_and_the_worst_seen_where_those_are(scene):
    (child,) = cast(scene, Wanted(kin=LOOK_ALIKE, child=True, barred=True), 20.0, 1, 0)
    assert scene.day.people.age[child.cast.person] < GROWN
    assert child.cast.barred
    (usual,) = cast(scene, Wanted(kin=LOOK_ALIKE), 20.0, 1, 0)
    (worst,) = cast(scene, Wanted(kin=LOOK_ALIKE, worst=True), 20.0, 1, 0)
    assert worst.alert.interocular_px < usual.alert.interocular_px


def test_an_entry_that_is_named_is_the_one_the_alert_is_about(scene):
    (made,) = cast(scene, Wanted(subject=5), 20.0, 1, 0)
    assert made.alert.subject == made.cast.subject == 5


def test_several_alerts_are_about_different_people_and_entries(scene):
    made = cast(scene, Wanted(kin=LOOK_ALIKE), 20.0, 5, 900)
    assert [one.alert.alert for one in made] == [900, 901, 902, 903, 904]
    assert len({one.cast.person for one in made}) == len({one.cast.subject for one in made}) == 5


def test_played_again_it_is_the_same_and_who_was_cast_is_cast_no_more(scene):
    (first,) = cast(scene, Wanted(), 20.0, 1, 900)
    assert cast(scene, Wanted(), 20.0, 1, 900) == [first]
    (second,) = cast(scene.after([first]), Wanted(), 20.0, 1, 901)
    assert second.cast.person != first.cast.person


def test_somebody_cast_once_raises_a_later_alert_as_the_same_person(scene):
    found = [
        (one, again(scene, one, one.alert.time_s + 2, 901))
        for one in cast(scene, Wanted(), 20.0, 30, 900)
    ]
    first, second = next(pair for pair in found if pair[1] is not None)
    assert second.alert.person == first.alert.person
    assert second.alert.subject == first.alert.subject
    assert second.alert.time_s >= first.alert.time_s + 2


def test_a_group_that_is_treated_in_another_way_is_so_in_injected_alerts_too(scene):
    (plain,) = cast(scene, Wanted(subject=5), 20.0, 1, 0)
    sex = SEXES[scene.day.people.sex[plain.cast.person]]
    lean = Lean.model_validate({"label": "sex", "group": sex, "shift": 0.05})
    (leaning,) = cast(scene.after([Leaned(0, 180, lean)]), Wanted(subject=5), 20.0, 1, 0)
    if leaning.alert.time_s == plain.alert.time_s:
        assert leaning.alert.score == pytest.approx(min(plain.alert.score + 0.05, 1))
    assert leaning.alert.time_s <= plain.alert.time_s


def test_where_nobody_passes_it_is_said_and_nothing_made_up(scene):
    with pytest.raises(SimError, match="got nobody who passes camera nowhere"):
        cast(scene, Wanted("nowhere"), 20.0, 1, 0)


def failed(scene, kind, from_s, to_s, **more):
    told = {"kind": kind, "from_s": from_s, "to_s": to_s}
    return scene.after([Failed(Failure.model_validate(told | more))])


@pytest.mark.parametrize("kind", ["camera_out", "feed_frozen"])
def test_nobody_is_cast_before_a_camera_that_takes_no_picture(scene, kind):
    (made,) = cast(failed(scene, kind, 0, 60), Wanted(), 20.0, 1, 0)
    assert made.cast.seen_s >= 60
    assert all(one.time_s >= 60 for one in made.looks)


def test_an_alert_by_a_camera_whose_frames_are_late_is_as_late(scene):
    (usual,) = cast(scene, Wanted(), 20.0, 1, 0)
    (late,) = cast(failed(scene, "network_delay", 0, 180, amount=7), Wanted(), 20.0, 1, 0)
    assert late.cast == usual.cast
    assert usual.cast.seen_s == usual.alert.time_s
    assert late.alert.time_s == pytest.approx(usual.alert.time_s + 7)
