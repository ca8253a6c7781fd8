"""What a piece of work would need, as people read it in a terminal."""

import json
import sys

from dashboards.cli.terminal.screen import console, dim
from dashboards.cli.terminal.tables import table
from sim.estimate import Estimate
from sim.estimate.refusal import lasting, size

COUNTED = {
    "people": "people who come",
    "people_walked": "of them walked",
    "crowd_rows": "places of people, every half second",
    "sightings": "faces before cameras, every half second",
    "probes": "faces searched",
    "comparisons": "comparisons with the list",
    "frames": "frames filmed",
    "pixels": "pixels drawn",
    "figures": "people drawn into frames",
    "views": "pictures looked at",
}
NOTE = (
    "An estimate before anything is played; what is kept from earlier runs takes less. How near"
    " it comes: docs/limits.md"
)


def say_estimate(estimate: Estimate, *, as_json: bool) -> None:
    """Print it: one JSON object, or tables."""
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
