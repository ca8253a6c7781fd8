"""Replications in pixels: each is a film of its own, made here one after the other, since whoever
films and watches takes every core.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.errors import SettingsError
from sim.experiments.designs.design import PIXELS, SCENARIO, Design
from sim.experiments.playing.player import Played, What
from sim.experiments.rows.figures import alert_rows, figures
from sim.jobs.job import Progress
from sim.log import Log
from sim.reader import StoredRun, read_run
from sim.run import play
from sim.stages.span import span_of
from sim.stages.store import Store
from sim.world.ways import Ways


def check_films(designs: Sequence[Design], what: What, cluster: str | None) -> None:
    """SettingsError for what films cannot be: answers to one of them, and work of a cluster."""
    if not any(one.fidelity == PIXELS for one in designs):
        return
    if what != "day":
        raise SettingsError(f"what: got {what} with fidelity pixels, wanted day: each film is new")
    if cluster is not None:
        raise SettingsError("cluster: got one with fidelity pixels, wanted none: films stay here")


def play_film(design: Design, number: int, store: Store | None, report: Progress) -> Played:
    """Film and watch a replication of a design; what it came to. The film itself is not kept, but
    for what the store has of it: people who were drawn, and stages that are the same.
    """
    with TemporaryDirectory() as place:
        design.write(Path(place) / "design")
        played = play(
            str(Path(place) / "design" / SCENARIO), out=Path(place) / "run", replication=number,
            store=store, progress=lambda _, share: report(share), within_s=None,
        )  # fmt: skip
        return _rows(design, number, read_run(played.folder))


def _rows(design: Design, number: int, run: StoredRun) -> Played:
    scenario, events = run.scenario(), Log.from_table(run.event_table()).events
    who = {"design": design.name, "replication": number}
    told = (span_of(scenario).duration_s, scenario.briefed, scenario.crowd.demography.ages)
    ways = Ways(run.place(), scenario.officers.speed_mps)
    rows = [who | row for row in alert_rows(events, scenario, ways)]
    return Played([who | figures(events, *told)], rows)
