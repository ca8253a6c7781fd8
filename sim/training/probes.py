"""The faces that an alert rests on, as whoever judges it may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.cameras.sightings import Sightings, passes
from sim.events import AlertRaised
from sim.recognition.scores import Searched


@dataclass(frozen=True, slots=True)
class Probe:
    """A face of an alert's track that was searched: when, how large, how turned, and whom it was
    most like.
    """

    time_s: float
    interocular_px: float
    yaw_deg: float
    subject: int
    score: float


def probes(
    alerts: Sequence[AlertRaised],
    sightings: Sightings,
    searched: Searched,
    cameras: Sequence[str],
    lost_after_s: float,
) -> Mapping[int, Sequence[Probe]]:
    """Of every alert the faces of its track that were searched, in the order of time; none of one
    that came later than its face was seen.
    """
    people = np.unique([alert.person for alert in alerts])
    rows = np.flatnonzero(np.isin(sightings.person, people) & searched.detected)
    about = (sightings.time_s[rows], sightings.camera[rows], sightings.person[rows])
    track = passes(*about, lost_after_s)
    found: dict[int, Sequence[Probe]] = {}
    for alert in alerts:
        here = (about[0] == alert.time_s) & (about[2] == alert.person)
        here &= about[1] == cameras.index(alert.camera)
        mine = rows[np.isin(track, track[here])]
        mine = mine[searched.subject[mine] >= 0]
        told = (sightings.time_s, sightings.interocular_px, sightings.yaw_deg)
        columns = [column[mine].tolist() for column in told]
        claims = (searched.subject[mine].tolist(), searched.score[mine].tolist())
        looks = (Probe(*one) for one in zip(*columns, *claims, strict=True))
        found[alert.alert] = sorted(looks, key=lambda one: one.time_s)
    return found
