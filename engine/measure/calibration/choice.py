"""Which preset judges a feed: that of rendered people is for feeds of theirs, and for no others."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import SettingsError
from engine.feeds.recorded import RENDERED_FILM, TRUTH
from engine.film.survey import comment_of

RENDERED, PHOTOGRAPHS, PUBLISHED = "rendered", "photographs", "published"


@dataclass(frozen=True, slots=True)
class Choice:
    """A preset's name or file, and why it judges, as a sentence goes on after its name."""

    preset: str
    why: str


def choose(feeds: Sequence[str | Path], asked: str | None = None) -> Choice:
    """The preset that was asked for, else the one for what the feeds show.

    A comparison score means another false positive rate with rendered people, whose faces have
    more in common, than with photographed ones. SettingsError, naming one of either, where feeds
    of both kinds would be judged by one preset, and for the preset of another engine's scores.
    """
    if asked == PUBLISHED:
        wanted = f"{RENDERED}, {PHOTOGRAPHS} or a file"
        raise SettingsError(
            f"preset: got {asked!r}, which draws another engine's scores and looks at no feed,"
            f" wanted {wanted}"
        )
    if asked is not None:
        return Choice(asked, "as asked for")
    ours = [feed for feed in feeds if is_rendered(Path(feed))]
    others = [feed for feed in feeds if feed not in ours]
    if ours and others:
        raise SettingsError(
            f"preset: got none with a rendered feed ({ours[0]}) and another ({others[0]}), wanted"
            f" them apart, or --preset {RENDERED} or {PHOTOGRAPHS}: scores of the two kinds of"
            " people mean different things"
        )
    if ours:
        return Choice(
            RENDERED, "since the feeds, or the truth beside them, say that they were rendered"
        )
    return Choice(PHOTOGRAPHS, "since nothing says that the people in the feeds were rendered")


def is_rendered(feed: Path) -> bool:
    """Whether a feed is one that Footfall rendered: its file says so, or the truth about it lies
    beside it.
    """
    if not feed.name:
        return False
    file = feed if feed.is_file() else feed.with_name(feed.name.rpartition("#")[0] or feed.name)
    there = file.with_name(file.stem + TRUTH).is_file()
    return there or (file.is_file() and comment_of(file) == RENDERED_FILM)
