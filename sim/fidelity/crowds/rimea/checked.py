"""What one test found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Checked:
    """A test by its number in RiMEA 4.1.1: what it measures, wants and got, and whether it passes
    (None: it does not apply, and `got` says why).
    """

    number: int
    name: str
    measures: str
    wanted: str
    got: str
    passes: bool | None
