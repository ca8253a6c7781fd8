"""A population baked, gated and measured: what `footfall people gate` tells."""

from collections.abc import Callable, Sequence
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
from engine.packs.pack import Pack, load_pack
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
    `views` has it: those whom all of the packs admit. `parts` is a folder for blocks done.
    """

    count: int
    seed: int
    probes: int = 1000
    packs: tuple[str, ...] = (OPEN,)
    parts: Path | None = None


@dataclass(frozen=True, slots=True)
class Population:
    """Everybody baked as a pack sees them, who of them is admitted (n,), and how those admitted
    look to a camera, of whom some are `grown` up (k,). The pack alone would admit `alone`.
    """

    plan: GatePlan
    pack_id: str
    look_alike: float
    alone: int
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
        """Everything told; `file_bytes` is the size of the file that `save_gate` wrote."""
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
            "admitted_by_this_pack": self.alone,
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


def save_gate(file: Path, found: Sequence[Population]) -> None:
    """Write numbers, who is admitted, and each pack's id and unit templates (`pack`, `template`,
    then `pack_1`, `template_1` and so on), whole or not at all.
    """
    first = found[0]
    arrays = {
        "seed": np.array(first.plan.seed),
        "number": first.enrolled.number,
        "admitted": first.admitted,
    }
    for turn, one in enumerate(found):
        end = f"_{turn}" if turn else ""
        arrays |= {f"pack{end}": np.array(one.pack_id), f"template{end}": one.enrolled.template}
    write_arrays(file, arrays, packed=True)


def gated(plan: GatePlan, report: Report) -> tuple[Population, ...]:
    """Enrol everybody with every pack, admit those who are look-alikes to none, and probe the first
    of these; one for each pack.

    Raises SimError where nobody is admitted.
    """
    packs = [load_pack(name) for name in plan.packs]
    began_s = perf_counter()
    seen = _enrolled(plan, packs, partial(report, "Enrol the people"))
    found = np.logical_and.reduce([whole.found for whole in seen])
    bounds = [(whole.template, pack.look_alike) for whole, pack in zip(seen, packs, strict=True)]
    admitted = admit(bounds, found)
    if not admitted.any():
        raise SimError(f"gate: got no face in {plan.count} pictures, wanted some to admit")
    chosen = seen[0].number[admitted][: plan.probes]
    grown = np.array([identity(number, plan.seed).age >= ADULT for number in chosen.tolist()])
    probed = _probed(plan, packs, chosen, grown, partial(report, "Look at those admitted"))
    wall_s, made = perf_counter() - began_s, []
    for pack, whole, looks in zip(packs, seen, probed, strict=True):
        bound = pack.look_alike
        alone = int(admit([(whole.template, bound)], whole.found).sum())
        made.append(Population(plan, pack.id, bound, alone, whole, admitted, grown, looks, wall_s))
    return tuple(made)


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


def _enrolled(
    plan: GatePlan, packs: Sequence[Pack], progress: Callable[[float], None]
) -> list[Enrolled]:
    """Everybody as each pack enrols them."""
    jobs = [
        Job(enrol, (cut, plan.seed, plan.packs), len(cut), _keeping(plan, packs, Enrolled, cut))
        for cut in _cuts(np.arange(plan.count))
    ]
    blocks: list[tuple[Enrolled, ...]] = run_jobs(jobs, WORKERS, progress)
    return [joined([*one]) for one in zip(*blocks, strict=True)]


def _probed(
    plan: GatePlan,
    packs: Sequence[Pack],
    numbers: NDArray[np.int64],
    grown: NDArray[np.bool_],
    progress: Callable[[float], None],
) -> list[Probed]:
    """Those of these numbers as each pack sees them."""
    seen = views(numbers, grown, plan.seed)
    jobs = []
    for cut in _cuts(np.arange(len(numbers))):
        styles = [seen[k] for k in cut.tolist()]
        whom = np.repeat(numbers[cut], [len(one) for one in styles])
        keeping = _keeping(plan, packs, Probed, numbers[cut], styles)
        told = (whom, np.array([style for one in styles for style in one]))
        jobs.append(Job(probe, (*told, plan.seed, plan.packs), len(whom), keeping))
    blocks: list[tuple[Probed, ...]] = run_jobs(jobs, WORKERS, progress)
    return [joined([*one]) for one in zip(*blocks, strict=True)]


def _cuts(numbers: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    return np.split(numbers, np.arange(BLOCK, len(numbers), BLOCK))


def _keeping(
    plan: GatePlan, packs: Sequence[Pack], kind: type[Block], *whom: object
) -> Keeping | None:
    """Where blocks are kept, under a name that tells all they depend on."""
    if plan.parts is None:
        return None
    told = repr((edition(), plan.seed, [pack.id for pack in packs], [str(one) for one in whom]))
    digest = blake2b(told.encode(), digest_size=12).hexdigest()
    file = plan.parts / f"{kind.__name__.lower()}-{digest}.npz"
    return Keeping(file, partial(load, kind, len(packs)), save)
