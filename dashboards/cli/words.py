"""`footfall words`: what the words mean that Footfall uses."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.app import app
from dashboards.cli.terminal.screen import Screen, bold, console, dim

if TYPE_CHECKING:
    from dashboards.glossary import Entry


@app.command("words")
def print_words(
    term: Annotated[
        str | None, typer.Argument(help="A term, or what else it is called. Default: all.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,
) -> None:
    """Say what TERM means, or every word that the page, the reports and the tables use."""
    from dashboards.glossary import glossary

    entries = glossary() if term is None else _named(term)
    if as_json:
        told = [asdict(entry) for entry in entries]
        sys.stdout.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
        return
    screen = console()
    for entry in entries:
        _print(screen, entry)


def _named(term: str) -> Sequence["Entry"]:
    """BadParameter, with the nearest terms, for what is none."""
    from dashboards.glossary import by_name, search

    found = search(term)
    if not found:
        near = get_close_matches(term.casefold(), by_name(), n=3)
        wanted = f"perhaps {', '.join(near)}" if near else "one that `footfall words` lists"
        raise typer.BadParameter(f"got {term!r}, wanted {wanted}", param_hint="TERM")
    return found


def _print(screen: Screen, entry: "Entry") -> None:
    also = f" (also: {', '.join(entry.also)})" if entry.also else ""
    screen.print(bold(entry.term), dim(also), sep="")
    source = f" [{entry.source}]" if entry.source else ""
    screen.print(f"    {entry.meaning}{source}", soft_wrap=True)
