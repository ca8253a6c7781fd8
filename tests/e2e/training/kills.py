"""The server that people start, killed at random moments while an operator decides over HTTP.

`python -m tests.e2e.training.kills [KILLS [SEED]]` kills it so often over one session, and counts.
"""

import json
import random
import sys
import tempfile
import threading
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError

from sim.training.events import AGAIN, Act, Decided, Paused
from sim.training.hall import PLACE
from sim.training.links import links_of
from sim.training.session import Asked, begin_session
from sim.training.store import FILE, Acts
from tests.e2e.served import PATIENCE_S, Server, served

NAME = "one"
KILLS, SEED = 20, 17
LATEST_S = 1.0
"""After the first decision of a turn the server is killed by then."""
PATIENT = {"officers.patience_s": "600", "operators.patience_s": "3600"}


@dataclass
class Killed:
    """What came of killing a server: reasons of the decisions that it acknowledged, by turn, and
    how the session was found after each.
    """

    acknowledged: list[str] = field(default_factory=list)
    each: list[int] = field(default_factory=list)
    stood: list[bool] = field(default_factory=list)
    clocks_s: list[tuple[float, float]] = field(default_factory=list)

    def faults(self, folder: Path) -> list[str]:
        """What was lost, came twice or did not stand; none where all is well."""
        decided = [act.reason for act in acts_of(folder) if isinstance(act, Decided)]
        kept = set(decided)
        lost = [reason for reason in self.acknowledged if reason not in kept]
        early = [f"{was:g} s, then {now:g} s" for was, now in self.clocks_s if now < was]
        paused = sum(isinstance(act, Paused) for act in acts_of(folder))
        return [
            *(f"lost: {reason}" for reason in lost),
            *([f"{len(decided) - len(kept)} twice"] if len(decided) > len(kept) else []),
            *(f"turn {turn}: did not stand" for turn, one in enumerate(self.stood) if not one),
            *(f"its clock went back: {one}" for one in early),
            *([f"paused {paused} times"] if paused != len(self.stood) else []),
        ]


def acts_of(folder: Path) -> list[Act]:
    """All that a session's file holds."""
    held = Acts(folder / FILE)
    found = [row.act for row in held.rows()]
    held.close()
    return found


def ask(server: Server, folder: Path, role: str, name: str, **more: object) -> dict:
    """Have something done by a role's link; what its desk shows then."""
    told = {"session": folder.name, "key": links_of(folder)[role], "do": name, **more}
    body = json.dumps(told).encode()
    try:
        with urllib.request.urlopen(f"{server.url}/desk/act", body, PATIENCE_S) as answer:
            return json.load(answer)
    except HTTPError as err:
        raise AssertionError(f"{name}: {err.code} {err.read().decode()}") from err


def look(server: Server, folder: Path, role: str) -> dict:
    """What a role's desk shows."""
    url = f"{server.url}/desk/state?session={folder.name}&key={links_of(folder)[role]}"
    with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:
        return json.load(answer)


def kill_often(runs: Path, kills: int, rng: random.Random) -> Killed:
    """Kill the server so often, each time while decisions come in, and look what it left once it
    is started again.
    """
    folder, found = runs / PLACE / NAME, Killed()
    for turn in range(kills):
        with served(runs) as server:
            if turn:
                _found(server, folder, found)
            _killed(server, folder, found, turn, rng.uniform(0.0, LATEST_S))
    with served(runs) as server:
        _found(server, folder, found)
    return found


def _found(server: Server, folder: Path, found: Killed) -> None:
    """How the session is before anybody does anything in it."""
    told = look(server, folder, "trainee")
    found.stood.append(not told["running"] and not told["ended"])
    was_s = found.clocks_s.pop()[0]
    found.clocks_s.append((was_s, told["clock_s"]))


def _killed(server: Server, folder: Path, found: Killed, turn: int, after_s: float) -> None:
    """Decide as fast as the server answers, until it is gone.

    Another look is a decision that leaves its alert open, so there is always one to be made.
    """
    ask(server, folder, "instructor", "start")
    ask(server, folder, "instructor", "speed", speed=8.0)
    while not (told := look(server, folder, "trainee"))["queue"]:
        threading.Event().wait(0.05)
    ask(server, folder, "instructor", "speed", speed=0.5)
    alert, clock_s, count = told["queue"][0]["alert"], told["clock_s"], 0
    killer = threading.Timer(after_s, server.process.kill)
    killer.start()
    with suppress(OSError, HTTPException):  # the server is gone
        while True:
            reason = f"{turn}.{count}"
            more = {"alert": alert, "verdict": AGAIN, "confidence": 0.5, "reason": reason}
            clock_s = ask(server, folder, "trainee", "decide", **more)["clock_s"]
            found.acknowledged.append(reason)
            count += 1
    killer.join()
    server.process.wait(PATIENCE_S)
    found.each.append(count)
    last_s = _last_s(folder, clock_s)
    found.clocks_s.append((last_s, last_s))


def _last_s(folder: Path, clock_s: float) -> float:
    """The clock at the last act on the disk, as the server told it at most."""
    held = Acts(folder / FILE)
    last = held.last()
    held.close()
    return min(clock_s, last.clock_s) if last else 0.0


def main(arguments: list[str]) -> int:
    """Kill, and tell; 1 if anything was lost."""
    kills, seed = [*map(int, arguments), *(KILLS, SEED)[len(arguments) :]]
    runs = Path(tempfile.mkdtemp(prefix="kills-"))
    folder = runs / PLACE / NAME
    folder.mkdir(parents=True)
    begin_session(folder, Asked("corridor", PATIENT))
    found = kill_often(runs, kills, random.Random(seed))
    faults = found.faults(folder)
    sys.stdout.write(
        f"{kills} kills, {len(found.acknowledged):,} decisions acknowledged, {min(found.each)} to"
        f" {max(found.each)} before a kill; found standing {sum(found.stood)} times\n"
    )
    sys.stdout.write("".join(f"{one}\n" for one in faults) or "nothing lost\n")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
