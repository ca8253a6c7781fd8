"""`footfall dashboard`: the page, on this machine only unless everybody signs in."""

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from dashboards.app import sign_in as signing
from dashboards.cli.app import app
from dashboards.cli.door import complain
from dashboards.cli.terminal.screen import console
from dashboards.figures.palette import colours
from engine.disk.files import FOLDER, NOTHING, oddity
from sim.errors import SimError

HOST = "127.0.0.1"
PORTS_TRIED = 50
THEMED = {
    "primaryColor": "officer",
    "backgroundColor": "paper",
    "secondaryBackgroundColor": "quiet",
    "textColor": "ink",
    "borderColor": "line",
    "linkColor": "officer",
}
"""Streamlit's own colours, by the palette's; light or dark is the reader's choice."""
OPTIONS = {
    "server.address": HOST,
    "server.fileWatcherType": "none",
    "server.showEmailPrompt": "false",
    "browser.gatherUsageStats": "false",
    "browser.serverAddress": HOST,
    "runner.magicEnabled": "false",
    "client.toolbarMode": "minimal",
    "logger.hideWelcomeMessage": "true",
    "client.showErrorDetails": "full",
    "theme.baseRadius": "8px",
    **{
        f"theme.{theme}.{option}": colours(theme)[name]
        for theme in ("light", "dark")
        for option, name in THEMED.items()
    },
}


@app.command()
def dashboard(
    runs: Annotated[
        Path, typer.Argument(help="The folder that run folders lie in, or one of them.")
    ] = Path("runs"),
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Where the page answers, or at the next free one.")
    ] = 8501,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
    address: Annotated[
        str,
        typer.Option(help="Answer there; other than on this machine with --sign-in and --host."),
    ] = HOST,
    host: Annotated[
        list[str] | None,
        typer.Option(help="A name by which people reach the page; requests to others are refused."),
    ] = None,
    sign_in: Annotated[
        Path | None,
        typer.Option(help="A TOML file whose \\[auth] says with which OpenID provider to sign in."),
    ] = None,
) -> None:
    """Open the page over RUNS, on 127.0.0.1 unless everybody signs in; Ctrl-C ends it."""
    address, hosts = signing.bare(address), [signing.bare(one.lower()) for one in host or ()]
    signing.check(address, hosts, sign_in)
    if oddity(runs) not in (FOLDER, NOTHING):
        got = oddity(runs) or "a file"
        raise SimError(f"{runs}: got {got}, wanted a folder of runs")
    if oddity(runs) == NOTHING:
        complain(f"{runs} is not there yet: what is played from the page is kept in it")
    free = free_port(port, address)
    screen = console()
    if free != port:
        screen.print(f"Port {port} is taken.")
    at = signing.in_url(address)
    screen.print(f"The page: http://{at}:{free}   (Ctrl-C ends it)", soft_wrap=True)
    sys.stdout.flush()
    os.environ["FOOTFALL_RUNS"] = str(runs.resolve())
    os.environ[signing.HOSTS] = ",".join(hosts)
    os.environ[signing.SIGN_IN] = "1" if sign_in else ""
    more = {"server.address": address, "browser.serverAddress": at}
    if sign_in:
        more["secrets.files"] = str(sign_in.resolve())
    os.execv(sys.executable, command(free, browser, more))


def command(port: int, browser: bool, more: Mapping[str, str]) -> list[str]:
    """What is run in this process's place, so that signals reach the server itself."""
    options = OPTIONS | {"server.port": str(port), "server.headless": str(not browser).lower()}
    options |= more
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "dashboards.app", *flags]


def free_port(wanted: int, address: str = HOST) -> int:
    """`wanted`, or the next port above it that nobody listens on; SimError if there is none."""
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                continue
            return port
    raise SimError(f"--port: got {wanted}, and nothing is free up to {wanted + PORTS_TRIED - 1}")
