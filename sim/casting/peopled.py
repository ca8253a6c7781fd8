"""Who plays in films by a preset: those of the rendered people whom a gate admitted."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.disk.files import UnreadError, content
from engine.measure.calibration.presets import LARGEST_BYTES, UNREADABLE, Preset, zipped
from sim.casting.staging import PEOPLE_SEED
from sim.errors import SimError

PLAYED = " Films draw on"
"""With which a preset's origin goes on to tell who plays."""


def peopled(preset: Preset, file: Path) -> Preset:
    """The preset with the people admitted in a file of `footfall people gate --out`; its scores and
    thresholds stay.

    Raises SimError for a file that is none, a gate of another population than films show, and one
    that the preset's pack had no say in.
    """
    try:
        with np.load(zipped(content(file, LARGEST_BYTES))) as held:
            seed, admitted = int(held["seed"]), held["number"][held["admitted"]]
            packs = [str(held[name]) for name in held.files if name.split("_")[0] == "pack"]
    except (*UNREADABLE, UnreadError) as err:
        raise SimError(f"{file}: wanted a file of `footfall people gate --out`: {err}") from err
    if seed != PEOPLE_SEED:
        raise SimError(f"{file}: seed: got {seed}, wanted {PEOPLE_SEED}, whose people films show")
    if preset.pack_id not in packs:
        by = ", ".join(packs)
        raise SimError(f"{file}: pack: got {by}, wanted {preset.pack_id}, the preset's, among them")
    told = f"{PLAYED} {len(admitted):,} people whom {' and '.join(packs)} admit."
    origin = preset.origin.partition(PLAYED)[0] + told
    return replace(preset, origin=origin, admitted=admitted.astype(np.int64))
