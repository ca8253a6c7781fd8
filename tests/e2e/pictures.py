"""`python -m tests.e2e.pictures [FOLDER]` makes the pictures of README and docs from two real runs.

With a folder, runs that lie in it as `pixels` and `scores` are used, and missing ones kept there.
"""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import pyarrow.parquet as pq

from dashboards.app.plan.studies import find, from_scenario
from dashboards.app.train.review.made import MOMENTS, PLACE
from engine.feeds.recorded import open_feed
from engine.settings import EngineSettings
from engine.watch import watch
from sim.events import AlertRaised, PersonDisposed
from sim.outcomes.everybody import GROUPS, everybody
from sim.people.sheets.fittings import write_fittings
from sim.people.sheets.lineup import write_lineup
from sim.people.sheets.parade import write_parade
from sim.people.sheets.restyling import write_conditions, write_restyled
from sim.people.sheets.sheet import write_sheet
from sim.reader import StoredRun, read_run
from sim.run import play
from sim.stages.store import user_store
from sim.stills import still, write_still
from sim.training.events import INSTRUCTOR, TRAINEE
from sim.training.hall import PLACE as SESSIONS
from sim.training.library.exercises import asked_of, load_exercise
from sim.training.links import links_of
from sim.training.session import begin_session
from tests.e2e.served import MAIN, Visit, served, visited
from tests.trainees import Mixed
from tests.trainees import play as play_session

PICTURES = Path("docs/pictures")
SCENARIO = "shopping_centre"
PLACES = {
    "mall": 90.4, "concourse": 95.6, "street": 101.0, "stadium": 142.0,
    "galleries": 3411.0, "station_mouth": 422.4, "market": 3101.6, "concert": 302.0,
}  # fmt: skip
"""Scenarios of which a frame is shown, and when."""
PAGE_PX = (1366, 900)
"""Width and height of the browser."""
FOUR = {"window.duration_s": "24", "window.cameras": "[west, east, south, north]"}
"""Of the run that is pictured as a replay, with all four feeds."""
SEVERAL = 4
"""Alerts by the moment of which the replay is pictured."""
EXERCISE, ALERTED_MS = "first-ten-minutes", 15_000
"""What is trained in the pictures of desks, and for how long at eight times its speed."""
FILMED_MS = 600_000
"""The film of an alert is there by then."""
SOON_FRAMES = 5
"""So long after an alert its face is still well in the picture."""


def main(folder: Path) -> None:
    """Play a day and its window, then picture the page and a camera's frame."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for fidelity in ("pixels", "scores"):
        if not (folder / fidelity).exists():
            play(SCENARIO, out=folder / fidelity, fidelity=fidelity)
    picture_frame(folder / "pixels")
    for place, at_s in PLACES.items():
        write_still(PICTURES / f"{place}.jpg", still(place, at_s=at_s))
    picture_people()
    feed = folder / "pixels" / "feeds" / "west.mp4"
    if not (folder / "watched").exists():
        watch(feed, [folder / "pixels" / "watchlist"], folder / "watched", EngineSettings())
    if not (folder / "lower").exists():
        lower = {"engine.threshold": "0.72"}
        play(SCENARIO, out=folder / "lower", overrides=lower, from_run=folder / "scores")
    if not (folder / "two").exists():
        footfall = [*MAIN, "compare", "corridor", "corridor engine.threshold=0.66", "--out"]
        subprocess.run([*footfall, str(folder / "two")], check=True)
    missed, arrest = _some(read_run(folder / "scores"))
    if not (folder / "feeds").exists():
        play(SCENARIO, out=folder / "feeds", fidelity="pixels", overrides=FOUR)
    moment_s, seen = _moment(read_run(folder / "feeds"))
    study = find(folder, SCENARIO) or from_scenario(folder, SCENARIO)
    views = {
        "start": "",
        "page": "explore?run=scores",
        "people": f"explore?run=scores&view=people&group=missed&person={missed}",
        "alerts": f"explore?run=scores&view=alerts&alert={arrest}",
        "map": f"explore?run=scores&view=map&alert={arrest}",
        "replay": f"explore?run=feeds&view=replay&t={moment_s}&person={seen}",
        "dials": "explore?run=scores&view=dials&operators=1&threshold=0.72",
        "compare": "explore?run=scores&view=compare&beside=lower",
        "film": "explore?run=pixels&view=film",
        "experiments": "experiments?experiment=two",
        "log": "explore?run=scores&view=log",
        "limits": "explore?run=scores&view=limits",
        "plan": f"plan?study={study.id}",
        "two_views": "scrutinise?view=two_views",
        "results": "results?result=watched",
        "pieces": "pieces",
    }
    session = folder / SESSIONS / "exercise"
    shutil.rmtree(session, ignore_errors=True)  # its clock has run
    begin_session(session, asked_of(load_exercise(EXERCISE)), user_store())
    over = folder / SESSIONS / "over"
    if not over.exists():
        begin_session(over, asked_of(load_exercise(EXERCISE)), user_store())
        play_session(over, Mixed())
    with served(folder) as server, visited(server.url, *PAGE_PX) as visit:
        picture_page(visit, server.url, views)
        picture_desks(visit, server.url, session)
        picture_review(visit, server.url, over)


def picture_people() -> None:
    """Contact sheets of the first people of population 1."""

    def quietly(_share: float) -> None:
        pass

    write_sheet(PICTURES / "identities.jpg", 48, 1, 8, quietly)
    write_conditions(PICTURES / "conditions.jpg", 8, 1, quietly)
    write_restyled(PICTURES / "restyled.jpg", 12, 1, 2, quietly)
    write_lineup(PICTURES / "bodies.jpg", 12, 1, 4, quietly)
    write_parade(PICTURES / "manners.jpg", 2, 1, 2, quietly)
    write_fittings(PICTURES / "wear.jpg", 4, 1, 3, quietly)


def picture_frame(run: Path) -> None:
    """The annotated frame that shows the most faces, of those that come soon after an alert."""
    found = [
        (faces, watched, frame)
        for watched in sorted((run / "watch").iterdir())
        for frame, faces in _faces_after_alerts(watched)
    ]
    _, watched, frame = max(found, key=lambda one: one[0])
    picture = next(islice(open_feed(watched / "annotated.mp4"), frame, None)).bgr
    cv2.imwrite(str(PICTURES / "camera.png"), picture, [cv2.IMWRITE_PNG_COMPRESSION, 9])


def picture_page(visit: Visit, url: str, views: dict[str, str]) -> None:
    """Every room and view by its address."""
    for name, address in views.items():
        visit.page.goto(f"{url}/{address}")
        visit.page.get_by_role("heading", level=1).wait_for()
        visit.page.wait_for_timeout(4000)
        visit.settle()
        if name == "replay":
            visit.page.get_by_text(re.compile(r"frame \d+ of")).nth(3).wait_for()
        if name == "map":
            _play_a_while(visit)
        visit.page.screenshot(path=PICTURES / f"{name}.png")


def picture_desks(visit: Visit, url: str, session: Path) -> None:
    """The operator's desk with an alert and its pictures, and the instructor's."""
    at = f"{url}/train?session={session.name}&key="
    links = links_of(session)
    visit.page.goto(at + links[INSTRUCTOR])
    visit.page.get_by_role("button", name="Start", exact=True).click()
    visit.page.get_by_label("Speed").select_option("8")
    visit.page.wait_for_timeout(ALERTED_MS)
    visit.page.get_by_role("button", name="Pause", exact=True).click()
    visit.page.goto(at + links[TRAINEE])
    visit.page.get_by_role("heading", name=re.compile(r"Alert \d")).first.wait_for()
    visit.page.locator(".pictures video[src]").wait_for(timeout=FILMED_MS)
    for tile in visit.page.locator(".tile").all():
        tile.locator("img[src]").wait_for(timeout=FILMED_MS)
    visit.settle()
    visit.page.screenshot(path=PICTURES / "operator.png")
    visit.page.goto(at + links[INSTRUCTOR])
    visit.page.get_by_role("button", name="Start", exact=True).wait_for()
    visit.settle()
    visit.page.screenshot(path=PICTURES / "instructor.png")


def picture_review(visit: Visit, url: str, session: Path) -> None:
    """The figures of a session that is over, and its moments on the map."""
    at = f"{url}/train?session={session.name}&key={links_of(session)[INSTRUCTOR]}"
    visit.page.goto(f"{at}&review=figures")
    visit.page.get_by_role("heading", name="How it is made").wait_for()
    visit.settle()
    visit.page.screenshot(path=PICTURES / "review.png")
    moments = json.loads((session / PLACE / MOMENTS).read_text())
    alerts = [number for number, one in enumerate(moments) if one["lane"] == "alerts"]
    visit.page.goto(f"{at}&review=timeline&moment={alerts[SEVERAL]}")
    visit.page.get_by_text("In truth").first.wait_for()
    visit.settle()
    visit.page.screenshot(path=PICTURES / "timeline.png")


def _play_a_while(visit: Visit) -> None:
    visit.page.get_by_label("Speed").select_option("5")
    visit.page.get_by_label("Play", exact=True).click()
    visit.page.wait_for_timeout(5000)
    visit.page.get_by_label("Pause", exact=True).click()
    visit.page.wait_for_timeout(1500)


def _some(run: StoredRun) -> tuple[int, int]:
    """A person who was missed, and an alert that led to an arrest."""
    found = everybody(run)
    missed = found.person[GROUPS["missed"][1](found)]
    arrests = [one.alert for one in run.events(PersonDisposed) if one.disposal == "arrest"]
    return int(missed[0]), arrests[0]


def _moment(run: StoredRun) -> tuple[float, int]:
    """When several alerts are on the map, and whom the latest is about."""
    alerts = run.events(AlertRaised)[:SEVERAL]
    return alerts[-1].time_s + 0.5, alerts[-1].person


def _faces_after_alerts(watched: Path) -> list[tuple[int, int]]:
    """Frames soon after an alert, each with how many faces it shows."""
    frames = pq.read_table(watched / "faces.parquet", columns=["frame"])["frame"].to_pylist()
    faces = Counter(frames)
    lines = (watched / "alerts.jsonl").read_text(encoding="utf-8").splitlines()
    alerts = [json.loads(line)["frame"] for line in lines]
    soon = {alert + later for alert in alerts for later in range(SOON_FRAMES)}
    return [(frame, faces[frame]) for frame in sorted(soon & set(faces))]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with TemporaryDirectory() as made:
            main(Path(made))
