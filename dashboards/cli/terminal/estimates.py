"""What a piece of work would need, as people read it in a terminal."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.door import complain
from dashboards.cli.terminal.screen import console, dim
from dashboards.cli.terminal.tables import table
from scenarios.hours import lasting

if TYPE_CHECKING:
    from sim.estimate import Estimate

Only = Annotated[bool, typer.Option("--estimate", help="Say what it would need, and do nothing.")]
Long = Annotated[
    bool, typer.Option("--long", help="Begin also what would take longer than an hour.")
]

COUNTED = {
    "people": "people who come",
    "drawn": "people drawn",
    "pictured": "people in photographs",
    "pictures": "photographs",
    "people_walked": "of them walked",
    "crowd_rows": "places of people, every half second",
    "sightings": "faces before cameras, every half second",
    "probes": "faces searched",
    "comparisons": "comparisons with the list",
    "frames": "frames filmed",
    "pixels": "pixels drawn",
    "figures": "people drawn into frames",
    "views": "pictures looked at",
    "rounds": "times that everything is measured",
    "candidates": "cameras that may be taken",
    "templates": "templates of the largest watchlist",
}
NOTE = (
    "An estimate before anything is played; what is kept from earlier runs takes less. How near"
    " it comes: docs/limits.md"
)


def foreseen(estimate: "Estimate", option: str, *, only: bool, long: bool, as_json: bool) -> bool:
    """Whether the work is to be begun, which says how long it will take: not if it is `only` told
    what it needs. ScenarioError, naming the option, for what is too much for this machine, or too
    `long`.
    """
    from sim.estimate import LONG_S, refuse

    if only:
        say_estimate(estimate, as_json=as_json)
        return False
    refuse(estimate, None if long else LONG_S, blamed=lambda _: option)
    complain(said(estimate))
    return True


def said(estimate: "Estimate") -> str:
    """How long it will take and how much room, part by part, in a line."""
    from sim.estimate.refusal import size

    parts = ", ".join(f"{part.name} {lasting(part.cpu_s)}" for part in estimate.parts)
    room = f"{size(estimate.memory_bytes)} of memory"
    room += f" and {size(estimate.disk_bytes)} on disk" if estimate.disk_bytes else ""
    return f"takes about {lasting(estimate.wall_s)} here, {room}: {parts}"


def say_estimate(estimate: "Estimate", *, as_json: bool) -> None:
    """Print it: one JSON object, or tables."""
    from sim.estimate.refusal import size

    if as_json:
        sys.stdout.write(json.dumps(estimate.to_json(), indent=2) + "\n")
        return
    screen, machine = console(), estimate.machine
    counts = [(COUNTED[name], f"{amount:,.0f}") for name, amount in estimate.amounts.items()]
    screen.print(table((estimate.about, "about"), counts))
    rows = [
        (part.name, lasting(part.cpu_s), size(part.memory_bytes), size(part.disk_bytes))
        for part in estimate.parts
    ]
    whole = (lasting(estimate.cpu_s), size(estimate.memory_bytes), size(estimate.disk_bytes))
    screen.print(table(("part", "processor", "memory", "disk"), [*rows, ("all", *whole)]))
    here = f"{machine.cores:g} cores, {size(machine.memory_bytes)} of memory free"
    screen.print(f"Done in about {lasting(estimate.wall_s)} here ({here}).", soft_wrap=True)
    screen.print(dim(NOTE), soft_wrap=True)
