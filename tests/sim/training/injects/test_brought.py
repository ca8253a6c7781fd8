from pathlib import Path

import pytest

from sim.training.events import ROLES
from sim.training.injects.brought import effects
from sim.training.injects.effects import (
    Alerted,
    Asked,
    Blurred,
    Failed,
    Leaned,
    OfficersAway,
    StopsSlowed,
    ThresholdMoved,
    Told,
    Withdrawn,
    steer,
)
from sim.training.injects.inject import Inject
from sim.training.injects.kinds import AS_FAILURES, KINDS

ONE = ("true_alert", "look_alike_alert", "twin_alert", "stale_alert", "under_18", "low_quality")
KIND = {
    **{kind: [Failed] for kind in AS_FAILURES},
    **{kind: [Alerted] for kind in ONE},
    "duplicate": [Alerted] * 2,
    "burst": [Alerted] * 5,
    "blur": [Blurred],
    "officer_unavailable": [OfficersAway],
    "medical": [OfficersAway],
    "missing_child": [OfficersAway, Told],
    "stop_contested": [StopsSlowed],
    "hostile_filming": [StopsSlowed],
    "commander_query": [Asked],
    "list_withdrawn": [Withdrawn],
    "threshold_changed": [ThresholdMoved],
    "group_skew": [Leaned],
}
"""What each kind comes to, when it comes to it as usual."""
WHAT = {"officer_unavailable": "0", "group_skew": "tone 9"}


def inject(kind, **more):
    told = {"id": "1", "at_s": 0, "kind": kind, "what": WHAT.get(kind, "")}
    if kind == "duplicate":
        told["amount"] = 2
    return Inject.model_validate(told | more)


def test_every_kind_there_is_has_its_effect():
    assert KIND.keys() == KINDS.keys()
    assert len(KINDS) >= 24


@pytest.mark.parametrize("kind", KINDS)
def test_an_inject_changes_the_world_and_not_only_a_text(scene, kind):
    found = effects(inject(kind), scene, 20.0, 900)
    assert [type(one) for one in found] == KIND[kind]
    assert any(not isinstance(one, Told) for one in found)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_inject_at_the_same_moment_comes_to_the_same(scene, kind):
    one = inject(kind)
    assert effects(one, scene, 20.0, 900) == effects(one, scene, 20.0, 900)


def test_a_message_goes_with_it_and_none_where_nobody_is_to_be_told(scene):
    told = {"content": "North is dark", "sender": "technician", "to": ["commander"]}
    *_, message = effects(inject("camera_out", **told), scene, 20.0, 900)
    assert message == Told("technician", ("commander",), "radio", "North is dark")
    silent = effects(inject("camera_out", means="none", **told), scene, 20.0, 900)
    assert [type(one) for one in silent] == [Failed]


def test_alerts_that_rules_bar_are_marked_so(scene):
    for kind in ("stale_alert", "under_18", "true_alert"):
        (made,) = effects(inject(kind), scene, 20.0, 900)
        assert made.cast.barred == (kind != "true_alert")


def test_a_share_of_the_list_is_withdrawn_and_the_more_holds_the_less(scene):
    less, more = (
        effects(inject("list_withdrawn", amount=share), scene, 20.0, 0)[0].subjects
        for share in (0.1, 0.4)
    )
    assert less < more
    assert 0.05 * 200 < len(less) < 0.2 * 200
    (named,) = effects(inject("list_withdrawn", subject=7), scene, 20.0, 0)
    assert named.subjects == {7}


def test_a_failure_ends_with_the_scenario_at_the_latest(scene):
    (found,) = effects(inject("radio_down", lasts_s=7200), scene, 20.0, 0)
    assert (found.failure.from_s, found.failure.to_s) == (20.0, scene.scenario.duration_s)


def test_a_missing_child_is_one_of_the_day_as_they_are(scene):
    _, message = effects(inject("missing_child", content="Where is he?"), scene, 60.0, 0)
    assert message.text.startswith("Where is he? (")
    assert "about" in message.text


class Steered:
    """A world that tells what it was asked."""

    def __init__(self):
        self.took = []

    def __getattr__(self, name):
        return lambda effect: self.took.append((name, type(effect)))


def test_every_effect_reaches_the_part_of_the_world_that_it_is_about(scene):
    world = Steered()
    for kind in KINDS:
        steer(effects(inject(kind), scene, 20.0, 900), world)
    assert dict(world.took) == {
        "alert": Alerted,
        "away": OfficersAway,
        "slow": StopsSlowed,
        "ask": Asked,
        "tell": Told,
        "change": Leaned,  # the last of its kinds
    }


def test_messages_go_to_roles_that_there_are():
    assert set(Inject.model_fields["to"].annotation.__args__[0].__args__) == set(ROLES)


def test_every_kind_stands_in_the_documents():
    told = (Path(__file__).parents[4] / "docs/training.md").read_text()
    assert [kind for kind in KINDS if f"| `{kind}` | {KINDS[kind].told} |" not in told] == []
