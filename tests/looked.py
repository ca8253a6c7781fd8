"""Everything that pages, `footfall why` and `--from` read of a run, as values to compare."""

from dataclasses import asdict
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from dashboards.app.design import cards
from dashboards.app.films import face, films, portrait
from dashboards.app.map.scene import scene
from dashboards.app.stories import stories, tell
from dashboards.figures import charts
from sim.outcomes.everybody import everybody
from sim.outcomes.measures import MEASURES, measures
from sim.outcomes.why.misses import misses, story
from sim.reader import StoredRun, read_run

TOLD = 3
"""People whose stories are told."""
STRETCH_S = 20.0


def everything(folder: Path) -> dict[str, Any]:
    """What is shown of a complete run; what is quick to read comes first."""
    run = read_run(folder)
    outcomes, read = run.outcomes(), _read(run)
    start_s = (run.record["window"] or {"start_s": 30.0})["start_s"]
    walks = run.walks(start_s, start_s + STRETCH_S, 0.5)
    drawn, books = scene(run, start_s, start_s + STRETCH_S, 0), outcomes["books"]
    return read | {
        "record": {name: run.record[name] for name in run.record if name != "wall_s"},
        "outcomes": [outcomes[one.key] for one in MEASURES],
        "cards": [cards.claims(outcomes), cards.measured_counts(outcomes)],
        "rates": [cards.rate_card(outcomes, one) for one in measures("rate")],
        "tables": [cards.measured_table(outcomes, one.key) for one in measures("table")],
        "books": cards.books_table(books, outcomes["passers_by"]),
        "flows": [charts.everybody_flows(books), charts.alerted_flows(books)],
        "stories": [[tell(one) for one in (told.raised, *told.answers)] for told in stories(run)],
        "endings": [told.title for told in stories(run)],
        "scene": {name: value for name, value in drawn.items() if name != "id"},
        "walks": [walks.x_m.tolist(), walks.tick.tolist()],
        "missed": [one.to_json() for one in misses(run)],
        "told": [story(run, person).to_json() for person in range(TOLD)],
    }


def _read(run: StoredRun) -> dict[str, Any]:
    return {
        "people": run.people()["arrival_s"].to_pylist(),
        "log": run.event_table().to_pylist(),
        "everybody": everybody(run).ended.tolist(),
        "planned": [asdict(one) for one in run.planned_alerts()],
        "place": run.last_place(0, run.scenario().duration_s),
        "floor": [one.venue.floor.wkt for one in run.place().levels],
        "films": list(_films(run)),
    }


def _films(run: StoredRun) -> Any:
    for film in films(run):
        yield film.camera, sha256(film.annotated.read_bytes()).hexdigest()
        for claim in islice(film.claims, TOLD):
            enrolled = portrait(run, claim.subject)
            yield claim, face(film.feed, claim.frame, claim.box_px).tobytes()
            yield enrolled and sha256(enrolled.read_bytes()).hexdigest()
