"""How what came of a scenario stands beside what the record foretells of such a deployment."""

from pathlib import Path

from dashboards.words import number
from engine.disk.files import NOTHING, oddity
from engine.errors import SettingsError
from engine.measure.calibration.presets import Preset, load_preset
from scenarios.loader import load_scenario
from scenarios.schema import Scenario
from sim.experiments.replicate import columns_of
from sim.experiments.rows.folder import ASKED, ExperimentFolder
from sim.reader import read_run
from sim.recognition.scores import threshold_of
from sim.record.beside import FIGURES, Came, Counted

COUNTED = {
    "faces": "Faces seen",
    "alerts": "Alerts",
    "true_alerts": "True alerts",
    "false_alerts": "False alerts",
    "engagements": "Listed people stopped",
    "wrongful_stops": "People stopped wrongly",
    "arrests": "Arrests",
}
"""What both tell of, by the record's names."""
HEADS = ("count", "here", "record: median", "half of them", "95 of 100", "beside the record")
MANY_POINTS = ("sweep", "sensitivity")
"""Experiments of many points, none of which is the one that is meant."""
READ_AS = (
    "Here is the mean over replications, with the least and the most of them. Of the record stand"
    " the median and what half and 95 of 100 such deployments have; faces are foretold, all other"
    " counts for as many faces as were seen here."
)


def is_experiment(folder: Path) -> bool:
    """Whether an experiment was played there."""
    return oddity(folder / ASKED) != NOTHING


def came_of(folder: Path) -> Came:
    """What came of a complete run, or of an experiment's first design.

    SettingsError for a run that did not come to its end, and for an experiment of many points.
    """
    if is_experiment(folder):
        return _of_experiment(ExperimentFolder(folder))
    run = read_run(folder)
    if not run.complete:
        raise SettingsError(f"run: got {folder}, which is {run.state}, wanted a complete one")
    return Came.once(run.scenario(), run.outcomes())


def _of_experiment(folder: ExperimentFolder) -> Came:
    asked = folder.asked
    if asked["kind"] in MANY_POINTS:
        raise SettingsError(
            f"run: got {folder.path}, a {asked['kind']} of {len(asked['designs'])} points, wanted a"
            " run, or an experiment of one scenario or of designs"
        )
    columns = columns_of(folder.figures(), asked["designs"][0]["name"])
    scenario = load_scenario(str(folder.path / "designs" / "0" / "scenario.yaml")).scenario
    preset = load_preset(scenario.engine.preset)
    figures = {name: columns[name] for name in FIGURES}
    return Came(scenario, figures, threshold_met(scenario, preset), preset.origin)


def threshold_met(scenario: Scenario, preset: Preset) -> float:
    """The comparison score that counts as a match before the list that is searched: in pixels that
    of the window.
    """
    if scenario.fidelity == "pixels" and scenario.window is not None:
        return preset.threshold(scenario.engine, scenario.window.watchlist)
    return threshold_of(scenario, preset)


def row(one: Counted) -> tuple[str, ...]:
    """A count as HEADS has it."""
    told = one.foretold
    spans = (f"{low:,} to {high:,}" for low, high in (told["interval_50"], told["interval_95"]))
    return (COUNTED[one.name], here(one), f"{told['median']:,}", *spans, where(one))


def here(one: Counted) -> str:
    """What came of it: the count, or the mean over replications with the least and the most."""
    if len(one.here) == 1:
        return f"{one.here[0]:,.0f}"
    least, most = one.here.min(), one.here.max()
    return f"{number(float(one.here.mean()))} ({least:,.0f} to {most:,.0f})"


def where(one: Counted) -> str:
    """Where that lies in what the record has."""
    count = len(one.here)
    if count == 1:
        return "within 95 of 100" if one.within else "above" if one.above else "below"
    parts = {"within 95 of 100": one.within, "above": one.above, "below": one.below}
    return ", ".join(f"{many:,} of {count:,} {said}" for said, many in parts.items() if many)
