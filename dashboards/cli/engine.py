"""`footfall engine`: the group of commands, and the engine on any recorded feed."""

import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboards.cli.app import app
from dashboards.cli.door import complain
from dashboards.cli.part import Every, From, To
from dashboards.cli.progress import bars
from dashboards.cli.tables import print_watched
from engine.cut import Cut
from engine.film.told import notes
from engine.measure.choice import choose
from engine.packs.pack import OPEN
from engine.places import own_folder
from engine.settings import EngineSettings
from engine.watch import watch

PRESET = (
    "What the threshold rests on: `photographs`, `rendered`, or a file of `engine calibrate`."
    " Default: by what the feeds show."
)
commands = typer.Typer(no_args_is_help=True, help="The matching engine and its models.")
app.add_typer(commands, name="engine")


@commands.command("watch")
def watch_command(
    feed: Annotated[str, typer.Argument(help="A recorded video, or a folder of its frames.")],
    watchlist: Annotated[
        list[Path],
        typer.Option(
            help="A folder (a picture a subject, or a subfolder of pictures), or a saved watchlist;"
            " several of these are searched together."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(help="Folder of the results. Default: a new one in runs/.")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(min=-1, max=1, help="Default: the preset's.")
    ] = None,
    preset: Annotated[str | None, typer.Option(help=PRESET)] = None,
    pack: Annotated[str, typer.Option(help="`open`, a fetched pack's name, or a folder.")] = OPEN,
    annotate: Annotated[bool, typer.Option(help="Write the annotated video.")] = True,
    from_: From = 0.0,
    to: To = None,
    every: Every = 1,
    stream: Annotated[
        int | None, typer.Option(min=0, help="Which film of a file that has several; also FEED#N.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Watch a recorded FEED with a watchlist: alerts, an annotated video, a summary."""
    settings, chosen = settings_for([feed], pack, threshold, preset)
    cut = Cut(from_, to, every)
    name = f"watch-{plain_name(Path(feed).stem) or 'feed'}"
    with results_in(out, name) as folder, bars() as report:
        summary = watch(
            feed,
            watchlist,
            folder,
            settings,
            cut=cut,
            annotate=annotate,
            stream=stream,
            progress=lambda share: report("Watch the feed", share),
            tell=complain,
        )
    for line in chosen:
        complain(line)
    if summary["frames"] < settings.minimum_frames:
        complain(
            f"got {summary['frames']} frame, wanted more: an alert takes {settings.minimum_frames}"
            " frames of one face"
        )
    tell(summary["feed"], summary)
    times_s = json.loads((folder / "times.json").read_text(encoding="utf-8"))
    told = summary | {"times_s": times_s, "out": str(folder)}
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        print_watched(told)


def settings_for(
    feeds: Sequence[str], pack: str, threshold: float | None, preset: str | None
) -> tuple[EngineSettings, list[str]]:
    """The engine's, with the preset that was asked for or that fits what the feeds show, and a line
    about the choice, so that no feed is judged by a preset unsaid.
    """
    if threshold is not None:
        return EngineSettings(pack=pack, threshold=threshold), []
    chosen = choose(feeds, preset)
    said = f"judged by preset {chosen.preset!r}, {chosen.why}; --preset chooses another"
    return EngineSettings(pack=pack, preset=chosen.preset), [said] if preset is None else []


def tell(name: str, about: Mapping[str, Any]) -> None:
    """Say on standard error what one had better know of a film."""
    for note in notes(name, about):
        complain(note)


def plain_name(name: str) -> str:
    r"""A name for a folder after somebody else's: letters, digits and what does no harm.

    >>> plain_name("Zoë 2.mp4"), plain_name("a/b\udcff*")
    ('Zoë 2.mp4', 'a_b__')
    """
    return "".join(one if one.isalnum() or one in "-_. #" else "_" for one in name)[:80]


def results_in(out: Path | None, name: str) -> AbstractContextManager[Path]:
    """The folder of a command's results: `out`, or a new one under runs/ of that name."""
    return own_folder(out) if out else own_folder(Path("runs") / name, numbered=True)
