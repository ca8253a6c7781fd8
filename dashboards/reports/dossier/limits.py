"""Items about the dossier itself: its limits, what would change it, and how to make it again."""

import shlex
from collections.abc import Mapping
from dataclasses import replace

from dashboards.reports.dossier.document import Fact, Grid, Item, Part, Row
from dashboards.reports.dossier.studied import Studied, ran
from dashboards.words import number, percent, rests_on
from sim.outcomes.expected.expectation import Expectation

LIMITS = (
    "One run is one draw of chance in one place that was written down beforehand: its intervals say"
    " how sure it is about this scenario, not how sure the scenario is about a real place. How"
    " operators and officers behave is an input. A stop delays whoever is stopped and nobody else.",
    "docs/limits.md",
)  # fmt: skip

SENSITIVITY = "Sensitivity: what would change the answer"
AGAIN = "Seeds, versions, hashes, command"


def part(of: Studied, command: str) -> Part:
    """The whole part."""
    return Part(
        "Limits, and how to make it again", (_gap(of), _sensitivity(of), _again(of, command))
    )


def _gap(of: Studied) -> Item:
    return gap(Fact(rests_on(of.outcomes), ran("preset_origin", "reading")))


def gap(rests: Fact) -> Item:
    """What no simulation says, and what its rates rest on."""
    return Item("limits", "Limits of simulation, and the gap", (Fact(*LIMITS), rests))


def _sensitivity(of: Studied) -> Item:
    """Precision and wrongful stops if a rate, or the base rate, were another."""
    told, known = of.outcomes, _expectation(of)
    if known is None:
        return Item("sensitivity", SENSITIVITY, (), "Too few people could be recognised to say.")
    ends = {name: (told[name]["low"], told[name]["high"]) for name in ("tpir", "fpir")}
    source = f"{ran('tpir', 'fpir', 'listed_opportunities')}; by footfall expect"
    lacks = "By cameras, staffing and other fields of the scenario: `footfall sensitivity`."
    return Item("sensitivity", SENSITIVITY, (what_if(known, ends, source),), lacks)


def what_if(known: Expectation, ends: Mapping[str, tuple[float, float]], source: str) -> Grid:
    """What is known, and the same with `tpir` and `fpir` at the ends of their intervals, fewer
    listed people, and operators who confirm whatever they see.
    """
    (few, many), (least, most) = ends["tpir"], ends["fpir"]
    changed = {
        "as played": known,
        "TPIR at its lower end": replace(known, tpir=few),
        "TPIR at its upper end": replace(known, tpir=many),
        "FPIR at its lower end": replace(known, fpir=least),
        "FPIR at its upper end": replace(known, fpir=most),
        "half as many listed people pass": replace(known, listed=(known.listed or 0) // 2),
        "a tenth as many listed people pass": replace(known, listed=(known.listed or 0) // 10),
        "operators confirm every alert": replace(known, confirm_true=1.0, confirm_false=1.0),
    }
    rows = tuple((name, *_answer(one)) for name, one in changed.items())
    return Grid(("if", "alerts", "precision", "stopped wrongly", "at least one"), rows, source)


def _expectation(of: Studied) -> Expectation | None:
    told = of.outcomes
    people, listed = told["recognition_opportunities"], told["listed_opportunities"]
    if told["tpir"]["value"] is None or told["fpir"]["value"] is None:
        return None
    right = told["tpir"]["numerator"], told["books"]["stopped_right_person_arrest"]
    stopped = right[1] + told["books"]["stopped_right_person_other"]
    wrong = told["fpir"]["numerator"], told["books"]["stopped_wrong_person"]
    return Expectation(
        faces=people,
        listed=listed,
        tpir=told["tpir"]["value"],
        fpir=told["fpir"]["value"],
        confirm_true=min(stopped / right[0], 1.0) if right[0] else 0.0,
        confirm_false=min(wrong[1] / wrong[0], 1.0) if wrong[0] else 0.0,
    )


def _answer(one: Expectation) -> Row:
    told = one.to_json()
    stops = told["wrongful_stops"]
    return (
        number(told["alerts"]["expected"]),
        percent(told["alert_precision"]["expected"]),
        number(stops["expected"]) if stops["expected"] else "0",
        percent(round(stops["at_least_one"], 3)),
    )


def _played(of: Studied) -> str:
    """The command that plays the run again."""
    record = of.run.record
    changes = {"seed": f"{record['seed']}", **record.get("overrides", {})}
    told = "".join(f" --set {name}={shlex.quote(value)}" for name, value in changes.items())
    return f"footfall run {record['scenario']}{told} --fidelity {record['fidelity']}"


def _again(of: Studied, command: str) -> Item:
    record = of.run.record
    versions = ", ".join(f"{name} {number}" for name, number in sorted(record["versions"].items()))
    facts = [
        Fact(
            f"Scenario {record['scenario']!r}, seed {record['seed']}, replication"
            f" {record['replication']}, {record['fidelity']}.",
            "this run, run.json: scenario, seed, replication, fidelity",
        ),
        Fact(f"Versions: {versions}.", "this run, run.json: versions"),
        Fact(f"Played by: {_played(of)}", "this run, run.json: scenario, seed, overrides"),
        Fact(f"Put together by: {command}", "the command line"),
    ]
    rows = tuple(
        (name, sha) for stage in of.run.stages.values() for name, sha in stage["files"].items()
    )
    hashes = Grid(("file", "SHA-256"), rows, "this run, run.json: stages")
    return Item("again", AGAIN, (*facts, hashes))
