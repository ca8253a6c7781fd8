"""Whose twin, sibling or look-alike somebody is, and which chance they share: by number."""

from dataclasses import dataclass

from sim.errors import SimError

TWIN, SIBLING, LOOK_ALIKE = KINDS = ("twin", "sibling", "look_alike")
KIN_BASE = 1_000_000_000
"""Numbers from here on are those of kin."""
MOST_OF_A_KIND = 100
"""Kin of one kind that one person can have."""
OWN_STREAMS = (
    "clothes", "enrolment", "return", "portrait", "folds", "stance", "makeup", "skin/scars",
    "skin/pimples", "wearables/style", "wearables/enrolment", "wearables/return", "wearables/older",
)  # fmt: skip
"""What twins do not have in common, by the beginnings of the streams it is drawn from."""
ALIKE_STREAMS = (
    "style", "hair", "texture", "beard", "brow", "iris", "grey", "receding", "recession",
)  # fmt: skip
"""What look-alikes have in common: hair, beard, brows and the colour of the eyes."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Whose kin somebody is; `which` tells several of one kind apart."""

    kind: str
    of: int
    which: int = 0

    @property
    def label(self) -> str:
        """In words.

        >>> Tie("look_alike", 12).label, Tie("sibling", 12, 1).label
        ('look-alike of 12', 'sibling 2 of 12')
        """
        several = f" {self.which + 1}" if self.which else ""
        return f"{self.kind.replace('_', '-')}{several} of {self.of}"

    @property
    def number(self) -> int:
        """The number that makes this somebody's identity.

        >>> tie(Tie("sibling", 12, 1).number)
        Tie(kind='sibling', of=12, which=1)
        """
        if self.kind not in KINDS or not 0 <= self.of < KIN_BASE:
            raise SimError(
                f"kin: got {self.kind} of {self.of}, wanted one of {', '.join(KINDS)} of a number"
                f" from 0 to {KIN_BASE - 1}"
            )
        if not 0 <= self.which < MOST_OF_A_KIND:
            raise SimError(f"kin: got {self.kind} {self.which}, wanted 0 to {MOST_OF_A_KIND - 1}")
        kind = KINDS.index(self.kind)
        return KIN_BASE * (1 + kind * MOST_OF_A_KIND + self.which) + self.of


def tie(number: int) -> Tie | None:
    """Whose kin somebody with that number is; None for nobody's.

    Raises SimError for numbers of no kind.
    """
    code, of = divmod(number, KIN_BASE)
    if code == 0:
        return None
    kind, which = divmod(code - 1, MOST_OF_A_KIND)
    if not 0 <= kind < len(KINDS):
        raise SimError(f"person: got number {number}, wanted one below {KIN_BASE}, or one of kin")
    return Tie(KINDS[kind], of, which)


def stream_number(number: int, name: str) -> int:
    """Whose stream `name` somebody draws from: twins and look-alikes draw some of the other's."""
    found = tie(number)
    if found is None or found.kind == SIBLING:
        return number
    twin = found.kind == TWIN and not name.startswith(OWN_STREAMS)
    return found.of if twin or name.startswith(ALIKE_STREAMS) else number
