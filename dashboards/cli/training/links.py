"""`footfall training links`: where each role of a session goes."""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

import typer

from dashboards.cli.terminal.screen import console
from dashboards.cli.training.group import commands


@commands.command("links")
def links(
    session: Annotated[Path, typer.Argument(help="The session's folder.")],
) -> None:
    """Print the links of a SESSION: whoever has one takes that role."""
    print_links(session)


def print_links(folder: Path) -> None:
    """The address of each role on a page that `footfall dashboard` serves."""
    from sim.training.links import links_of

    screen, found = console(), links_of(folder)
    screen.print(f"Session: {folder}", soft_wrap=True)
    for role, secret in found.items():
        query = urlencode({"session": folder.name, "key": secret})
        screen.print(f"  {role:<11}/train?{query}", soft_wrap=True)
