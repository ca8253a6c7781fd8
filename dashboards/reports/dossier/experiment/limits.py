"""Items about an experiment itself: what would change the answer, and how to make it again."""

import shlex
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dashboards.app.experiments.found import called
from dashboards.cli.experiments.tables import EFFECTS, MEANT, VARIED, measure_name, number
from dashboards.reports.dossier.document import Evidence, Fact, Grid, Item, Part, Row
from dashboards.reports.dossier.experiment.played import ONE_DAY
from dashboards.reports.dossier.experiment.repeated import Repeated, shown
from dashboards.reports.dossier.limits import AGAIN, SENSITIVITY, gap, what_if
from engine.counts import counted
from engine.measure.realism.bounds import standing_of
from engine.packs.fetch import sha256
from sim.experiments.compare import METHOD
from sim.experiments.designs.design import design_of, told_design
from sim.experiments.rows.folder import ALERTS_FILE, DESIGNS, REPLICATIONS, TOLD
from sim.outcomes.expected.expectation import Expectation

OF_MEANS = (
    "Designs were played in the same replications, with the same people and luck. Means of points"
    " with two replications or more have their 95 % interval by Student's t."
)


def limited(of: Repeated, command: str) -> Part:
    """The whole part."""
    reading = str(standing_of(of.scenario.engine.preset)["details"])
    rests = Fact(f"{of.preset.origin} {reading}", f"preset {of.preset.name!r}")
    return Part(
        "Limits, and how to make it again", (gap(rests), _sensitivity(of), _again(of, command))
    )


def answered(of: Repeated) -> Iterator[Fact]:
    """What a choice chose, and on which field outcomes hang most, in a sentence each."""
    if of.kind == "select":
        chosen, measure = of.told["chosen"], measure_name(of.told["measure"])
        many = counted(len(of.designs), "design")
        stood = f"Of {many} {called(chosen)} was chosen" if chosen else f"None of {many} was chosen"
        yield Fact(f"{stood}, by this measure: {measure}.", f"this experiment, {TOLD}: chosen")
    if of.kind == "sensitivity":
        key = EFFECTS[of.told["method"]][1][0][0]
        for measure, effects in of.told["effects"].items():
            most = max(effects, key=lambda one: one[key] or 0.0)
            on = f"hangs most on {most['field']}" if most[key] else "hangs on none of the fields"
            source = f"this experiment, {TOLD}: effects, {measure}"
            yield Fact(f"{measure_name(measure)}: {on}, over the ranges tried.", source)


def _sensitivity(of: Repeated) -> Item:
    told: list[Evidence] = [*TELLS[of.kind](of)] if of.kind in TELLS else []
    if of.kind != "replicate" and told:
        varied = ", ".join(of.fields) or "nothing that has a name"
        said = f"Designs differ in: {varied}. What was not varied is as assumed as before."
        told.append(Fact(said, "this experiment, experiment.json: designs"))
        return Item("sensitivity", SENSITIVITY, tuple(told), "" if of.days else ONE_DAY)
    if not told:
        return Item("sensitivity", SENSITIVITY, (), "Too few people could be recognised to say.")
    lacks = "By cameras, staffing and other fields of the scenario: `footfall sensitivity`."
    return Item("sensitivity", SENSITIVITY, tuple(told), lacks)


def _what_if(of: Repeated) -> Iterator[Evidence]:
    """If a rate, or the base rate, were another."""
    tpir, fpir = of.mean("tpir"), of.mean("fpir")
    if tpir.mean is None or fpir.mean is None:
        return
    sums = {name: float(of.first[name].sum()) for name in (
        "tpir_numerator", "fpir_numerator", "books_stopped_wrong_person",
        "books_stopped_right_person_arrest", "books_stopped_right_person_other",
    )}  # fmt: skip
    right = sums["books_stopped_right_person_arrest"] + sums["books_stopped_right_person_other"]
    people, listed = (
        round(of.mean(name).mean or 0.0)
        for name in ("recognition_opportunities", "listed_opportunities")
    )
    known = Expectation(
        faces=people,
        listed=min(listed, people),
        tpir=tpir.mean,
        fpir=fpir.mean,
        confirm_true=_share(right, sums["tpir_numerator"]),
        confirm_false=_share(sums["books_stopped_wrong_person"], sums["fpir_numerator"]),
    )
    ends = {
        name: (one.mean if one.low is None else one.low, one.mean if one.high is None else one.high)
        for name, one in (("tpir", tpir), ("fpir", fpir))
    }
    source = f"{of.source('tpir', 'fpir', 'listed_opportunities')}; by footfall expect"
    yield what_if(
        known, {name: (low or 0.0, high or 0.0) for name, (low, high) in ends.items()}, source
    )


def _share(hits: float, of: float) -> float:
    return min(hits / of, 1.0) if of else 0.0


def _differences(of: Repeated) -> Iterator[Evidence]:
    """By how much designs differ from the first."""
    first, *others = of.told["designs"]
    heads = ("figure / design", "mean", "difference", "95 %, all together", "p (Holm)")
    rows: list[Row] = []
    for key, one in of.told["designs"][first].items():
        rows.append((f"{measure_name(key)}: {called(first)}", shown(key, one["mean"]), "", "", ""))
        for name in others:
            mean = of.told["designs"][name][key]["mean"]
            apart = _apart(key, of.told["differences"][name][key])
            rows.append((f"{measure_name(key)}: {called(name)}", shown(key, mean), *apart))
    source = of.source(*of.told["designs"][first])
    yield Grid(heads, tuple(rows), source)
    yield Fact(METHOD, "docs/experiments.md")


def _apart(key: str, one: Mapping[str, Any]) -> Row:
    ends = [shown(key, one[side], signed=True) for side in ("low", "high")]
    reach = "–" if one["low"] is None else f"{ends[0]} to {ends[1]}"
    p = "–" if one["adjusted"] is None else f"{one['adjusted']:.2g}"
    return (shown(key, one["mean"], signed=True), reach, p)


def _points(of: Repeated) -> Iterator[Evidence]:
    """The means at each point."""
    found = of.told["points"]
    fields, keys = [*found[0]["changes"]], [*found[0]["outcomes"]]
    rows = tuple(
        (
            ", ".join(f"{field}={point['changes'][field]}" for field in fields),
            *(_mean(key, point["outcomes"][key]) for key in keys),
        )
        for point in found
    )
    yield Grid(("point", *map(measure_name, keys)), rows, of.source(*keys))
    yield Fact(OF_MEANS, "docs/experiments.md")


def _mean(key: str, one: Mapping[str, Any]) -> str:
    value = shown(key, one["mean"])
    if one["low"] is None:
        return value
    return f"{value} ({shown(key, one['low'])} to {shown(key, one['high'])})"


def _effects(of: Repeated) -> Iterator[Evidence]:
    """What hangs on each field, the most first."""
    method = of.told["method"]
    heads, keys = EFFECTS[method]
    for measure, effects in of.told["effects"].items():
        ordered = sorted(effects, key=lambda one: -(one[keys[0][0]] or 0.0))
        rows = tuple((one["field"], *(_reaching(one, *key) for key in keys)) for one in ordered)
        named = (f"{measure_name(measure)}: field", *heads[1:])
        yield Grid(named, rows, f"this experiment, {TOLD}: effects, {measure}")
    ends = {name: _ends(of, name) for name in of.fields}
    said = "; ".join(f"{name} from {low} to {high}" for name, (low, high) in ends.items())
    yield Fact(
        f"Points that were tried reach: {said}.", "this experiment, experiment.json: designs"
    )
    yield Fact(MEANT[method], "docs/experiments.md")


def _ends(of: Repeated, field: str) -> tuple[str, str]:
    values = sorted({float(one["changes"][field]) for one in of.said["designs"]})
    return number(values[0]), number(values[-1])


def _reaching(one: Mapping[str, Any], key: str, reach: str | None) -> str:
    value = number(one[key])
    return value if reach is None or one[reach] is None else f"{value} ± {number(one[reach])}"


def _race(of: Repeated) -> Iterator[Evidence]:
    """Which design was chosen."""
    told = of.told
    key, chosen = told["measure"], told["chosen"]
    rows = tuple(
        (
            called(name),
            shown(key, one["mean"]),
            f"{one['count']:,}",
            "chosen" if name == chosen else f"dropped after {told['dropped'].get(name, '–')}",
        )
        for name, one in told["designs"].items()
    )
    yield Grid(
        (f"{measure_name(key)}: design", "mean", "replications", "stands"), rows, of.source(key)
    )
    said = told["guarantee"] or "Not decided: more replications, or a larger zone, would be needed."
    yield Fact(str(said), "docs/experiments.md")


TELLS = {
    "replicate": _what_if,
    "compare": _differences,
    "sweep": _points,
    "sensitivity": _effects,
    "select": _race,
}
"""By the experiment's kind, what is evidence of what would change the answer."""


def _again(of: Repeated, command: str) -> Item:
    asked, where = of.said, "this experiment, experiment.json"
    seeds = sorted({str(one["seed"]) for one in asked["designs"]})
    versions = ", ".join(f"{name} {n}" for name, n in sorted(asked.get("versions", {}).items()))
    many = counted(len(of.designs), "design")
    facts = [
        Fact(f"{of.kind}: {many}, seed {', '.join(seeds)}; {VARIED[asked['what']].lower()}", where),
        Fact(f"Versions: {versions or 'not kept'}.", f"{where}: versions"),
        Fact(f"Played by: {_played(of)}", f"{where}: designs"),
        Fact(_same(of), f"{where}: designs; this machine"),
        Fact(f"Put together by: {command}", "the command line"),
    ]
    folder = of.folder.path
    files = [REPLICATIONS, ALERTS_FILE]
    files += [
        one.relative_to(folder).as_posix() for one in sorted((folder / DESIGNS / "0").iterdir())
    ]
    hashes = Grid(
        ("file", "SHA-256"), tuple((name, sha256(folder / name)) for name in files), where
    )
    keys = tuple((called(one["name"]), one["key"]) for one in asked["designs"])
    designs = Grid(("design", "hash of its scenario, plan, preset, pack and code"), keys, where)
    return Item("again", AGAIN, (*facts, hashes, designs))


def _same(of: Repeated) -> str:
    """Whether what is read of presets and packs today is what was played."""
    now = design_of(str(of.folder.path / DESIGNS / "0" / "scenario.yaml"), {})[0].key
    if now == of.said["designs"][0]["key"]:
        return "It was played by the Footfall, presets and packs that put this together."
    return (
        "Footfall, its presets or its packs were changed since it was played: what is said of the"
        " preset, the pack and the threshold is today's."
    )


def _played(of: Repeated) -> str:
    """The command that plays it again, as far as it was kept."""
    designs, tail = of.said["designs"], f"-n {of.most} --what {of.said['what']} --out FOLDER"
    if of.kind == "replicate":
        return " ".join(["footfall replicate", _short(of.designs[0]), *_set(designs[0]), tail])
    if of.kind == "compare" or (of.kind == "select" and "rule" in of.told):
        named = (shlex.quote(_short(one)) for one in of.designs)
        rule = _rule(of.told) if of.kind == "select" else []
        return " ".join([f"footfall {of.kind}", *named, *rule, *_set(designs[0]), tail])
    if of.kind == "sensitivity" and "vary" in of.told:
        told = of.told
        varied = [f"--vary {shlex.quote(one)}" for one in told["vary"]]
        how = [f"--method {told['method']}", f"--tries {told['tries']}"]
        common = _set(designs[0], of.fields)
        return " ".join(
            ["footfall sensitivity", _short(told["scenario"]), *varied, *how, *common, tail]
        )
    alone = "each design alone by footfall replicate designs/N/scenario.yaml"
    return f"footfall {of.kind}; {alone} {tail}"


def _rule(told: Mapping[str, Any]) -> list[str]:
    """By what a design was chosen."""
    rule = told["rule"]
    best = "--max" if rule["most_is_best"] else "--min"
    return [
        f"--measure {told['measure']}",
        best,
        f"--zone {rule['zone']:g} --sure {rule['sure']:g}",
    ]


def _set(design: Mapping[str, Any], varied: Iterable[str] = ()) -> list[str]:
    """Changes of a design that its name does not tell, nor the fields `varied`: those that all
    designs were given.
    """
    changes = {**design["changes"]}
    for name in varied or told_design(design["name"], {})[1]:
        changes.pop(name, None)
    return [f"--set {shlex.quote(f'{name}={value}')}" for name, value in sorted(changes.items())]


def _short(design: str) -> str:
    """A design without the folders of this machine."""
    scenario, *changes = called(design).split(", ")
    return " ".join([scenario, *changes])
