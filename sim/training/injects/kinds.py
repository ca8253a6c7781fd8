"""The kinds of injects there are: what each is about, how much of it there may be, how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from scenarios.failures import TROUBLES

Of = Literal["camera", "door", "officer", "group", ""]
AS_FAILURES = tuple(TROUBLES)
"""Kinds that a scenario may have as failures, too: one vocabulary."""


class Amount(NamedTuple):
    """How much of something there may be, in its unit, and how much there usually is."""

    unit: str
    least: float
    most: float
    usual: float


@dataclass(frozen=True, slots=True)
class InjectKind:
    """What a kind is: `told` in words, what it changes in the world (`changes`), `of` what it is
    (`camera`, `door`, `officer`, `group`; "": of the whole deployment), its amount and for how many
    seconds it lasts, where it has either. One that is `about` an entry may name a subject of the
    watchlist.
    """

    told: str
    changes: str
    of: Of = ""
    amount: Amount | None = None
    length: Amount | None = None
    about: bool = False


def lasting(usual_s: float, shortest_s: float = 1.0, longest_s: float = 28_800.0) -> Amount:
    """From a moment to a shift."""
    return Amount("s", shortest_s, longest_s, usual_s)


AN_ALERT = "an alert about a passer-by in the queue, its score from the gallery"
LATER = "which alerts come from then on"


def _failures() -> dict[str, InjectKind]:
    """The kinds that are failures, as the scenarios' vocabulary has them."""
    changes = {
        "operator_away": "how many operators judge",
        "radio_down": "whether officers can be sent",
        "crowd_surge": "who comes, and so which alerts do",
        "evacuation": "where everybody walks, and so which alerts come",
    }
    found: dict[str, InjectKind] = {}
    for kind in AS_FAILURES:
        of = TROUBLES[kind]
        amount = Amount(of.unit, of.least, of.most, of.usual) if of.unit else None
        told = (of.told, changes.get(kind, LATER), of.of, amount, lasting(300))
        found[kind] = InjectKind(*told)
    return found


KINDS: Mapping[str, InjectKind] = {
    "true_alert": InjectKind(
        "A passer-by is somebody on the list.", AN_ALERT, "camera", about=True
    ),
    "look_alike_alert": InjectKind(
        "A passer-by looks like somebody on the list.", AN_ALERT, "camera", about=True
    ),
    "twin_alert": InjectKind(
        "A passer-by is the twin of somebody on the list.", AN_ALERT, "camera", about=True
    ),
    "stale_alert": InjectKind(
        "A passer-by is on the list, and should no longer be: the entry is out of date.",
        f"{AN_ALERT}; confirming it is against the rules",
        "camera",
        about=True,
    ),
    "under_18": InjectKind(
        "A passer-by of under 18 is taken for somebody on the list.",
        f"{AN_ALERT}; confirming it is against the rules",
        "camera",
        about=True,
    ),
    "duplicate": InjectKind(
        "One passer-by raises two alerts.",
        "two alerts about one passer-by in the queue, their scores from the gallery",
        "camera",
        Amount("s apart", 2, 600, 20),
        about=True,
    ),
    "burst": InjectKind(
        "Many alerts come at once.",
        "alerts about passers-by who look like people on the list, in the queue together",
        "camera",
        Amount("alerts", 2, 30, 5),
        lasting(60, 5, 600),
    ),
    "low_quality": InjectKind(
        "An alert rests on a small or turned face.",
        "an alert about the worst seen passer-by that the gallery lets have one",
        "camera",
        about=True,
    ),
    **_failures(),
    "blur": InjectKind(
        "A camera is out of focus.",
        "how much detail its faces have, and so which alerts come, with what scores",
        "camera",
        Amount("times less detail", 1.2, 8, 2),
        lasting(300),
    ),
    "officer_unavailable": InjectKind(
        "An officer cannot be sent.",
        "whether that officer can be sent",
        "officer",
        length=lasting(900),
    ),
    "stop_contested": InjectKind(
        "Whoever is stopped contests it.",
        "how long stops take that begin meanwhile",
        "",
        Amount("times as long", 1.5, 10.0, 3.0),
        lasting(600.0),
    ),
    "medical": InjectKind(
        "Somebody has collapsed, and officers see to them.",
        "how many officers can be sent",
        "",
        Amount("officers", 1.0, 20.0, 1.0),
        lasting(1200.0),
    ),
    "missing_child": InjectKind(
        "A child is missing: a passer-by of that day, told as they are.",
        "how many officers can be sent, and whom they look for",
        "",
        Amount("officers", 1.0, 20.0, 2.0),
        lasting(900.0),
    ),
    "hostile_filming": InjectKind(
        "Bystanders film officers and talk to them.",
        "how long stops take that begin meanwhile",
        "",
        Amount("times as long", 1.1, 4.0, 1.5),
        lasting(900.0),
    ),
    "commander_query": InjectKind(
        "The commander asks, and waits for an answer.",
        "a question that stands open until it is answered, and is overdue after its time",
        length=lasting(120, 15, 3600),
    ),
    "list_withdrawn": InjectKind(
        "Entries of the watchlist are withdrawn.",
        "whose alerts come from then on; confirming one that is open is against the rules",
        "",
        Amount("share of entries", 0.0001, 1, 0.1),
        about=True,
    ),
    "threshold_changed": InjectKind(
        "The threshold is changed.",
        LATER,
        "",
        Amount("by so much", -0.3, 0.3, -0.03),
    ),
    "group_skew": InjectKind(
        "The engine treats a group of people in another way.",
        "the scores of a group, and so which alerts come",
        "group",
        Amount("more in score", -0.2, 0.2, 0.03),
        lasting(1800),
    ),
}
"""Every kind by its name, in the order of the documents."""
ALERTS = (
    "true_alert", "look_alike_alert", "twin_alert", "stale_alert", "under_18", "duplicate", "burst",
    "low_quality",
)  # fmt: skip
"""Kinds that put alerts into the queue."""
BARRED = ("stale_alert", "under_18")
"""Kinds whose alerts are against the rules to confirm, whoever it is."""
