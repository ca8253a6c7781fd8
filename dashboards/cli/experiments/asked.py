"""What several experiments are asked by, and by whom they are played."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.terminal.estimates import foreseen
from dashboards.cli.terminal.progress import bars
from engine.errors import SettingsError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from sim.experiments.designs.design import Design
    from sim.experiments.designs.named import Made
    from sim.experiments.playing.crew import Crew
    from sim.experiments.rows.folder import ExperimentFolder


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


@dataclass(frozen=True, slots=True)
class Playing:
    """How an experiment is asked to be played: what differs, where it is kept, by whom it is
    played, and how it is told.
    """

    what: Varies
    out: Path | None
    workers: int | None
    cluster: str | None
    fresh: bool
    estimate: bool
    long: bool
    as_json: bool

    @property
    def place(self) -> Path:
        """The folder that is named; SettingsError for none, unless nothing is to be played."""
        if self.out is None and not self.estimate:
            raise SettingsError("out: got nothing, wanted a folder for the experiment")
        return self.out or Path()

    def foreseen(self, made: "Sequence[Made]", replications: int, option: str) -> bool:
        """Whether it is to be played, which says what that takes; ScenarioError, naming the option,
        for too much.
        """
        from sim.experiments.playing.films import check_films
        from sim.experiments.playing.needs import needs

        check_films([one[0] for one in made], self.what.value, self.cluster)
        told = [one[1:] for one in made]
        needed = needs(told, replications, self.what.value, self._at_work)
        how = {"only": self.estimate, "long": self.long, "as_json": self.as_json}
        return foreseen(needed, option, **how)

    @contextmanager
    def begun(
        self, kind: str, designs: "Sequence[Design]"
    ) -> "Iterator[tuple[ExperimentFolder, Crew]]":
        """Its folder, and whoever plays it; an interruption says how it is gone on with."""
        from sim.experiments.playing.crew import Crew
        from sim.experiments.rows.folder import begun
        from sim.stages.store import Store, user_store

        try:
            with bars() as report, TemporaryDirectory() as own, _on(self.cluster) as executor:
                store = Store(Path(own)) if self.fresh else user_store()
                with begun(self.place, kind, self.what.value, designs) as folder:
                    yield folder, Crew(self._at_work, executor, store, report)
        except KeyboardInterrupt as stop:
            if self.place.exists():
                stop.add_note(f"the same command goes on with what is in {self.place}")
            raise

    @property
    def head(self) -> dict[str, Any]:
        """What the JSON of every experiment begins with."""
        return {"what": self.what.value, "folder": str(self.place)}

    @property
    def _at_work(self) -> int:
        """So many as are asked for, or as there are cores."""
        from sim.estimate.machine import this_machine

        return self.workers or max(int(this_machine().cores), 1)


def say(told: Mapping[str, Any], show: Callable[[], None], *, as_json: bool) -> None:
    """One JSON object, or what is shown."""
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2, allow_nan=False) + "\n")
    else:
        show()


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
