"""Several designs at once: as they are named, on a grid, or spread over ranges."""

from collections.abc import Mapping, Sequence

from engine.errors import SettingsError
from engine.measure.calibration.presets import Preset
from scenarios.loader import Loaded
from sim.experiments.designs.design import Design, design_of, told_design

Made = tuple[Design, Loaded, Preset]


def designs_of(told: Sequence[str], common: Mapping[str, str]) -> list[Made]:
    """Designs as they are written, `SCENARIO FIELD=VALUE …` each, by which they are called; all
    have the changes in `common`, and one seed.

    Raises SettingsError for two that are written alike or have different seeds, ScenarioError for
    what a scenario refuses.
    """
    made: list[Made] = []
    for one in told:
        if any(design.name == one for design, _, _ in made):
            raise SettingsError(f"designs: got {one!r} twice, wanted it once")
        name, changes = told_design(one, common)
        made.append(design_of(name, changes, one))
    for design, _, _ in made[1:]:
        if design.seed != made[0][0].seed:
            raise SettingsError(
                f"designs: got seed {design.seed} in {design.name!r}, wanted"
                f" {made[0][0].seed}, as in the first: --set seed=… gives all of them one"
            )
    return made
