"""An operator whose browser is closed for a while, and opened again by the same link.

`python -m tests.e2e.training.away [SECONDS]` stays away for so long, and tells what was there then.
"""

import re
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Locator

from sim.training.events import CONFIRM
from sim.training.hall import PLACE
from sim.training.links import links_of
from sim.training.session import Asked, begin_session
from tests.e2e.served import Server, Visit, served, visited
from tests.e2e.training.kills import NAME, PATIENT, ask, look

AWAY_S = 300.0
"""Streamlit forgets a page that was closed after two minutes."""
LONG = {**PATIENT, "duration_s": "1200"}
SPEED, SLACK_S = 0.5, 1.0


def come_back(runs: Path, away_s: float) -> list[str]:
    """Decide at a desk, close the browser for so long while the clock runs on, and open it again;
    what was not as the session had it by then.
    """
    folder = runs / PLACE / NAME
    with served(runs) as server:
        desk = f"{server.url}/train?session={NAME}&key={links_of(folder)['trainee']}"
        _until_an_alert(server, folder)
        with visited(desk, 1366, 768) as visit:
            alert = _decided(visit)
        before = look(server, folder, "trainee")
        began_s = time.monotonic()
        time.sleep(away_s)
        with visited(desk, 1366, 768) as visit:
            passed_s = (time.monotonic() - began_s) * SPEED
            return _wrong(visit, server, folder, before, alert, passed_s)


def _until_an_alert(server: Server, folder: Path) -> None:
    ask(server, folder, "instructor", "start")
    ask(server, folder, "instructor", "speed", speed=8.0)
    while not look(server, folder, "trainee")["queue"]:
        time.sleep(0.1)
    ask(server, folder, "instructor", "speed", speed=SPEED)


def _decided(visit: Visit) -> int:
    """Confirm the alert that is looked at, by the keyboard; which it was."""
    heading = visit.page.get_by_role("heading", name=re.compile(r"^Alert \d+ at"))
    heading.wait_for()
    number = int(heading.inner_text().split()[1])
    for key in "4c":
        visit.page.keyboard.press(key)
    _row(visit, number).wait_for()
    return number


def _row(visit: Visit, number: int) -> Locator:
    """An alert's row among those decided."""
    row = visit.page.get_by_role("row").filter(has_text=re.compile(rf"^{number}\D*[Cc]onfirm"))
    return row.filter(has_text="75 %")


def _wrong(
    visit: Visit, server: Server, folder: Path, before: dict, alert: int, passed_s: float
) -> list[str]:
    """What the desk does not show as it should; nothing where it is where the session is."""
    _row(visit, alert).wait_for()
    visit.page.get_by_text(f"Running, {SPEED:g}×").wait_for()
    now = look(server, folder, "trainee")
    decided = {one["alert"]: one["verdict"] for one in now["decided"]}
    ran_s = now["clock_s"] - before["clock_s"]
    checks = {
        f"decided {decided}": decided == {alert - 1: CONFIRM},
        f"clock ran {ran_s:.1f} s, not {passed_s:.1f}": ran_s >= passed_s - SLACK_S,
        "ran on without a break": now["running"],
        f"faults {visit.faults}": not visit.faults,
    }
    return [told for told, right in checks.items() if not right]


def main(arguments: list[str]) -> int:
    """Stay away, and tell; 1 if anything was not as it was left."""
    away_s = float(arguments[0]) if arguments else AWAY_S
    runs = Path(tempfile.mkdtemp(prefix="away-"))
    folder = runs / PLACE / NAME
    folder.mkdir(parents=True)
    begin_session(folder, Asked("corridor", LONG))
    wrong = come_back(runs, away_s)
    sys.stdout.write(f"away for {away_s:g} s: {'; '.join(wrong) or 'where the session was'}\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
