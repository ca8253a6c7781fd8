"""Items about what came of an experiment: faces, alerts, rates, review, stops and people."""

from collections.abc import Sequence

import pyarrow as pa

from dashboards.reports.dossier import accuracy, answering, deployment
from dashboards.reports.dossier.document import Evidence, Fact, Item, Part
from dashboards.reports.dossier.experiment.repeated import Repeated, worded
from dashboards.words import BOOKS, HELD
from sim.outcomes.demography import span
from sim.outcomes.verdicts import Discrimination, of_counts

ONE_DAY = (
    "Every replication answers one and the same day anew: intervals are of the luck of operators"
    " and officers, and say nothing about other days."
)
ADULT = 18


def deployed(of: Repeated) -> Part:
    """Part: what is planned, as the first design has it."""
    never = of.grid({"books_not_in_view": "People who came, never in view of a camera"})
    if of.scenario.briefed is None:
        alternatives = Item("alternatives", deployment.ALTERNATIVES, (), deployment.OTHERS)
    else:
        spotted = {
            "briefed_listed_spotted": "Listed people whom briefed officers spotted, a share",
            "briefed_wrong": "Of those they spotted, somebody else, a share",
        }
        alternatives = Item(
            "alternatives", deployment.ALTERNATIVES, (of.grid(spotted),), deployment.OTHERS
        )
    item = deployment.footprint(of, never, None)
    return deployment.whole(of, item, _minors(of), alternatives)


def measured(of: Repeated, recorded: Sequence[Evidence]) -> Part:
    """Part: how many faces, how often right and wrong; `recorded` is what the record leads one to
    expect, of faces first.
    """
    faces = ("passers_by", "people_in_view", "faces_seen", "recognition_opportunities")
    alerts = ("alerts", "true_alerts", "false_alerts")
    lacks = "" if of.days else ONE_DAY
    threshold = Fact(
        f"Threshold {of.threshold:.4f} by preset {of.preset.name!r}.",
        of.asked("engine.threshold", "engine.target_fpir", "engine.preset"),
    )
    version = str(of.said.get("versions", {}).get("footfall", "of a version that was not kept"))
    by_camera = "By camera it is told by `footfall run` on a design, and by condition by tests."
    return Part(
        "Accuracy",
        (
            Item("faces", "Expected faces", (of.grid(worded(faces)), *recorded[:1]), lacks),
            Item(
                "alerts", "True and false alerts", (of.grid(worded(alerts)), *recorded[1:]), lacks
            ),
            Item(
                "fpir",
                "FPIR by list size and threshold",
                (of.grid(worded(("fpir",))), accuracy.by_list(of.scenario, of.threshold)),
            ),
            Item("precision", "Precision beside one in how many people", _precision(of), lacks),
            Item(
                "tpir",
                "TPIR by condition",
                (of.grid(worded(("tpir", "listed_found"))),),
                by_camera,
            ),
            _stricter(of),
            accuracy.engine(of, version, threshold, "this experiment, experiment.json: versions"),
            accuracy.tested(Fact(of.preset.origin, f"preset {of.preset.name!r}")),
            Item(
                "detection",
                "Failure to detect",
                (
                    of.grid(
                        {
                            "books_in_view_not_detected": "In view, face not found",
                            "books_detected_too_poor": "Face found, too poor to search",
                        }
                    ),
                ),
            ),
        ),
    )


def people(of: Repeated) -> Part:
    """Part: who reviews, who is stopped, for how long."""
    books = {f"books_{key}": words for key, (words, _) in BOOKS.items()}
    held = {
        f"held_s_{key}_{name}": f"{words}: {said}"
        for key, words in HELD.items()
        for name, said in (("count", "people"), ("median", "median, s"), ("total", "in all, s"))
    }
    lacks = "How stops were felt is not said by an experiment."
    harms = "What harm it does them, and who is harmed most, is not said by an experiment."
    return Part(
        "People",
        (
            answering.review(_verdicts(of), "this experiment, alerts.parquet: ended, judged_s"),
            answering.bias(of),
            Item(
                "wrongful_stops",
                "Expected wrongful stops, and how long they last",
                (of.grid(worded(("wrongful_stops", "wrong_stops"))), of.grid(held)),
                f"{lacks} {'' if of.days else ONE_DAY}".strip(),
            ),
            Item(
                "affected",
                "Persons affected, and harms",
                (of.grid(books),),
                f"{harms} {answering.STATED}",
            ),
        ),
    )


def _precision(of: Repeated) -> tuple[Evidence, ...]:
    rates = ("alert_precision", "false_alert_rate", "false_alerts_per_person")
    said = (
        "The first divides by alerts, the last by people in view; both count the same false"
        " alerts. A replication without any alert has no precision, and is left out of its mean."
    )
    return (of.grid(worded(rates)), Fact(said, "docs/experiments.md"))


def _stricter(of: Repeated) -> Item:
    title = "What a stricter threshold costs"
    if "engine.threshold" in of.fields:
        said = "Designs differ in their threshold: see Sensitivity."
        return Item("stricter", title, (Fact(said, "this experiment, experiment.json: designs"),))
    lacks = "No design has another: `footfall sweep SCENARIO --vary engine.threshold=A,B` tells."
    return Item("stricter", title, (), lacks)


def _minors(of: Repeated) -> Item:
    """Of bands of age that end at 18 or before, who came and who was stopped."""
    title = "Under-18s and vulnerable people"
    young = [one for one in of.scenario.crowd.demography.ages if one.to_years <= ADULT]
    if not young:
        return Item("minors", title, (), "No band of ages ends at 18 or before.")
    counts = {
        "passers_by": "came", "people_in_view": "in view",
        "others_alerted": "not listed, alerted", "stopped_wrongly": "stopped wrongly",
    }  # fmt: skip
    named = {
        f"demography_age_{span(one).replace(' ', '_')}_{key}": f"{span(one)}: {words}"
        for one in young
        for key, words in counts.items()
    }
    lacks = (
        "Bands that reach beyond that age are left out. Vulnerable people are not told apart, and"
        " how they are treated is for the deploying body to say."
    )
    return Item("minors", title, (of.grid(named),), lacks)


def _verdicts(of: Repeated) -> Discrimination | None:
    """First verdicts of the first design, somebody's in a replication once."""
    table = of.folder.alerts()
    rows = table.filter(pa.compute.equal(table["design"], of.designs[0])).to_pylist()
    judged = sorted(
        (row for row in rows if row["judged_s"] is not None and row["camera"] is not None),
        key=lambda row: (row["replication"], row["judged_s"], row["alert"]),
    )
    first: dict[tuple[int, int, bool], bool] = {}
    for row in judged:
        who = (row["replication"], row["person"], bool(row["right"]))
        first.setdefault(who, row["ended"] != "dismissed")
    sides = [
        [yes for (_, _, right), yes in first.items() if right == side] for side in (True, False)
    ]
    if not all(sides):
        return None
    right, wrong = sides
    return of_counts(sum(right), len(right), sum(wrong), len(wrong))
