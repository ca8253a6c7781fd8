"""What a scenario's cameras cover, before the crowd of its own day."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.measure.calibration.presets import Preset
from scenarios.loader import Loaded
from sim.cameras.coverage.site import Covered, Walked, site
from sim.cameras.coverage.squares import STEP_M
from sim.estimate import Estimate, of_run
from sim.folder import RunFolder
from sim.stages.inputs import setting_of
from sim.stages.line import Line
from sim.stages.span import span_of
from sim.stages.store import Store
from sim.stages.world import WALKED, World

LOOK = "Look through the cameras"
Report = Callable[[str, float], None]


def covering(
    loaded: Loaded,
    preset: Preset,
    *,
    density_per_m2: float | None = None,
    step_m: float = STEP_M,
    store: Store | None = None,
    report: Report = lambda *_: None,
) -> tuple[Covered, ...]:
    """The levels with cameras, before the crowd of the scenario's day, walked or kept in the store;
    or before so many people a square metre everywhere.
    """
    crowd = _walked(loaded, preset, store, report) if density_per_m2 is None else density_per_m2
    report(LOOK, 0.0)
    return site(loaded.scenario, loaded.place, crowd, step_m, lambda share: report(LOOK, share))


def needs(loaded: Loaded, preset: Preset) -> Estimate:
    """What walking that crowd would need."""
    whole = of_run(loaded, preset)
    parts = tuple(part for part in whole.parts if part.name == "world")
    amounts = {name: whole.amounts[name] for name in ("people", "crowd_rows")}
    return Estimate(whole.about, amounts, parts, whole.machine)


def _walked(loaded: Loaded, preset: Preset, store: Store | None, report: Report) -> Walked:
    with TemporaryDirectory() as folder:
        shelves = [store] if store else []
        line = Line(setting_of(loaded, preset), RunFolder(Path(folder)), report, shelves, store)
        world: World = line.play([WALKED])
        span = span_of(loaded.scenario)
        return world.people, world.crowd, (span.start_s, span.end_s)
