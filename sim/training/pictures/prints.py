"""The pictures of one session: which are wanted when, what each is called, and who may see it."""

from collections.abc import Collection, Mapping, Sequence

from sim.training.events import COMMANDER, TRAINEE
from sim.training.ground import Ground
from sim.training.injects.foreseen import Foreseen
from sim.training.live import Live
from sim.training.pictures.shots import Shot, pictured, shot_of, shots_of
from sim.training.probes import Probe


class Prints:
    """What is to be pictured of a session's alerts, come or to come, as far as is `foreseen`; their
    names can be made up by nobody without the `secret`.
    """

    def __init__(
        self,
        ground: Ground,
        live: Live,
        looks: Mapping[int, Sequence[Probe]],
        secret: str,
        foreseen: Foreseen | None = None,
    ) -> None:
        """`looks` are the faces of the tracks of the alerts that are planned."""
        self.ground, self.live, self.foreseen, self._looks = ground, live, foreseen, looks
        self.there = pictured(ground.setting.preset)
        self._secret, self._names = secret, dict[Shot, str]()
        self._about: tuple[object, ...] = ()
        self._shots: Mapping[int, Shot] = {}

    def name(self, shot: Shot) -> str:
        """What the pictures of a shot are called."""
        if shot not in self._names:
            self._names[shot] = shot.name(self._secret)
        return self._names[shot]

    def of(self, alert: int) -> str:
        """The name of an alert's pictures; "" where there are none."""
        shot = self.shots().get(alert)
        return self.name(shot) if shot else ""

    def wanted(self, now_s: float, speed: float) -> list[tuple[float, str, Shot]]:
        """Of each alert in how many seconds of people's own it comes, below 0 if it has, the name
        of its pictures, and what they are of.
        """
        shots = self.shots().values()
        return [((one.time_s - now_s) / speed, self.name(one), one) for one in shots]

    def may_see(self, name: str, role: str, shown: Collection[int]) -> bool:
        """Whether a role may see the pictures of that name: a trainee those of alerts that were
        `shown`, whoever watches all, a commander none.
        """
        known = self.shots()
        if role == TRAINEE:
            known = {n: one for n, one in known.items() if n in shown}
        return role != COMMANDER and name in map(self.name, known.values())

    def shots(self) -> Mapping[int, Shot]:
        """Of each alert by its number what is to be pictured; of none where nothing is."""
        about = self._stands_on()
        if self.there and about != self._about:
            self._about, self._shots = about, self._all()
        return self._shots

    def _stands_on(self) -> tuple[object, ...]:
        """What the shots hang on."""
        live, chain = self.live, self.foreseen.chain if self.foreseen else []
        if not live.steered:
            return (frozenset(live.answer.cases.gone),)
        told = (len(live.steering.coming), frozenset(live.answer.cases.gone))
        scenes = [live.steering.scene, *(one.worked.scene for one in chain if one.worked)]
        return *told, *map(id, scenes)

    def _all(self) -> Mapping[int, Shot]:
        live = self.live
        if self.foreseen is None or not live.steered:
            return shots_of(self.ground, live, self._looks)
        seen = self.foreseen.outlook(live.steering)
        looks = {**self._looks, **seen.looks}
        return {
            number: shot_of(seen.scene, one, seen.cast.get(number), looks.get(number, ()))
            for number, one in seen.alerts.items()
            if one.time_s < live.until_s
        }
