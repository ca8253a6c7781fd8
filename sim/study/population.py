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

from engine.packs.pack import OPEN, load_pack
from sim.errors import SimError
from sim.people.drawing.shelf import edition
from sim.people.styles import DAY, ENROLMENT, MAKERS
from sim.recognition.workers import Job, run_jobs
from sim.study.blocks import Enrolled, Probed, enrol, joined, probe
from sim.study.bounds import RESTYLED, Trial
from sim.study.gate import LOOK_ALIKE, admit, separation, strangers

WORKERS, BLOCK = 2, 25
WORST = 6
"""So many of the closest pairs are told."""
STATEMENT = (
    "Rendered people and one engine: shares below compare designs and are no accuracy in the world."
    " The threshold rests on the enrolment pictures of those admitted, compared with each other."
)

Report = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """`count` people of the population `seed`; of those admitted the first `probes` are probed, as
    enrolled, as on the day, and in one of the `restyled` styles in turn. `parts` is a folder for
    blocks done.
    """

    count: int
    seed: int
    probes: int = 1000
    pack: str = OPEN
    restyled: Sequence[str] = RESTYLED
    parts: Path | None = None


@dataclass(frozen=True, slots=True)
class Population:
    """Everybody baked, who of them is admitted (n,), and how those admitted look to a camera."""

    plan: Plan
    pack_id: str
    enrolled: Enrolled
    admitted: NDArray[np.bool_]
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
        trial = Trial(templates, self.numbers, pairs, self.probed)
        return {
            "statement": STATEMENT,
            "seed": self.plan.seed,
            "pack": self.pack_id,
            "count": self.plan.count,
            "look_alike": LOOK_ALIKE,
            "admitted": int(self.admitted.sum()),
            "rejected": {
                "look_alikes": int((found & ~self.admitted).sum()),
                "without_one_face": int((~found).sum()),
            },
            "non_mated": separation(pairs, self.numbers, WORST),
            **trial.to_json(self.plan.restyled),
            "cost": self._cost(file_bytes),
        }

    def _cost(self, file_bytes: int | None) -> dict[str, Any]:
        """By the processor's time, which others at work do not lengthen; identities an hour are
        those of WORKERS processes on a core each.
        """
        enrolled, probed = self.enrolled, self.probed
        return {
            "workers": WORKERS,
            "identities_per_h": round(3600 * WORKERS / float(enrolled.cpu_s.mean())),
            "ms_an_identity": round(1000 * float(enrolled.cpu_s.mean()), 1),
            "views": len(probed.number),
            "ms_a_view": round(1000 * float(probed.cpu_s.mean()), 1),
            "picture_bytes_an_identity": round(float(enrolled.picture_bytes.mean())),
            "file_bytes_an_identity": file_bytes and round(file_bytes / self.plan.count),
            "wall_s": round(self.wall_s, 1),
        }

    def save(self, file: Path) -> None:
        """Write numbers, unit templates and who is admitted, whole or not at all."""
        part = file.with_name(file.name + ".part")
        with part.open("wb") as out:
            np.savez_compressed(
                out,
                pack=np.array(self.pack_id),
                seed=np.array(self.plan.seed),
                number=self.enrolled.number,
                template=self.enrolled.template,
                admitted=self.admitted,
            )
        part.rename(file)


def gated(plan: Plan, report: Report) -> Population:
    """Enrol everybody, admit those who are no look-alikes, and probe the first of these.

    Raises SimError for a style in which nobody can be drawn, or where nobody is admitted.
    """
    began_s, pack_id = perf_counter(), load_pack(plan.pack).id
    refuse_styles(plan.restyled)
    whole = _enrolled(plan, pack_id, partial(report, "Enrol the people"))
    admitted = admit(whole.template, whole.found)
    if not admitted.any():
        raise SimError(f"gate: got no face in {plan.count} pictures, wanted some to admit")
    chosen = whole.number[admitted][: plan.probes]
    probed = _probed(plan, pack_id, chosen, partial(report, "Look at those admitted"))
    return Population(plan, pack_id, whole, admitted, probed, perf_counter() - began_s)


def refuse_styles(restyled: Sequence[str]) -> None:
    """Raise SimError unless people can be drawn in all of these styles."""
    missing = [one for one in restyled if one not in MAKERS]
    if missing:
        raise SimError(
            f"styles: got {', '.join(missing)}, in which nobody can be drawn; wanted some of"
            f" {', '.join(MAKERS)}"
        )


def _enrolled(plan: Plan, pack_id: str, progress: Callable[[float], None]) -> Enrolled:
    cuts = _cuts(np.arange(plan.count))
    jobs = [
        Job(enrol, (cut, plan.seed, plan.pack, _file(plan, pack_id, "enrolled", cut)), len(cut))
        for cut in cuts
    ]
    blocks: list[Enrolled] = run_jobs(jobs, WORKERS, progress)
    return joined(blocks)


def _probed(
    plan: Plan, pack_id: str, numbers: NDArray[np.int64], progress: Callable[[float], None]
) -> Probed:
    turns = max(len(plan.restyled), 1)
    others = [plan.restyled[k % turns :][:1] for k in range(len(numbers))]
    styles = np.array([(ENROLMENT, DAY, *one) for one in others])
    jobs = [
        Job(
            probe,
            (
                np.repeat(cut, styles.shape[1]),
                styles[np.searchsorted(numbers, cut)].ravel(),
                plan.seed,
                plan.pack,
                _file(plan, pack_id, "probed", cut, *plan.restyled),
            ),
            len(cut),
        )
        for cut in _cuts(numbers)
    ]
    blocks: list[Probed] = run_jobs(jobs, WORKERS, progress)
    return joined(blocks)


def _cuts(numbers: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    return np.split(numbers, np.arange(BLOCK, len(numbers), BLOCK))


def _file(plan: Plan, pack_id: str, stage: str, *whom: object) -> Path | None:
    """Where a block is kept, under a name that tells all it depends on."""
    if plan.parts is None:
        return None
    told = repr((edition(), plan.seed, pack_id, [str(one) for one in whom]))
    return plan.parts / f"{stage}-{blake2b(told.encode(), digest_size=12).hexdigest()}.npz"
