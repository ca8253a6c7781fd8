"""The chance that decides about an alert, found by what the alert is about."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from sim.events import AlertRaised
from sim.streams import Streams


@dataclass(frozen=True, slots=True)
class Luck:
    """Streams of each alert's own: by camera, person, subject, and occurrence.

    The occurrence says how many alerts these three had before, so that somebody alerted again is
    judged anew, and alerts about anything else leave this one's luck as it was.
    """

    streams: Streams
    index: dict[int, int]

    @classmethod
    def of(cls, streams: Streams, alerts: Iterable[AlertRaised]) -> "Luck":
        """That of a run's alerts, which come in the order of time."""
        before: Counter[tuple[str, int, int]] = Counter()
        index = {}
        for alert in alerts:
            about = (alert.camera, alert.person, alert.subject)
            index[alert.alert] = _number(*about, before[about])
            before[about] += 1
        return cls(streams, index)

    def add(self, alert: AlertRaised) -> None:
        """One that is raised beside those of the run: its own number is its occurrence."""
        about = (alert.camera, alert.person, alert.subject)
        self.index.setdefault(alert.alert, _number(*about, alert.alert))

    def rng(self, name: str, alert: AlertRaised) -> np.random.Generator:
        """The stream `name` of an alert."""
        return self.streams.rng(name, self.index[alert.alert])


def _number(camera: str, person: int, subject: int, occurrence: int) -> int:
    about = f"{camera}/{person}/{subject}/{occurrence}"
    return int.from_bytes(blake2b(about.encode(), digest_size=4).digest(), "big")
