"""The manifest of a pack: which file is the detector, which the recogniser, and their hashes."""

import hashlib
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from engine.disk.files import NOTHING, UnreadError, content, oddity, write_text
from engine.errors import PackError
from engine.misfit import MISSING, NO_JSON, UNKNOWN, formed, got, wanted, where
from engine.packs.alignment import ARCFACE, CROP_PX, Alignment
from engine.packs.fetch import sha256

MANIFEST = "manifest.json"
LARGEST_BYTES = 65_536
"""A manifest larger than this is none."""
LARGEST_MODEL_BYTES = 1 << 30
"""A larger model is not read; the largest of InsightFace's has some 260 MB."""
SIDES_PX = (64, 512)
"""Of the aligned faces that recognisers take, the least and the largest side."""

FILE = formed(
    r"[^.\s/\\:\x00][^/\\:\x00-\x1f]{0,120}\.onnx",
    "the name of an .onnx file in this folder, of at most 126 letters",
)
FileName = Annotated[str, FILE]
Digest = Annotated[str, formed("[0-9a-f]{64}", "a SHA-256 of 64 of the digits 0 to 9 and a to f")]
ModelId = Annotated[
    str,
    formed(
        "[A-Za-z0-9][A-Za-z0-9._-]{0,127}",
        "at most 128 of the letters a to z, digits, ., _ and -, first a letter or digit",
    ),
]
Text = Annotated[str, Field(min_length=1, max_length=1000)]


class Part(BaseModel):
    """A piece of a manifest; unknown keys, infinities and values of another kind are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Scaling(Part):
    """What a model wants of pixels: (value - mean) / std."""

    mean: Annotated[float, Field(ge=-1000, le=1000)]
    std: Annotated[float, Field(ge=1e-3, le=1000)]


class Detector(Part):
    """The file that finds faces."""

    file: FileName
    sha256: Digest
    preprocessing: Scaling | Literal["embedded"] = Scaling(mean=127.5, std=128.0)
    preprocessing_version: Text = "insightface-scrfd-1"


Coordinate = Annotated[float, Field(ge=-512, le=1024)]
Place = Annotated[list[Coordinate], Field(min_length=2, max_length=2)]
"""x and y of a landmark in px of a crop."""


class Recogniser(Part):
    """The file that makes templates of aligned faces."""

    file: FileName
    sha256: Digest
    preprocessing: Scaling | Literal["embedded"] = Scaling(mean=127.5, std=127.5)
    preprocessing_version: Text = "insightface-arcface-1"
    input_size: Annotated[
        list[Annotated[int, Field(ge=SIDES_PX[0], le=SIDES_PX[1])]],
        Field(min_length=2, max_length=2),
    ] = [CROP_PX, CROP_PX]
    embedding_dimension: Annotated[int, Field(ge=1, le=4096)] = 512
    landmarks: Annotated[list[Place], Field(min_length=5, max_length=5)] | None = None
    """Where eyes, nose and corners of the mouth lie in its crops; None: where ArcFace has them."""
    look_alike: Annotated[float, Field(gt=0, le=1)] = 0.7
    """Two enrolment pictures that compare above this are called alike; the default is `open`'s."""

    @model_validator(mode="after")
    def _aligned(self) -> "Recogniser":
        width, height = self.input_size
        if width != height or (width != CROP_PX and self.landmarks is None):
            raise ValueError(f"a square input_size, with landmarks unless it is {CROP_PX}")
        return self

    @property
    def alignment(self) -> Alignment:
        """How its faces are cut out."""
        if self.landmarks is None:
            return ARCFACE
        first, second, third, fourth, fifth = [(x, y) for x, y in self.landmarks]
        return Alignment(self.input_size[0], (first, second, third, fourth, fifth))


class Tasks(Part):
    """Both models."""

    detection: Detector
    recognition: Recogniser


class Source(Part):
    """Where a fetched pack came from, and what its publisher allows."""

    address: Text
    archive_sha256: Digest
    licence: Text


class Manifest(Part):
    """insightface's manifest, version 2, and where the pack came from if Footfall fetched it."""

    manifest_version: Literal[2]
    model_id: ModelId
    display_name: Text | None = None
    license: Literal["MODEL.LICENSE"]
    tasks: Tasks
    source: Source | None = None

    @property
    def models(self) -> tuple[Detector, Recogniser]:
        """The detector and the recogniser."""
        return self.tasks.detection, self.tasks.recognition

    def identity(self, name: str, hashes: list[str]) -> str:
        """A pack's id: its name and eight digits over its files' hashes and, where they are not
        ArcFace's, over the places of landmarks.
        """
        own = self.tasks.recognition.landmarks
        marks = hashes if own is None else [*hashes, repr(own)]
        digits = hashlib.sha256("".join(sorted(marks)).encode()).hexdigest()[:8]
        return f"{Path(name).name}-{digits}"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder; PackError says file, field, what it got and what it wanted."""
    path = folder / MANIFEST
    if odd := _missing(path):
        raise PackError(f"{path}: got {odd}, wanted a pack's manifest")
    if (size := path.stat().st_size) > LARGEST_BYTES:
        raise PackError(f"{path}: got {size} bytes, wanted at most {LARGEST_BYTES}")
    try:
        manifest = Manifest.model_validate_json(content(path, LARGEST_BYTES))
    except UnreadError as err:
        raise PackError(f"{path}: got {err}, wanted a pack's manifest") from err
    except ValidationError as err:
        raise PackError(f"{path}: {_told(err, folder)}") from err
    detector, recogniser = manifest.models
    if detector.file == recogniser.file:
        raise PackError(f"{path}: got {detector.file} for both tasks, wanted a file for each")
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a folder's manifest, whole or not at all."""
    told = manifest.model_dump(exclude_none=True)
    write_text(folder / MANIFEST, json.dumps(told, indent=2) + "\n")


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raise PackError, naming the file, unless both are there, plain files, and as hashed."""
    for model in manifest.models:
        path = folder / model.file
        if path.is_symlink():
            raise PackError(f"{path}: got a symbolic link, wanted the file itself")
        if odd := _missing(path):
            raise PackError(f"{path}: got {odd}, wanted the one that {MANIFEST} names")
        if (size := path.stat().st_size) > LARGEST_MODEL_BYTES:
            raise PackError(
                f"{path}: got {size:,} bytes, wanted a model of at most {LARGEST_MODEL_BYTES:,}"
            )
        if (got := digest(path)) != model.sha256:
            raise PackError(
                f"{path}: got SHA-256 {got[:12]}… and {path.stat().st_size} bytes, wanted"
                f" {model.sha256[:12]}…, as {MANIFEST} says"
            )


def digest(path: Path) -> str:
    """SHA-256 of a file in hex; computed once a process until its time or size changes."""
    stat = path.stat()
    return _digest(os.fspath(path.resolve()), stat.st_mtime_ns, stat.st_size, stat.st_ino)


@lru_cache(maxsize=64)
def _digest(path: str, _mtime_ns: int, _size: int, _inode: int) -> str:
    return sha256(Path(path))


def _missing(path: Path) -> str | None:
    """What stands where a file of a pack is wanted; None: the file itself."""
    odd = "a symbolic link" if path.is_symlink() else oddity(path)
    return odd if odd in (None, NOTHING) else f"{NOTHING}, but {odd}"


def _told(err: ValidationError, folder: Path) -> str:
    """The first fault of a manifest in words."""
    fault = err.errors(include_url=False)[0]
    at = where(fault) or "the whole"
    if fault["type"] == MISSING and at.endswith("sha256"):
        return f"{at}: got none, wanted one: `footfall engine pack {folder}` writes it"
    if fault["type"] == UNKNOWN:
        return f"{at}: got an unknown key, wanted none"
    if fault["type"] == NO_JSON:
        return f"{at}: got no JSON, wanted a manifest: {fault['ctx']['error']}"
    return f"{at}: got {got(fault)}, wanted {wanted(fault)}"
