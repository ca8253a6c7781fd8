"""The files of an IMDF archive, a zip or a folder: those of the standard read, others told."""

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from scenarios.errors import Gathered, ScenarioError
from scenarios.importers.contents import LARGEST_BYTES, Shown, collection, shown, written_in
from scenarios.place import Finding

READ = ("venue", "level", "unit", "opening", "fixture", "kiosk", "anchor", "occupant")
"""The files with what a place is made of; without levels and units there is none."""
PASSED = frozenset(
    {"address", "amenity", "building", "detail", "footprint", "geofence", "relationship", "section"}
)
"""The standard's further files, of which nothing is needed."""
MANIFEST, ENDING = "manifest", (".geojson", ".json")
WANTED = "an IMDF archive with level.geojson and unit.geojson"


@dataclass(frozen=True, slots=True)
class Archive:
    """The features of an archive by their files, such as `unit`; and what was passed over."""

    features: Mapping[str, list[Shown]]
    findings: tuple[Finding, ...]


def is_archive(path: Path) -> bool:
    """Whether a zip or a folder holds the files without which there is no archive; ScenarioError
    for a zip that cannot be read.
    """
    return {"level", "unit"} <= set(_files(path))


def read_archive(path: Path) -> Archive:
    """An archive; ScenarioError for what is none, with everything in its files that is wrong."""
    gathered, features = Gathered(path), {name: list[Shown]() for name in READ}
    files = _files(path)
    if missing := [name for name in ("level", "unit") if name not in files]:
        got = f"no {' and no '.join(f'{name}.geojson' for name in missing)}"
        raise ScenarioError(f"{path}: got {got}, wanted {WANTED}")
    for name in (one for one in READ if one in files):
        inner = path / files[name]
        part = Gathered(inner)
        with gathered.part():
            features[name] = shown(collection(inner, _written(path, files[name])), part)
            part.refuse()
    strange = [told for name, told in files.items() if name not in {*READ, *PASSED, MANIFEST}]
    gathered.refuse()
    said = "{} is no file of the standard"
    findings = [Finding("unknown file", said.format(one), mended="passed over") for one in strange]
    return Archive(features, tuple(findings))


def _files(path: Path) -> dict[str, str]:
    """The names of an archive's files: without folders and endings, each with the whole name."""
    if path.is_dir():
        names = sorted(one.name for one in path.iterdir() if one.suffix.lower() in ENDING)
    else:
        with _opened(path) as packed:
            names = sorted(one for one in packed.namelist() if one.lower().endswith(ENDING))
    named = dict[str, str]()
    for one in names:
        place = PurePosixPath(one)
        if place.name.startswith(".") or "__MACOSX" in place.parts:
            continue  # what an operating system adds
        if (other := named.setdefault(place.stem.lower(), one)) != one:
            raise ScenarioError(f"{path}: {place.name}: got {other} and {one}, wanted one of them")
    return named


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as packed:
            yield packed
    except (  # what zipfile raises for damaged, encrypted or oddly packed ones
        zipfile.BadZipFile,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        zlib.error,
    ) as err:
        raise ScenarioError(
            f"{path}: got no zip that can be read ({err}), wanted {WANTED}"
        ) from err


def _written(path: Path, name: str) -> str:
    """The text of one of its files, however it is packed."""
    if path.is_dir():
        return written_in(path / name)
    with _opened(path) as packed:
        if (size := packed.getinfo(name).file_size) > LARGEST_BYTES:
            got = f"{size:,} bytes, more than the {LARGEST_BYTES:,} that are read"
            raise ScenarioError(f"{path / name}: got {got}, wanted a smaller file")
        with packed.open(name) as file:
            written = file.read(LARGEST_BYTES + 1)  # what a zip says of sizes need not be true
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        raise ScenarioError(f"{path / name}: got no UTF-8 ({err.reason}), wanted GeoJSON") from err
