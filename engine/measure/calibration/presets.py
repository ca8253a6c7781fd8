"""Presets: what thresholds and drawn templates rest on, and where it comes from."""

import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.disk.files import UnreadError, content, oddity, write_arrays
from engine.disk.places import from_home
from engine.errors import SettingsError
from engine.measure.calibration.standin import StandIn, wanted_numbers
from engine.packs.pack import is_pack
from engine.settings import EngineSettings

LARGEST_BYTES = 256 << 20
"""A larger preset is not read; those of the library have some 2 MB."""
UNREADABLE = (
    AttributeError, EOFError, KeyError, MemoryError, NotImplementedError, OSError, RecursionError,
    RuntimeError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What numpy, zipfile and json raise for damaged archives; RuntimeError is for encrypted ones."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A calibration of one pack on one kind of people.

    `score` (m, k) falls as `rate` (k,) rises: the share of non-mated people whose best, second
    best, ... m-th best frame of a pass scores at least that much against one subject.
    `admitted` are numbers of rendered people, none of them look-alikes of each other; empty where
    the preset is not about rendered people.
    """

    name: str
    origin: str
    pack_id: str
    standin: StandIn
    rate: NDArray[np.float64]
    score: NDArray[np.float64]
    admitted: NDArray[np.int64]

    def __post_init__(self) -> None:
        """ValueError for what does not fit together."""
        for field in ("name", "origin", "pack_id"):
            if not isinstance(text := getattr(self, field), str) or not text.strip():
                raise ValueError(f"{field}: got {text!r}, wanted words")
        rate = wanted_numbers("rate", self.rate)
        if rate.ndim != 1 or len(rate) < 2 or rate[0] <= 0 or rate[-1] > 1:
            raise ValueError(f"rate: got {rate.shape} numbers, wanted two or more, above 0 to 1")
        score = wanted_numbers("score", self.score)
        if score.ndim != 2 or not len(score) or score.shape[1] != len(rate):
            raise ValueError(f"score: got {score.shape}, wanted a row of {len(rate)} a frame")
        if (np.diff(rate) <= 0).any() or (np.diff(score, axis=1) > 0).any():
            raise ValueError("got rates that do not rise or scores that do, wanted them opposite")
        if np.abs(score).max() > 1:
            raise ValueError(f"score: got {np.abs(score).max():g}, wanted -1 to 1")
        if self.admitted.ndim != 1 or not np.issubdtype(self.admitted.dtype, np.integer):
            raise ValueError(f"admitted: got {self.admitted.shape}, wanted a list of whole numbers")

    def threshold(self, settings: EngineSettings, watchlist_size: int) -> float:
        """The settings' own threshold, else the one that meets their target FPIR.

        FPIR before a watchlist of N is about N times that before one subject (ISO/IEC 19795-1);
        between known points the score is straight in the logarithm of the rate. Raises
        SettingsError for a rate below those known.
        """
        if settings.threshold is not None:
            return settings.threshold
        wanted = settings.target_fpir / max(watchlist_size, 1)
        low, high = float(self.rate.min()), float(self.rate.max())
        if wanted < low:
            raise SettingsError(
                f"engine.target_fpir: got {settings.target_fpir:g} for a watchlist of"
                f" {watchlist_size}, wanted at least {low * watchlist_size:.2g}: preset"
                f" {self.name!r} knows no rate before one subject below {low:.2g}"
            )
        score = self.score[min(settings.minimum_frames, len(self.score)) - 1]
        return float(np.interp(np.log10(min(wanted, high)), np.log10(self.rate), score))


def load_preset(name: str) -> Preset:
    """A preset that comes with Footfall, or a file made by `footfall engine calibrate`.

    Raises SettingsError for neither.
    """
    if name in (shipped := _shipped()):
        return _read((_library() / f"{name}.npz").read_bytes(), name)
    path = from_home(name)
    if (odd := oddity(path)) is not None:
        names = ", ".join(shipped)
        got = f"{name!r}, {odd}"
        raise SettingsError(f"engine.preset: got {got}, wanted one of {names}, or a file")
    try:
        held = content(path, LARGEST_BYTES)
    except UnreadError as err:
        raise SettingsError(f"engine.preset: got {str(path)!r}, {err}, wanted a preset") from err
    return _read(held, str(path))


def check_pack(preset: Preset, settings: EngineSettings) -> None:
    """Raise SettingsError unless the preset was measured with the settings' pack; PackError for
    a pack that is not there.
    """
    if not is_pack(settings.pack, preset.pack_id):
        raise SettingsError(
            f"engine.preset: got {preset.name!r}, measured with pack {preset.pack_id}, wanted one"
            f" measured with engine.pack {settings.pack!r}; {advice(settings)}"
        )


def advice(settings: EngineSettings) -> str:
    """How to come by a preset for the settings' pack, to end a refusal with: those that come with
    Footfall, and how to make one.
    """
    made = f"to make one: footfall engine calibrate ... --pack {settings.pack}"
    there = [one for one in _shipped() if is_pack(settings.pack, load_preset(one).pack_id)]
    return f"there is {', '.join(there)}; {made}" if there else made


def _library() -> Traversable:
    return files("engine.measure.library")


def _shipped() -> list[str]:
    """Names of the presets that come with Footfall."""
    files_there = sorted(entry.name for entry in _library().iterdir())
    return [name.removesuffix(".npz") for name in files_there if name.endswith(".npz")]


def save_preset(preset: Preset, path: Path) -> None:
    """Write a preset, write_arrays or not at all."""
    head = {"name": preset.name, "origin": preset.origin, "pack_id": preset.pack_id}
    arrays = {
        "head": np.array(json.dumps(head)),
        "rate": preset.rate,
        "score": preset.score,
        "admitted": preset.admitted,
    }
    arrays |= {f"standin_{key}": value for key, value in preset.standin.to_arrays().items()}
    write_arrays(path, arrays, packed=True)


def zipped(archive: bytes) -> io.BytesIO:
    """What is an archive, and so can hold no pickle, of no more than LARGEST_BYTES unpacked;
    ValueError for anything else.
    """
    held = io.BytesIO(archive)
    if not zipfile.is_zipfile(held):
        raise ValueError("got no archive of arrays")
    with zipfile.ZipFile(held) as opened:
        size = sum(one.file_size for one in opened.infolist())
    if size > LARGEST_BYTES:
        raise ValueError(f"got {size:,} bytes once unpacked, wanted at most {LARGEST_BYTES:,}")
    held.seek(0)
    return held


def _read(archive: bytes, told: str) -> Preset:
    try:
        with np.load(zipped(archive)) as held:
            head = json.loads(str(held["head"]))
            model = {
                key.removeprefix("standin_"): held[key] if held[key].ndim else held[key].item()
                for key in held.files
                if key.startswith("standin_")
            }
            return Preset(
                name=head["name"],
                origin=head["origin"],
                pack_id=head["pack_id"],
                standin=StandIn(**model),
                rate=held["rate"],
                score=held["score"],
                admitted=held["admitted"],
            )
    except UNREADABLE as err:
        why = " ".join(str(err).split())
        raise SettingsError(f"engine.preset: got {told!r}, which is no preset: {why}") from err
