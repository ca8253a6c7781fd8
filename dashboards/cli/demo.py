"""`footfall demo`: a day at a shopping centre, then one minute of it in pixels."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from dashboards.cli.app import app
from dashboards.cli.engine.packs import NEEDED, fetch_assets
from dashboards.cli.terminal.progress import bars
from dashboards.cli.terminal.screen import bold, console

if TYPE_CHECKING:
    from sim.run import RunResult

SCENARIO, MINUTE = "shopping_centre", "One minute of it"


@app.command()
def demo(
    runs: Annotated[Path, typer.Option(help="Where the two run folders go.")] = Path("runs"),
    seed: Annotated[
        int | None,
        typer.Option(min=0, help="Number that chance comes from. Default: the scenario's own."),
    ] = None,
) -> None:
    """Play `shopping_centre` for a day in scores, then its window in pixels, and show both."""
    from dashboards.cli.terminal.outcomes import print_outcomes
    from sim.jobs.job import Job
    from sim.jobs.processes import processes

    say = console(stderr=True).print
    say(_step("Models and people data", "in the cache, or fetched once and checked"))
    with bars() as report:
        fetch_assets(report, NEEDED)
    say(_step("The day", "templates drawn from a model of the engine"))
    with processes(1, 1) as beside:
        beside.submit([Job(_rehearse, ())])
        day = _play("scores", runs, seed, then={MINUTE: _expected_s("pixels", seed)})
        beside.futures[0].result()
    say(_step(MINUTE, "people rendered, feeds written, engine watching"))
    minute = _play("pixels", runs, seed)
    for result in (day, minute):
        print_outcomes(result)
    see = f"footfall dashboard {runs}"
    console().print(f"\nSee it:  {see}   (in this clone: .venv/bin/{see})", soft_wrap=True)


def _rehearse(report: Callable[[float], None]) -> None:
    """Portray and film somebody, so that what draws people and films them is compiled once, and not
    in every process that does; the day has use for one core only.
    """
    from sim.casting.staging import PEOPLE_SEED
    from sim.fidelity.walkpast import Condition, film_past
    from sim.people.sprites import Sprites

    sprites = Sprites(PEOPLE_SEED)
    sprites.enrolment(0)
    with TemporaryDirectory() as folder:
        film_past(Condition("rehearsal", metres=12.0), [0], sprites, Path(folder), report)


def _step(name: str, told: str) -> Text:
    return Text.assemble(bold(name), f": {told}")


def _expected_s(fidelity: str, seed: int | None) -> float:
    from sim.run import expected
    from sim.stages.store import user_store

    return sum(expected(SCENARIO, fidelity=fidelity, seed=seed, store=user_store()).values())


def _play(
    fidelity: str, runs: Path, seed: int | None, then: Mapping[str, float] | None = None
) -> "RunResult":
    """Play it; `then` is what comes after, in seconds, and belongs to the time left."""
    from sim.run import play
    from sim.stages.store import user_store

    with bars() as report:
        return play(
            SCENARIO,
            out=runs / f"demo-{fidelity}",
            numbered=True,
            fidelity=fidelity,
            seed=seed,
            store=user_store(),
            progress=report,
            planned=lambda folder, stages: report.take_up(folder, {**stages, **(then or {})}),
        )
