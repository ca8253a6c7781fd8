"""What the engine says: alerts, and who was detected and searched. Here the threshold enters."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from sim.cameras.sightings import Sightings
from sim.events import AlertRaised, Event
from sim.folder import RunFolder
from sim.log import Log
from sim.reader import lines_of, table_of
from sim.recognition.claims import Recognition, happenings
from sim.recognition.scores import decided, threshold_of
from sim.stages.search import FOUND
from sim.stages.sightings import FILMED_TRUTH, OBSERVED
from sim.stages.span import CAMERAS, TIMES, cameras_of, span_of
from sim.stages.stage import Given, Stage
from sim.stages.watch import WATCHED
from sim.stages.world import WALKED, unwalked

ALERTS, BEFORE = "alerts.jsonl", "before.parquet"


@dataclass(frozen=True, slots=True)
class Decisions:
    """The `threshold` that was met, the alerts, and what happened `before` anybody answered them,
    all in the order of time.
    """

    threshold: float
    alerts: list[AlertRaised]
    before: Sequence[Event]


def _decide(given: Given) -> Decisions:
    scenario, sightings = given.scenario, given.result(OBSERVED).sightings
    threshold = threshold_of(scenario, given.setting.preset)
    found = decided(scenario, unwalked(given), sightings, given.result(FOUND), threshold)
    return _decisions(given, sightings, found)


def _join(given: Given) -> Decisions:
    from sim.recognition import pixels  # as in sim.stages.film

    start_s, people = span_of(given.scenario).start_s, given.result(WALKED).people
    cameras, watched = cameras_of(given.scenario), given.result(WATCHED)
    found = pixels.recognised(cameras, people, start_s, watched)
    return _decisions(given, given.result(FILMED_TRUTH).sightings, found)


def _decisions(given: Given, sightings: Sightings, found: Recognition) -> Decisions:
    before = happenings(unwalked(given), sightings, found)
    return Decisions(found.threshold, found.alerts, before)


def _keep(decisions: Decisions, folder: RunFolder) -> None:
    folder.lines(ALERTS, [asdict(alert) for alert in decisions.alerts])
    table = Log(decisions.before).to_table()
    said = {"threshold": repr(decisions.threshold)}
    folder.table(BEFORE, table.replace_schema_metadata(said))


def _load(given: Given) -> Decisions:
    folder = given.folder.path
    alerts = [AlertRaised(**line) for line in lines_of(folder / ALERTS)]
    table = table_of(folder / BEFORE)
    threshold = float(table.schema.metadata[b"threshold"])
    return Decisions(threshold, alerts, Log.from_table(table).events)


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
    ),
    inputs=("preset",),
    on=("world", "sightings", "search"),
    files=(ALERTS, BEFORE),
    make=_decide,
    keep=_keep,
    load=_load,
)
JOINED = replace(
    DECIDED,
    told="Compare claims with the truth",
    reads=(*TIMES, *CAMERAS),
    inputs=(),
    on=("world", "sightings", "watch"),
    make=_join,
)
