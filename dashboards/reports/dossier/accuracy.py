"""Items about the engine: how many faces, how often right and wrong, and at what threshold."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from dashboards.app.beside.trial import EarlierError, check
from dashboards.reports.dossier.document import Evidence, Fact, Grid, Item, Part, Picture, Row
from dashboards.reports.dossier.studied import Studied, Subject, ran
from dashboards.words import interval, number, percent, two_denominators
from engine.errors import EngineError
from engine.measure.calibration.presets import Preset, load_preset
from engine.packs.assets import CENTERFACE
from engine.packs.manifest import read_manifest
from engine.packs.names import OPEN
from engine.packs.pack import load_pack
from scenarios.errors import ScenarioError
from scenarios.schema import Scenario
from sim.reader import read_run
from sim.run import play

PEOPLE = "people"
STRICTER, LISTS = (0.02, 0.04), (0.1, 1.0, 10.0)
"""Thresholds beside the run's own, and lists in multiples of its own."""
ABOUT = (-0.04, -0.02, 0.0, 0.02, 0.04)
"""Thresholds at which FPIR is told, beside the one that was met."""


def part(of: Studied, recorded: Sequence[Evidence]) -> Part:
    """The whole part; `recorded` is what the record leads one to expect, of faces first."""
    return Part(
        "Accuracy",
        (
            _faces(of, recorded),
            _alerts(of, recorded),
            _fpir(of),
            _precision(of),
            _tpir(of),
            _stricter(of),
            _engine(of),
            _tested(of),
            _detection(of),
        ),
    )


def _faces(of: Studied, recorded: Sequence[Evidence]) -> Item:
    said = (
        "{passers_by} people came, {people_in_view} of them came into view of a camera, and"
        " {faces_seen} faces were found; {recognition_opportunities} people crossed a zone in which"
        " a camera could recognise them."
    )
    keys = ("passers_by", "people_in_view", "faces_seen", "recognition_opportunities")
    return Item("faces", "Expected faces", (of.count(*keys, said=said), *recorded[:1]))


def _alerts(of: Studied, recorded: Sequence[Evidence]) -> Item:
    said = "{alerts} alerts: {true_alerts} true, {false_alerts} false."
    counts = of.count("alerts", "true_alerts", "false_alerts", said=said)
    one = "One day was played: another day has other numbers (`footfall replicate`)."
    return Item("alerts", "True and false alerts", (counts, *recorded[1:]), one)


def _fpir(of: Studied) -> Item:
    evidence = (of.rates("fpir"), by_list(of.scenario, of.outcomes["threshold"]))
    return Item("fpir", "FPIR by list size and threshold", evidence)


def by_list(scenario: Scenario, threshold: float) -> Grid:
    """FPIR by the preset at thresholds about this one, for lists about the scenario's."""
    preset, size = load_preset(scenario.engine.preset), scenario.watchlist.size
    lists = [max(round(size * one), 1) for one in LISTS]
    frames = scenario.engine.minimum_frames
    rows = tuple(
        (f"{threshold + step:.3f}", *(_rate(preset, threshold + step, frames, n) for n in lists))
        for step in ABOUT
    )
    heads = ("threshold", *(f"list of {n:,}" for n in lists))
    return Grid(heads, rows, f"preset {preset.name!r}: its table of scores by rate")


def _rate(preset: Preset, threshold: float, frames: int, size: int) -> str:
    """FPIR of a pass before a list, as the preset knows it."""
    score = preset.score[min(frames, len(preset.score)) - 1]
    if threshold > score[0]:
        return f"less than 1 in {number(1 / (preset.rate[0] * size))}"
    single = 10 ** np.interp(-threshold, -score, np.log10(preset.rate))
    return f"1 in {number(1 / float(-np.expm1(size * np.log1p(-single))))}"


def _precision(of: Studied) -> Item:
    facts = tuple(
        Fact(f"{one.of}: {one.figure} (95 %: {one.interval}; {one.divides}).", ran(key))
        for one, key in zip(
            two_denominators(of.outcomes),
            ("alert_precision", "false_alerts_per_person"),
            strict=True,
        )
    )
    picture = Picture(
        PEOPLE,
        "Everybody in view, a square each, with those alerted marked: full where they were stopped,"
        " an outline where they were let pass.",
        ran("people_in_view", "true_alerts", "false_alerts", "books"),
    )
    return Item("precision", "Precision beside one in how many people", (*facts, picture))


def _tpir(of: Studied) -> Item:
    rows = tuple(
        (camera, percent(one["tpir"]["value"]), interval(one["tpir"]),
         f"{one['tpir']['numerator']:,} of {one['tpir']['denominator']:,}")
        for camera, one in of.outcomes["cameras"].items()
    )  # fmt: skip
    by_camera = Grid(("camera", "TPIR", "95 % interval", "of listed people"), rows, ran("cameras"))
    lacks = "By light, distance and cover it is told in the engine's own evaluation, not by a run."
    return Item("tpir", "TPIR by condition", (of.rates("tpir", "listed_found"), by_camera), lacks)


def _stricter(of: Studied) -> Item:
    title, own = "What a stricter threshold costs", float(of.outcomes["threshold"])
    if of.run.record["fidelity"] != "scores":
        return Item("stricter", title, (), "A run in pixels has one threshold alone.")
    try:
        check(of.run, {"engine.threshold": f"{own + STRICTER[0]:g}"})
    except (EarlierError, ScenarioError) as err:
        lacks = f"Earlier stages of this run cannot be taken over ({err}): play it again first."
        return Item("stricter", title, (), lacks)
    rows = [_at(of.outcomes, own), *(_replayed(of, own + step) for step in STRICTER)]
    heads = ("threshold", "TPIR", "FPIR", "precision", "false alerts", "stopped wrongly")
    source = "this run, its later stages played again with other thresholds, the same people"
    return Item("stricter", title, (Grid(heads, tuple(rows), source),))


def _replayed(of: Studied, threshold: float) -> Row:
    changes = {"engine.threshold": f"{threshold:g}"}
    with TemporaryDirectory() as place:
        played = play(
            str(of.run.file("scenario.yaml")), out=Path(place) / "run", overrides=changes,
            from_run=of.run.path,
        )  # fmt: skip
        return _at(read_run(played.folder).outcomes(), threshold)


def _at(outcomes: dict[str, object], threshold: float) -> Row:
    told = {key: outcomes[key] for key in ("tpir", "fpir", "alert_precision")}
    rates = (
        f"{percent(one['value'])} ({interval(one)})"
        for one in told.values()
        if isinstance(one, dict)
    )
    books = outcomes["books"]
    assert isinstance(books, dict)
    wrongly = f"{books['stopped_wrong_person']:,}"
    return (f"{threshold:.3f}", *rates, f"{outcomes['false_alerts']:,}", wrongly)


def _engine(of: Studied) -> Item:
    footfall = of.run.record["versions"]["footfall"]
    said = f"Threshold {of.outcomes['threshold']:.4f} by preset {of.scenario.engine.preset!r}"
    return engine(of, footfall, Fact(f"{said}.", ran("threshold")), "this run, run.json: versions")


def engine(of: Subject, version: str, threshold: Fact, source: str) -> Item:
    """By which engine it was played; `source` is where its version stands."""
    asked = of.scenario.engine
    title = "Engine: version, hash, licence"
    facts = [
        Fact(f"Footfall {version}, pack {asked.pack!r}.", source),
        threshold,
        Fact(f"An alert wants {asked.minimum_frames} frames.", of.asked("engine.minimum_frames")),
    ]
    try:
        pack = load_pack(asked.pack)
    except EngineError:
        return Item("engine", title, tuple(facts), "Its models are not on this machine.")
    named = read_manifest(pack.folder).source
    licence = named.licence if named else CENTERFACE.licence if asked.pack == OPEN else ""
    told = f"licence: {licence}" if licence else "their licence is not said"
    facts.append(Fact(f"Models {pack.id}; {told}.", f"the pack's manifest, {pack.id}"))
    return Item("engine", title, tuple(facts))


def _tested(of: Studied) -> Item:
    return tested(Fact(str(of.outcomes["preset_origin"]), ran("preset_origin")))


def tested(origin: Fact) -> Item:
    """What rates rest on in place of an independent test."""
    lacks = (
        "No independent test of this engine at this place is known. The rates told here rest on the"
        " preset named, and on nothing else."
    )
    return Item("tested", "Independent test, and its limits", (origin,), lacks)


def _detection(of: Studied) -> Item:
    books = of.outcomes["books"]
    seen = of.outcomes["people_in_view"]
    rows = tuple(
        (words, f"{books[key]:,}", percent(books[key] / seen if seen else None))
        for key, words in (
            ("in_view_not_detected", "In view, face not found"),
            ("detected_too_poor", "Face found, too poor to search"),
        )
    )
    grid = Grid(("of the people in view", "people", "share"), rows, ran("books", "people_in_view"))
    return Item("detection", "Failure to detect", (grid,))
