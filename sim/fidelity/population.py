"""A population baked, gated and measured: what `footfall people gate` tells."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.disk.files import write_arrays
from engine.packs.names import OPEN
from engine.packs.pack import load_pack
from sim.errors import SimError
from sim.fidelity.blocks import Block, Enrolled, Probed, enrol, joined, load, probe, save
from sim.fidelity.bounds import Trial
from sim.fidelity.costs import CHANGED, changes_of, costs
from sim.fidelity.gate import admit, separation, strangers
from sim.jobs.job import Job, Keeping
from sim.jobs.running import run_jobs
from sim.people.ages import ADULT
from sim.people.births import identity
from sim.people.drawing.shelf import edition
from sim.people.styles import DAY, ENROLMENT, OLDER, RETURN, barefaced

WORKERS, BLOCK = 2, 25
WORST = 6
"""So many of the closest pairs are told."""
LATER = (barefaced(RETURN), barefaced(OLDER))
"""Grown-ups are seen in one of these, in turn."""
STATEMENT = (
    "Rendered people and one engine: for comparing designs only, not real-world accuracy."
    " The threshold rests on the enrolment pictures of those admitted, compared with each other."
)

Report = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class GatePlan:
    """`count` people of the population `seed`; of those admitted the first `probes` are probed, as
    `views` has it. `parts` is a folder for blocks done.
    """

    count: int
    seed: int
    probes: int = 1000
    pack: str = OPEN
    parts: Path | None = None


@dataclass(frozen=True, slots=True)
class Population:
    """Everybody baked, who of them is admitted (n,), and how those admitted look to a camera, of
    whom some are `grown` up (k,).
    """

    plan: GatePlan
    pack_id: str
    look_alike: float
    enrolled: Enrolled
    admitted: NDArray[np.bool_]
    grown: NDArray[np.bool_]
    probed: Probed
    wall_s: float

    @property
    def numbers(self) -> NDArray[np.int64]:
        """Of the people admitted, in order."""
        return self.enrolled.number[self.admitted]

    def to_json(self, file_bytes: int | None = None) -> dict[str, Any]:
        """Everything told; `file_bytes` is the size of the file that `save` wrote."""
        templates = self.enrolled.template[self.admitted]
        pairs, found = strangers(templates), self.enrolled.found
        trial = Trial(templates, self.numbers, pairs, self.probed, self.grown)
        return {
            "statement": STATEMENT,
            "seed": self.plan.seed,
            "pack": self.pack_id,
            "count": self.plan.count,
            "look_alike": self.look_alike,
            "admitted": int(self.admitted.sum()),
            "rejected": {
                "look_alikes": int((found & ~self.admitted).sum()),
                "without_one_face": int((~found).sum()),
            },
            "non_mated": separation(pairs, self.numbers, WORST),
            **trial.to_json(),
            "costs": [one.to_json() for one in costs(trial)],
            "cost": self._cost(file_bytes),
        }

    def _cost(self, file_bytes: int | None) -> dict[str, Any]:
        """By the processor's time, which others at work do not lengthen; identities an hour are
        those of WORKERS processes on a core each.
        """
        enrolled, cpu_s = self.enrolled, self.probed.cpu_s[self.probed.cpu_s > 0]
        return {
            "workers": WORKERS,
            "identities_per_h": round(3600 * WORKERS / float(enrolled.cpu_s.mean())),
            "ms_an_identity": round(1000 * float(enrolled.cpu_s.mean()), 1),
            "views": len(cpu_s),
            "ms_a_view": round(1000 * float(cpu_s.mean()), 1),
            "picture_bytes_an_identity": round(float(enrolled.picture_bytes.mean())),
            "file_bytes_an_identity": file_bytes and round(file_bytes / self.plan.count),
            "wall_s": round(self.wall_s, 1),
        }

    def save(self, file: Path) -> None:
        """Write numbers, unit templates and who is admitted, whole or not at all."""
        arrays = {
            "pack": np.array(self.pack_id),
            "seed": np.array(self.plan.seed),
            "number": self.enrolled.number,
            "template": self.enrolled.template,
            "admitted": self.admitted,
        }
        write_arrays(file, arrays, packed=True)


def gated(plan: GatePlan, report: Report) -> Population:
    """Enrol everybody, admit those who are no look-alikes, and probe the first of these.

    Raises SimError where nobody is admitted.
    """
    began_s, pack = perf_counter(), load_pack(plan.pack)
    whole = _enrolled(plan, pack.id, partial(report, "Enrol the people"))
    admitted = admit(whole.template, pack.look_alike, whole.found)
    if not admitted.any():
        raise SimError(f"gate: got no face in {plan.count} pictures, wanted some to admit")
    chosen = whole.number[admitted][: plan.probes]
    grown = np.array([identity(number, plan.seed).age >= ADULT for number in chosen.tolist()])
    probed = _probed(plan, pack.id, chosen, grown, partial(report, "Look at those admitted"))
    wall_s = perf_counter() - began_s
    return Population(plan, pack.id, pack.look_alike, whole, admitted, grown, probed, wall_s)


def views(numbers: NDArray[np.int64], grown: NDArray[np.bool_], seed: int) -> list[list[str]]:
    """In which styles each of those probed is seen: as enrolled and, barefaced, on the day;
    grown-ups (k,) also in all that they wear and in one of LATER, the first CHANGED of them besides
    changed in one thing at a time; children ten years older.
    """
    turns = np.cumsum(grown) - 1
    found = []
    for number, adult, turn in zip(numbers.tolist(), grown.tolist(), turns.tolist(), strict=True):
        later = [DAY, LATER[turn % len(LATER)]] if adult else [barefaced(OLDER)]
        singly = changes_of(number, seed) if adult and turn < CHANGED else []
        found.append([ENROLMENT, *singly, barefaced(DAY), *later])
    return found


def _enrolled(plan: GatePlan, pack_id: str, progress: Callable[[float], None]) -> Enrolled:
    cuts = _cuts(np.arange(plan.count))
    jobs = [
        Job(
            enrol,
            (cut, plan.seed, plan.pack),
            len(cut),
            _keeping(plan, pack_id, Enrolled, "enrolled", cut),
        )
        for cut in cuts
    ]
    blocks: list[Enrolled] = run_jobs(jobs, WORKERS, progress)
    return joined(blocks)


def _probed(
    plan: GatePlan,
    pack_id: str,
    numbers: NDArray[np.int64],
    grown: NDArray[np.bool_],
    progress: Callable[[float], None],
) -> Probed:
    seen = views(numbers, grown, plan.seed)
    jobs = []
    for cut in _cuts(np.arange(len(numbers))):
        styles = [seen[k] for k in cut.tolist()]
        whom = np.repeat(numbers[cut], [len(one) for one in styles])
        keeping = _keeping(plan, pack_id, Probed, "probed", numbers[cut], styles)
        told = (whom, np.array([style for one in styles for style in one]))
        jobs.append(Job(probe, (*told, plan.seed, plan.pack), len(whom), keeping))
    blocks: list[Probed] = run_jobs(jobs, WORKERS, progress)
    return joined(blocks)


def _cuts(numbers: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    return np.split(numbers, np.arange(BLOCK, len(numbers), BLOCK))


def _keeping(
    plan: GatePlan, pack_id: str, kind: type[Block], stage: str, *whom: object
) -> Keeping | None:
    """Where a block is kept, under a name that tells all it depends on."""
    if plan.parts is None:
        return None
    told = repr((edition(), plan.seed, pack_id, [str(one) for one in whom]))
    name = f"{stage}-{blake2b(told.encode(), digest_size=12).hexdigest()}.npz"
    return Keeping(plan.parts / name, partial(load, kind), save)
