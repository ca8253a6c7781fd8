"""RiMEA 4: how fast people walk in a corridor where it is how dense."""

from collections.abc import Sequence

from sim.fidelity.crowds.diagram import Beside
from sim.fidelity.crowds.rimea.checked import Checked


def check(beside: Sequence[Beside]) -> Checked:
    """The mean speed lies in the band of 10 to 90 % of measured corridors, at every density."""
    outside = [one for one in beside if not one.inside]
    got = f"{len(beside) - len(outside)} of {len(beside)} bins inside"
    if outside:
        got += ", not " + ", ".join(f"{one.measured.density_per_m2:g}" for one in outside)
    return Checked(
        number=4,
        name="Fundamental diagram",
        measures="mean speed by density, corridors of 3 m (not 10) jammed by their way out",
        wanted="10 to 90 % of people in HERMES corridors, .25 to 3 people/m2",
        got=got,
        passes=not outside,
    )
