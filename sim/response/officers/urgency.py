"""What the people on a watchlist are looked for, and how urgent that is."""

from collections.abc import Sequence
from dataclasses import dataclass

from scenarios.answer.categories import Category
from sim.streams import Streams


@dataclass(frozen=True, slots=True)
class Urgency:
    """The category of every subject, drawn from the subject's own stream."""

    categories: Sequence[Category]
    streams: Streams

    def of(self, subject: int) -> tuple[str, int]:
        """A subject's category, and its rank, 0 the most urgent; "" and the last without any."""
        if self.categories:
            drawn = self.streams.rng("category", subject).random()
            for rank, one in enumerate(self.categories):
                if drawn < one.share:
                    return one.name, rank
                drawn -= one.share
        return "", len(self.categories)
