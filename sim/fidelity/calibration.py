"""What a preset is fitted to and checked against: rendered people, or photographs in a folder."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from engine.errors import GalleryError, SettingsError
from engine.measure.album import listed, pictures
from engine.measure.calibration import photographs
from engine.measure.calibration.check import check
from engine.measure.calibration.fit import fit
from engine.measure.calibration.presets import Preset, load_preset
from engine.measure.calibration.sample import Sample, half, joined
from engine.packs.pack import Pack, load_pack
from engine.pictures.errors import PictureError
from engine.pictures.folders import Listing
from engine.pictures.reading import read_pixels
from sim.estimate import Estimate, of_photographs
from sim.fidelity import calibrate
from sim.fidelity.portraits import Portraits
from sim.jobs.job import Job
from sim.jobs.running import run_jobs
from sim.streams import Streams

Report = Callable[[str, float], None]
WORKERS, FEW = 2, 40
"""Fewer people than FEW are looked at here: processes of their own would take longer to start."""
SAMPLED = 5
"""Photographs that are opened to learn how large they are."""


@dataclass(frozen=True, slots=True)
class CalibrationPlan:
    """How people are looked at; `preset` is the one to check, None: one fitted to a half."""

    views: int
    packs: tuple[str, ...]
    preset: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """People with their views; `names` (n,) tell the halves apart, `look_alike` bounds likeness.

    `make` fits a preset to all of them; `listings` say what else lies in a folder of photographs,
    `doubtful` are those whose main face was not taken, `unreadable` files with the reason.
    """

    name: str
    sample: Sample
    names: tuple[str, ...]
    look_alike: float
    plan: CalibrationPlan
    pack_id: str
    make: Callable[[Callable[[float], None]], Preset]
    listings: tuple[Listing, ...] = ()
    doubtful: tuple[str, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()

    def fitted(self, report: Report) -> Preset:
        """The preset of all the people."""
        with threadpool_limits(1, "blas"):
            return self.make(partial(report, "Find the thresholds"))

    def checked(self, report: Report) -> dict[str, Any]:
        """The plan's preset against all, or a stand-in of one half against the other half."""
        rng, tell = Streams(calibrate.POPULATION).rng("check"), partial(report, "Compare")
        with threadpool_limits(1, "blas"):
            if self.plan.preset:
                return self._preset_checked(load_preset(self.plan.preset), rng, tell)
            first = half(self.names)
            standin = fit(self.sample.of(first), self.look_alike, rng)
            found = check(standin, self.sample.of(~first), rng, tell)
        split = (
            f"Fitted to {first.sum():,} people of {self.name}, compared with the"
            f" {(~first).sum():,} others, chosen by a hash of their names."
        )
        return {"origin": self._origin(), "split": split} | found

    def _preset_checked(
        self, preset: Preset, rng: np.random.Generator, tell: Callable[[float], None]
    ) -> dict[str, Any]:
        if preset.pack_id != self.pack_id:
            raise SettingsError(
                f"preset: got {preset.name!r}, measured with pack {preset.pack_id}, wanted one of"
                f" pack {self.pack_id}"
            )
        people = len(self.names)
        split = f"Compared with {people:,} people of {self.name}; nothing was fitted."
        found = check(preset.standin, self.sample, rng, tell)
        return {"origin": preset.origin, "split": split} | found

    def _origin(self) -> str:
        return f"Stand-in of {self.name} against what pack {self.pack_id} measured."


def rendered(people: int, plan: CalibrationPlan, report: Report) -> tuple[Source, ...]:
    """Rendered people whom the gate of all packs admits: the first, or beyond those of a preset to
    check; as each pack sees them.
    """
    first = 0
    if plan.preset:
        first = int(load_preset(plan.preset).admitted.max(initial=-1)) + 1
    numbers = np.arange(first, first + people)
    tell = partial(report, "Photograph the people")
    looks = calibrate.portraits(numbers, plan.views, plan.packs, WORKERS, tell)
    return tuple(
        _of_rendered(seen, load_pack(name), plan)
        for seen, name in zip(looks, plan.packs, strict=True)
    )


def _of_rendered(seen: Portraits, pack: Pack, plan: CalibrationPlan) -> Source:
    names = tuple(str(number) for number in seen.number)
    make = partial(calibrate.preset, seen, pack.id, pack.look_alike)
    return Source("the rendered population", seen, names, pack.look_alike, plan, pack.id, make)


def of_folder(folder: Path, views: int, packs: int = 1, out: Path | None = None) -> Estimate:
    """What calibrating on the photographs in a folder needs; only SAMPLED of them are opened.

    Raises GalleryError where there are none.
    """
    files, names = pictures(folder)
    some = files[:: max(len(files) // SAMPLED, 1)][:SAMPLED]
    pixels = [size for file in some if (size := _pixels(file))]
    people, mean = len(set(names)), float(np.mean(pixels)) if pixels else 0.0
    return of_photographs(people, len(files), mean, views, packs, out)


def _pixels(file: Path) -> int:
    """Of a picture; 0 of one that cannot be read, which is told once it is looked at."""
    try:
        height, width = read_pixels(file).shape[:2]
    except PictureError:
        return 0
    return int(height * width)


def taken(
    folder: Path,
    plan: CalibrationPlan,
    report: Report,
    *,
    name: str | None = None,
    about: str | None = None,
) -> tuple[Source, ...]:
    """The people in a folder of photographs as each pack sees them; GalleryError where nobody has a
    face.

    A preset of them is called `name` and tells `about` what the photographs are; both are the
    folder's name unless they are given.
    """
    listing, held = listed(folder), folder.resolve().name
    called = photographs.Called(name or held, about or held)
    return tuple(_of_photographs(pack, listing, called, plan, report) for pack in plan.packs)


def _of_photographs(
    pack: str,
    listing: Listing,
    called: photographs.Called,
    plan: CalibrationPlan,
    report: Report,
) -> Source:
    tell = partial(report, f"Look at the photographs, {pack}")
    seen = _photographed(photographs.subjects_of(listing), plan.views, pack, tell)
    if not len(seen.enrolled):
        raise GalleryError(f"{listing.folder}: got no picture with a face, wanted some")
    pack_id = load_pack(pack).id
    rng = Streams(calibrate.POPULATION).rng("photographs")
    return Source(
        name=called.pictures,
        sample=seen,
        names=tuple(seen.subject.tolist()),
        look_alike=photographs.NOBODY_REFUSED,
        plan=plan,
        pack_id=pack_id,
        make=partial(photographs.preset, seen, called, pack_id, rng),
        listings=(listing,),
        doubtful=tuple(seen.doubtful.tolist()),
        unreadable=tuple((file, why) for file, why in seen.unreadable.tolist()),
    )


def _photographed(
    subjects: list[photographs.Subject],
    views: int,
    pack: str,
    progress: Callable[[float], None],
) -> photographs.Photographs:
    """In worker processes where that pays."""
    if len(subjects) < FEW:
        return photographs.photograph(subjects, views, pack, progress)
    cuts: list[NDArray[np.intp]] = np.array_split(np.arange(len(subjects)), WORKERS)
    parts = [subjects[cut[0] : cut[-1] + 1] for cut in cuts]
    jobs = [Job(photographs.photograph, (part, views, pack)) for part in parts]
    seen: list[photographs.Photographs] = run_jobs(jobs, WORKERS, progress)
    return joined(seen)
