"""Offline throughput: the farm's frames a second beside bare models and insightface's own loop."""

from dataclasses import asdict, dataclass
from typing import Any

from engine.packs.pack import load_pack
from engine.settings import EngineSettings
from engine.stress.drive import farm_of, frames_for, run
from engine.stress.load import Load
from engine.stress.machine import cores
from engine.stress.repeats import Progress, Spread, in_turn, spread
from engine.stress.rivals import Bare, inputs_for, quickest_loop
from engine.stress.strangers import strangers
from engine.stress.terms import Terms
from engine.vision.analyser import Analyser

WANTED_EFFICIENCY, WANTED_VS_INSIGHTFACE = 0.9, 1.8


@dataclass(frozen=True, slots=True)
class Throughput:
    """Frames a second of the farm, of the `bare` sessions in as many processes, and of
    insightface's loop at its best number of `threads`; ratios are of runs beside each other.
    """

    load: str
    size_px: tuple[int, int]
    faces: float
    watchlist: int
    workers: int
    streams: int
    frames: int
    farm_per_s: Spread
    bare_per_s: Spread
    insightface_per_s: Spread
    threads: int
    efficiency: Spread
    vs_insightface: Spread

    def as_json(self) -> dict[str, Any]:
        """The fields under their names, and what is wanted."""
        told = asdict(self) | {
            name: one.as_json() for name in SPREADS if (one := getattr(self, name))
        }
        wanted = {"efficiency": WANTED_EFFICIENCY, "vs_insightface": WANTED_VS_INSIGHTFACE}
        return told | {"wanted": wanted}


SPREADS = ("farm_per_s", "bare_per_s", "insightface_per_s", "efficiency", "vs_insightface")


def throughput(load: Load, terms: Terms, progress: Progress) -> Throughput:
    """Measure all three in turn, `terms.rounds` times, each on the same frames."""
    pack, settings = load_pack(terms.pack), EngineSettings(pack=terms.pack)
    analyser = Analyser(pack, settings)
    inputs = [inputs_for(bgr, analyser, settings) for bgr in load.pictures]
    with (
        farm_of(terms, analyser.dimension, pack.id) as farm,
        Bare(terms.pack, inputs, terms.workers) as bare,
    ):
        gallery = strangers(terms.watchlist, analyser.dimension, terms.seed, pack.id)
        loop = quickest_loop(pack, load.pictures, gallery, cores())
        frames = frames_for(farm, load, terms)
        calls = (
            lambda: bare.run(frames),
            lambda: run(farm, load, frames, terms.streams),
            lambda: loop.run(frames),
        )
        bare.run(frames)
        took_s = in_turn(calls, terms.rounds, progress)
    bare_per_s, farm_per_s, loop_per_s = frames / took_s.T
    return Throughput(
        load=load.name,
        size_px=load.size_px,
        faces=load.faces,
        watchlist=terms.watchlist,
        workers=terms.workers,
        streams=terms.streams,
        frames=frames,
        farm_per_s=spread(farm_per_s),
        bare_per_s=spread(bare_per_s),
        insightface_per_s=spread(loop_per_s),
        threads=loop.threads,
        efficiency=spread(farm_per_s / bare_per_s),
        vs_insightface=spread(farm_per_s / loop_per_s),
    )
