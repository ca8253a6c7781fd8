"""Which of several ways to the same result is the quickest: found out by going them."""

TRIED = 3
"""So often each way is gone before one is chosen: a slow run is chance, the quickest one is not."""
AGAIN = 64
"""Every so many times another way is gone once more, in case the machine has changed its mind."""


class Pace:
    """The quickest of so many ways, for each size of a task apart, sizes of one power of two alike.

    It depends on the processor, the libraries, their threads and what else the machine does, so
    nothing is foreseen and nothing kept on disk. Only for ways whose results are the same.
    """

    def __init__(self, ways: int) -> None:
        self.ways = ways
        self._turns: dict[int, int] = {}
        self._best_s: dict[int, list[float]] = {}

    def choose(self, size: int) -> int:
        """The number of the way to go now."""
        kind = size.bit_length()
        turn = self._turns.get(kind, 0)
        self._turns[kind] = turn + 1
        best_s = self._best_s.get(kind)
        if turn < TRIED * self.ways or best_s is None:  # None: others have set out, none is back
            return turn % self.ways
        if turn % AGAIN == 0:
            return turn // AGAIN % self.ways
        return best_s.index(min(best_s))

    def tell(self, size: int, way: int, took_s: float) -> None:
        """How long a way took."""
        best_s = self._best_s.setdefault(size.bit_length(), [float("inf")] * self.ways)
        best_s[way] = min(best_s[way], took_s)
