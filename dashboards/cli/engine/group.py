"""`footfall engine`: the group of its commands, and what several of them ask and tell."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.app import app
from dashboards.cli.door import complain
from dashboards.dated import date
from engine.disk.places import own_folder

if TYPE_CHECKING:
    from engine.settings import EngineSettings

PRESET = (
    "What the threshold rests on: `photographs`, `rendered`, or a file of `engine calibrate`."
    " Default: by what the feeds show."
)
Watchlists = Annotated[
    list[Path],
    typer.Option(
        help="A folder (a picture or a subfolder for each person), or a saved watchlist;"
        " several of these are searched together."
    ),
]
commands = typer.Typer(no_args_is_help=True, help="The matching engine and its models.")
app.add_typer(commands, name="engine")


def settings_for(
    feeds: Sequence[str], pack: str, threshold: float | None, preset: str | None
) -> tuple["EngineSettings", list[str]]:
    """The engine's, with the preset that was asked for or that fits what the feeds show, and a line
    about the choice, so that no feed is judged by a preset unsaid.
    """
    from engine.measure.calibration.choice import choose
    from engine.settings import EngineSettings

    if threshold is not None:
        return EngineSettings(pack=pack, threshold=threshold), []
    chosen = choose(feeds, preset)
    said = f"judged by preset {chosen.preset!r}, {chosen.why}; --preset chooses another"
    return EngineSettings(pack=pack, preset=chosen.preset), [said] if preset is None else []


def tell(name: str, about: Mapping[str, Any]) -> None:
    """Say on standard error what one had better know of a film."""
    from engine.film.told import notes

    for note in notes(name, about):
        complain(note)


def plain_name(name: str) -> str:
    r"""A name for a folder after somebody else's: letters, digits and what does no harm.

    >>> plain_name("Zoë 2.mp4"), plain_name("a/b\udcff*")
    ('Zoë 2.mp4', 'a_b__')
    """
    return "".join(one if one.isalnum() or one in "-_. #" else "_" for one in name)[:80]


@contextmanager
def results_in(out: Path | None, name: str) -> Iterator[Path]:
    """The folder of a command's results: `out`, or a new one under runs/ of that name. What is kept
    there is dated, also where the command ended before its time.
    """
    began = datetime.now(UTC)
    with own_folder(out or Path("runs") / name, numbered=out is None) as folder:
        try:
            yield folder
        finally:
            if folder.is_dir() and any(folder.iterdir()):
                date(folder, began)
