"""A design of an experiment: a scenario with its changes, whole, so that it can be played anywhere.

A process on another machine has neither the scenario's file nor its plan; both travel with it.
"""

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import yaml

from engine.disk.files import write_bytes, write_text
from engine.errors import SettingsError
from engine.measure.calibration.presets import Preset
from scenarios.fields.changes import parsed
from scenarios.loader import Loaded
from scenarios.plan import read_plan
from scenarios.schema import Scenario
from sim.run import ready
from sim.stages.inputs import inputs

SCORES, PIXELS = "scores", "pixels"
SCENARIO = "scenario.yaml"


@dataclass(frozen=True, slots=True)
class Design:
    """A design by its `name`: the `scenario` as YAML after all `changes`, its plan's file name and
    bytes, the hashes of what else it rests on, the code among it, the seed, and its fidelity.
    """

    name: str
    scenario: str
    plan: str
    drawn: bytes
    inputs: Mapping[str, str]
    seed: int
    changes: Mapping[str, str] = field(default_factory=dict)
    fidelity: str = SCORES

    @property
    def key(self) -> str:
        """The hash of all that its results hang on, but for chance beyond the scenario's seed."""
        digest = blake2b(digest_size=16)
        for part in (self.scenario, *(self.inputs[name] for name in sorted(self.inputs))):
            digest.update(len(part).to_bytes(8, "big") + part.encode())
        return digest.hexdigest()

    def write(self, folder: Path) -> Loaded:
        """Write both files into a folder, where `footfall run` can play them; what they hold."""
        folder.mkdir(parents=True, exist_ok=True)
        write_text(folder / SCENARIO, self.scenario)
        write_bytes(folder / self.plan, self.drawn)
        scenario = Scenario.model_validate(yaml.safe_load(self.scenario))
        plan = folder / self.plan
        return Loaded(scenario, read_plan(plan), folder / SCENARIO, plan)


def design_of(
    name_or_path: str, changes: Mapping[str, str], name: str | None = None
) -> tuple[Design, Loaded, Preset]:
    """A scenario as a design; it is played in scores, and in pixels if its changes say so.

    Raises ScenarioError for what the scenario refuses or does not feel.
    """
    settled = {"fidelity": SCORES} | dict(changes)
    loaded, preset = ready(name_or_path, settled)
    plan = f"venue{''.join(loaded.venue_path.suffixes)}"
    told = loaded.scenario.model_dump(mode="json") | {"venue": plan}
    written = yaml.safe_dump(told, sort_keys=False)
    hashes = inputs(loaded.venue_path, preset, loaded.scenario.engine.pack)
    drawn = loaded.venue_path.read_bytes()
    seed = loaded.scenario.seed
    made = Design(
        name or name_or_path, written, plan, drawn, hashes, seed, dict(changes),
        loaded.scenario.fidelity,
    )  # fmt: skip
    return made, loaded, preset


def told_design(told: str, common: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """A scenario and its changes from `SCENARIO FIELD=VALUE …`, as somebody writes a design, with
    those that all designs have in `common`.

    >>> told_design("mall officers.speed_mps=2.5 'title=Two words'", {"seed": "3"})
    ('mall', {'seed': '3', 'officers.speed_mps': '2.5', 'title': 'Two words'})
    """
    try:
        words = shlex.split(told)
    except ValueError as err:
        raise SettingsError(f"design: got {told!r}, wanted quotes that are closed") from err
    if not words:
        raise SettingsError(f"design: got {told!r}, wanted SCENARIO FIELD=VALUE …")
    return words[0], dict(common) | parsed(words[1:])


def check_apart(designs: Iterable[Design]) -> None:
    """SettingsError for two designs that are the same."""
    first: dict[str, str] = {}
    for one in designs:
        if one.key in first:
            raise SettingsError(
                f"designs: got {one.name!r}, which is played as {first[one.key]!r} is, wanted"
                " designs that differ"
            )
        first[one.key] = one.name
