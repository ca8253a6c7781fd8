"""What a link names that its run does not have, and what is shown instead."""

from collections.abc import Callable, Collection

from dashboards.app.address import at, number, whole
from dashboards.app.explore.map import played_span
from dashboards.app.explore.people import EVERYBODY
from dashboards.app.runs import kept
from dashboards.app.stories import stories
from dashboards.words import BOOKS
from sim.outcomes.everybody import GROUPS, everybody
from sim.reader import StoredRun

MOST = 40
"""Letters that are told of what a link says."""


def unfound(run: StoredRun, views: Collection[str]) -> str | None:
    """One line of what was not found; None where everything was, and where nothing is named.

    SimError for a run that is damaged.
    """
    parts = [
        f"{word} “{(at(name) or '')[:MOST]}” (instead: {instead(name)})"
        for name, (word, there, instead) in PARTS.items()
        if at(name) is not None and not there(run)
    ]
    if at("view") is not None and at("view") not in views:
        parts.insert(0, f"view “{(at('view') or '')[:MOST]}” (instead: Outcomes)")
    return f"Not in this run, though the link names it: {', '.join(parts)}." if parts else None


def _alert(run: StoredRun) -> bool:
    return whole("alert") in {story.raised.alert for story in kept(stories, run)}


def _person(run: StoredRun) -> bool:
    return not at("person") or whole("person") in kept(everybody, run).person


def _camera(run: StoredRun) -> bool:
    return at("camera") in {camera.id for camera in run.scenario().cameras}


def _group(_run: StoredRun) -> bool:
    return at("group") in {EVERYBODY, *GROUPS, *BOOKS}


def _time(name: str) -> Callable[[StoredRun], bool]:
    """Whether the run played at that time; a tenth of a second is lost where it is written."""

    def there(run: StoredRun) -> bool:
        time_s, (start_s, end_s) = number(name), played_span(run)
        return time_s is not None and start_s - 0.1 <= time_s <= end_s + 0.1

    return there


def _words(instead: str) -> Callable[[str], str]:
    return lambda _: instead


def _nearest(name: str) -> str:
    """To what is no time at all there is none."""
    return "none" if number(name) is None else "the nearest"


PARTS: dict[str, tuple[str, Callable[[StoredRun], bool], Callable[[str], str]]] = {
    "alert": ("alert", _alert, _words("the first")),
    "person": ("passer-by", _person, _words("nobody")),
    "camera": ("camera", _camera, _words("the first")),
    "group": ("group", _group, _words("everybody")),
    "at": ("time", _time("at"), _nearest),
    "t": ("time", _time("t"), _nearest),
}
"""Of each name in the address: what people call it, whether the run has it, what is shown else."""
