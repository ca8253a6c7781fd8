"""What the engine says: alerts, and who was detected and searched. Here the threshold enters."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from operator import attrgetter

import pyarrow as pa

from sim.cameras.sightings import Sightings
from sim.events import AlertRaised, Event
from sim.folder import RunFolder
from sim.log import Log
from sim.reader import lines_of, table_of
from sim.recognition.claims import Recognition, happenings
from sim.recognition.scores import decided, threshold_of
from sim.recognition.troubles import told, troubled
from sim.stages.search import FOUND
from sim.stages.sightings import FILMED_TRUTH, OBSERVED
from sim.stages.span import CAMERAS, TIMES, cameras_of, loads_of, outages_of, span_of
from sim.stages.stage import Given, Stage
from sim.stages.watch import WATCHED
from sim.stages.world import WALKED, unwalked

ALERTS, BEFORE, FAILED = "alerts.jsonl", "before.parquet", "failed.parquet"


@dataclass(frozen=True, slots=True)
class Decisions:
    """The `threshold` that was met, the alerts, and what happened `before` anybody answered them,
    all in the order of time; what failures took of the sightings, a row each, if there were any.
    """

    threshold: float
    alerts: list[AlertRaised]
    before: Sequence[Event]
    failed: pa.Table | None = None


def _decide(given: Given) -> Decisions:
    scenario, sightings = given.scenario, given.result(OBSERVED).sightings
    threshold = threshold_of(scenario, given.setting.preset)
    about = (scenario.failures, cameras_of(scenario), given.setting.streams)
    left = troubled(sightings, given.result(FOUND), *about)
    found = decided(scenario, unwalked(given), left.sightings, left.searched, threshold)
    decisions = _decisions(
        given, left.seen, found, [*told(scenario.failures, left.offered, left.lost)]
    )
    if not scenario.failures:
        return decisions
    took = {"failure": left.failure, "arrives_s": left.arrives_s}
    return replace(decisions, failed=pa.table(took))


def _join(given: Given) -> Decisions:
    from sim.recognition import pixels  # as in sim.stages.film

    start_s, people = span_of(given.scenario).start_s, given.result(WALKED).people
    cameras, watched = cameras_of(given.scenario), given.result(WATCHED)
    failures = given.scenario.failures
    shown = (outages_of(given.scenario), loads_of(given.scenario))
    found = pixels.recognised(cameras, people, start_s, watched, failures)
    failed = [*told(failures, *pixels.losses(cameras, watched, failures, *shown))]
    return _decisions(given, given.result(FILMED_TRUTH).sightings, found, failed)


def _decisions(
    given: Given, sightings: Sightings, found: Recognition, failed: list[Event]
) -> Decisions:
    before = happenings(unwalked(given), sightings, found)
    if failed:
        before = sorted([*failed, *before], key=attrgetter("time_s"))
    return Decisions(found.threshold, found.alerts, before)


def _keep(decisions: Decisions, folder: RunFolder) -> None:
    folder.lines(ALERTS, [asdict(alert) for alert in decisions.alerts])
    table = Log(decisions.before).to_table()
    said = {"threshold": repr(decisions.threshold)}
    folder.table(BEFORE, table.replace_schema_metadata(said))
    if decisions.failed is not None:
        folder.table(FAILED, decisions.failed)


def _load(given: Given) -> Decisions:
    folder = given.folder.path
    alerts = [AlertRaised(**line) for line in lines_of(folder / ALERTS)]
    table = table_of(folder / BEFORE)
    threshold = float(table.schema.metadata[b"threshold"])
    failed = table_of(folder / FAILED) if (folder / FAILED).exists() else None
    return Decisions(threshold, alerts, Log.from_table(table).events, failed)


DECIDED = Stage(
    name="decide",
    told="Decide on alerts",
    reads=(
        *TIMES,
        *CAMERAS,
        "watchlist.size",
        "engine.threshold",
        "engine.target_fpir",
        "engine.minimum_frames",
        "engine.cooldown_s",
        "engine.lost_after_s",
        "failures",
        "cameras.*.fps",
        "cameras.*.active_s",
    ),
    inputs=("preset",),
    streams=("loss", "phase"),
    on=("world", "sightings", "search"),
    files=(ALERTS, BEFORE, f"{FAILED}*"),
    make=_decide,
    keep=_keep,
    load=_load,
)
JOINED = replace(
    DECIDED,
    told="Compare claims with the truth",
    reads=(*TIMES, *CAMERAS, "failures"),
    inputs=(),
    streams=(),
    on=("world", "sightings", "watch"),
    make=_join,
)
