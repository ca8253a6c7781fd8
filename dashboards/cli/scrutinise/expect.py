"""`footfall expect`: what a deployment's error rates come to in people, seen from both sides."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.app import app
from dashboards.cli.engine.why import Json, print_json
from dashboards.cli.terminal.screen import bold, console, dim
from dashboards.cli.terminal.tables import table
from dashboards.two_views import HEADS, OFTEN, ROWS, how_sure, row, two_views
from engine.errors import SettingsError

if TYPE_CHECKING:
    from sim.outcomes.expected.unsure import Unsure

NAMED = "early-trials, npl-2023"


HOW_SURE = "; or how sure it is: '42 of 60', or a 95 % interval .57:.80"


def _share(text: str) -> Any:
    """A share as a number, in percent, or as one of so many; or as counts or an interval, which say
    how sure it is.
    """
    from sim.outcomes.expected.unsure import Share

    try:
        if " of " in text:
            hits, of = text.split(" of ")
            return Share.counted(_number(hits), _number(of))
        if ":" in text:
            low, high = text.split(":")
            return Share.between(_plain(low), _plain(high))
        return _plain(text)
    except (ValueError, ZeroDivisionError) as err:
        wanted = "wanted a share such as 0.001, 1/6000, '42 of 60' or .57:.80"
        raise typer.BadParameter(f"got {text!r}, {wanted}") from err


def _plain(text: str) -> float:
    if "/" in text:
        part, whole = text.split("/")
        return float(part) / float(whole)
    if text.strip().endswith("%"):
        return float(text.strip()[:-1]) / 100
    return float(text)


def _number(text: str) -> float:
    return float(text.replace(",", ""))


Faces = Annotated[int | None, typer.Option(min=0, help="People whose face is searched, each once.")]
Watchlist = Annotated[int | None, typer.Option(min=0, help="People on the watchlist.")]
Listed = Annotated[
    int | None, typer.Option(min=0, help="How many of the faces are of people on the list.")
]
ListedShare = Annotated[
    Any,
    typer.Option(
        parser=_share, metavar="SHARE", help=f"The same as a share of the faces{HOW_SURE}."
    ),
]
Tpir = Annotated[
    Any,
    typer.Option(
        parser=_share,
        metavar="SHARE",
        help=f"Of listed people, the share that is alerted{HOW_SURE}.",
    ),
]
Fpir = Annotated[
    Any,
    typer.Option(
        parser=_share,
        metavar="SHARE",
        help=f"Of people not listed, the share alerted all the same: 0.001 or 1/6000{HOW_SURE}.",
    ),
]
ConfirmTrue = Annotated[
    Any,
    typer.Option(
        parser=_share,
        metavar="SHARE",
        help="Of listed people alerted, the share stopped (0.982 where not given).",
    ),
]
ConfirmFalse = Annotated[
    Any,
    typer.Option(
        parser=_share,
        metavar="SHARE",
        help="Of people alerted wrongly, the share stopped (0.6 where not given: 6 of 10).",
    ),
]
FpirWatchlist = Annotated[
    int | None,
    typer.Option(min=1, help="The list's size with which FPIR was measured, if another."),
]
Example = Annotated[
    str | None, typer.Option(help=f"Begin from published figures: {NAMED}; options change them.")
]


@app.command("expect")
def expect(
    faces: Faces = None,
    watchlist: Watchlist = None,
    listed: Listed = None,
    listed_share: ListedShare = None,
    tpir: Tpir = None,
    fpir: Fpir = None,
    fpir_watchlist: FpirWatchlist = None,
    confirm_true: ConfirmTrue = None,
    confirm_false: ConfirmFalse = None,
    example: Example = None,
    as_json: Json = False,
) -> None:
    """Turn error rates into people: alerts right and wrong, precision, one in N, wrongful stops.

    Intervals are of chance alone, unless a rate is given by counts or an interval: then they hold
    how sure that rate is, too.
    """
    asked = {
        "faces": faces,
        "watchlist": watchlist,
        "listed": listed,
        "listed_share": listed_share,
        "tpir": tpir,
        "fpir": fpir,
        "fpir_watchlist": fpir_watchlist,
        "confirm_true": confirm_true,
        "confirm_false": confirm_false,
    }
    given = {name: value for name, value in asked.items() if value is not None}
    deployment = _unsure(given, example)
    told, sources = deployment.to_json(), _sources(given, example)
    if as_json:
        print_json(told | {"sources": sources})
        return
    _print(told, sources)


def _unsure(given: dict[str, Any], example: str | None) -> "Unsure":
    """What is given, on top of the example; SettingsError, naming what is missing."""
    from sim.outcomes.expected.examples import EXAMPLES
    from sim.outcomes.expected.unsure import Unsure

    if example is None:
        missing = [f"--{one}" for one in ("faces", "tpir", "fpir") if one not in given]
        if missing:
            raise SettingsError(f"expect: wanted {', '.join(missing)} too, or --example")
        return Unsure.of(given)
    if example not in EXAMPLES:
        raise SettingsError(f"example: got {example!r}, wanted one of {', '.join(EXAMPLES)}")
    if given.keys() & {"listed", "listed_share"}:
        given = {"listed": None, "listed_share": None} | given
    return Unsure.of(given, EXAMPLES[example].deployment)


def _sources(given: dict[str, Any], example: str | None) -> list[str]:
    """Where the figures are from, a line each."""
    from sim.outcomes.expected.examples import EXAMPLES
    from sim.outcomes.expected.expectation import STOPPED_SOURCE

    told = list[str]()
    if example is not None:
        known = EXAMPLES[example]
        told += [f"From {known.title}.", *known.sources]
        told += [f"Worked out: {one}" for one in known.derived]
        told += [f"Changed here: {', '.join(given)}"] if given else []
    return [*told, *([] if {"confirm_true", "confirm_false"} <= given.keys() else [STOPPED_SOURCE])]


def _print(told: dict[str, Any], sources: list[str]) -> None:
    screen = console()
    for view in two_views(told):
        screen.print(bold(f"{view.of} {view.figure}"), end="")
        often = f" ({view.interval} {OFTEN})" if view.interval else ""
        screen.print(f"{often}: {view.divides}", soft_wrap=True)
    screen.print(table(HEADS, [row(told, key) for key in ROWS]))
    for line in (*how_sure(told), told["reads"], *sources):
        screen.print(dim(line), soft_wrap=True)
