"""What several experiments are asked by, and by whom they are played."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.errors import SettingsError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from dashboards.cli.terminal.progress import Report
    from sim.experiments.playing.crew import Crew


class Varies(StrEnum):
    """What differs from one replication to the next."""

    answer = "answer"
    day = "day"


What = Annotated[
    Varies,
    typer.Option(
        help="`day`: other people, ways and faces each; `answer`: one day, answered again with"
        " other luck of operators and officers."
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        help="A new or empty folder, or that of the same experiment: what is missing there"
        " is played."
    ),
]
Replications = Annotated[
    int, typer.Option("--replications", "-n", min=1, max=1_000_000, help="How many are played.")
]
Workers = Annotated[
    int | None,
    typer.Option(min=1, max=1024, help="Processes at work. Default: as many as there are cores."),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="A Dask scheduler to play on, such as tcp://10.0.0.5:8786, instead of processes here.",
    ),
]
Measures = Annotated[
    list[str] | None,
    typer.Option("--measure", help="A measure to tell, by its key; may be given again."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def folder_of(out: Path | None) -> Path:
    """The folder that is named; SettingsError for none."""
    if out is None:
        raise SettingsError("out: got nothing, wanted a folder for the experiment")
    return out


def at_work(workers: int | None) -> int:
    """So many as are asked for, or as there are cores."""
    from sim.estimate.machine import this_machine

    return workers or max(int(this_machine().cores), 1)


@contextmanager
def crew_of(
    workers: int | None, cluster: str | None, fresh: bool, report: "Report", out: Path
) -> Iterator["Crew"]:
    """Whoever plays it; an interruption says how it is gone on with."""
    from sim.experiments.playing.crew import Crew
    from sim.stages.store import Store, user_store

    try:
        with TemporaryDirectory() as place, _on(cluster) as executor:
            store = Store(Path(place)) if fresh else user_store()
            yield Crew(at_work(workers), executor, store, report)
    except KeyboardInterrupt as stop:
        if out.exists():
            stop.add_note(f"the same command goes on with what is in {out}")
        raise


@contextmanager
def _on(cluster: str | None) -> "Iterator[Executor | None]":
    """The executor of a cluster's scheduler; SettingsError where there is none at the address."""
    if cluster is None:
        yield None
        return
    try:
        client_of: Any = import_module("distributed").Client
    except ImportError as err:
        raise SettingsError(
            "cluster: got no Dask here, wanted it: pip install 'footfall[cluster]'"
        ) from err
    try:
        client = client_of(cluster, timeout="5s", set_as_default=False)
    except (OSError, ValueError) as err:
        raise SettingsError(
            f"cluster: got nobody at {cluster!r}, wanted a Dask scheduler's address"
        ) from err
    with client:
        yield client.get_executor(retries=2)
