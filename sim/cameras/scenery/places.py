"""The light of each kind of place: what people are lit by, what there is of it, what shines."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.cameras.scenery.materials import overhead
from sim.cameras.scenery.materials.patterns import Colour, Floats, Ground, Paint


@dataclass(frozen=True, slots=True)
class Place:
    """`light` is one of `sim.people.drawing.lights`; the rest is linear BGR with 1 for the light
    that paints are drawn in: `ambient` everywhere, `lamp` straight below a lamp of the place,
    `spill` before a lit window. `gloss` is the share of a dry and of a wet floor that mirrors when
    seen straight from above; `shadow` is the share of light missing where somebody
    stands before the strongest one; `bloom` is the share of brightness that strays in the lens.
    """

    light: str
    ambient: Colour
    sky: Callable[[Floats], Paint] | None = None
    ceiling: Callable[[Ground], Paint] = overhead.panels
    lamp: Colour = (0.0, 0.0, 0.0)
    spill: Colour = (0.0, 0.0, 0.0)
    gloss: tuple[float, float] = (0.0, 0.0)
    shadow: float = 0.25
    haze: Colour = (205.0, 205.0, 203.0)
    bloom: float = 0.0

    @property
    def open_air(self) -> bool:
        """Whether there is a sky."""
        return self.sky is not None


PLACES: Mapping[str, Place] = {
    "mall": Place(
        "mall", (0.95, 0.97, 1.0), spill=(0.1, 0.11, 0.12), gloss=(0.10, 0.10), shadow=0.35,
    ),
    "concourse": Place(
        "concourse", (0.98, 0.95, 0.92), ceiling=overhead.glazed, spill=(0.05, 0.08, 0.1),
        gloss=(0.07, 0.07),
    ),
    "street": Place(
        "dusk", (0.26, 0.185, 0.15), overhead.dusk, lamp=(0.3, 0.7, 1.05),
        spill=(0.16, 0.34, 0.44), gloss=(0.0, 0.16), shadow=0.5,
        haze=(118.0, 112.0, 128.0), bloom=0.5,
    ),
    "stadium": Place(
        "overcast", (1.0, 0.98, 0.96), overhead.overcast, gloss=(0.0, 0.10), shadow=0.16,
    ),
}  # fmt: skip
"""Chosen by eye, by scene."""
