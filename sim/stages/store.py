"""Where stages that were made before are found again: another run's folder, or a bounded store."""

import os
import shutil
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import Any, Protocol

from engine.disk.files import UnreadError, from_json, oddity, text
from engine.disk.places import from_home
from engine.packs.fetch import cache_folder, sha256
from sim.folder import RunFolder
from sim.reader import StoredRun

MANIFEST = "stage.json"
LARGEST_BYTES = 4 << 30
"""Of all that the store keeps; what was used longest ago goes first."""
MANIFEST_BYTES = 4 << 20
HALF, HALF_S = "part-", 86_400.0
"""How names of half-written stages begin; after a day nobody writes on."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A stage that was kept in a folder: the SHA-256 of its files, by their paths in it; `source`
    says in a word what kind of folder that is.
    """

    folder: Path
    files: Mapping[str, str]
    source: str

    def copied(self, to: RunFolder) -> bool:
        """Bring its files into a run's folder, if they do not lie there; whether they are all there
        and as they were.

        Files that were changed or taken away since are no result of the stage any more.
        """
        for name, wanted in self.files.items():
            if self._copied(to, name) != wanted:
                for brought in self.files:
                    (to.path / brought).unlink(missing_ok=True)
                return False
        return True

    def _copied(self, to: RunFolder, name: str) -> str | None:
        """The SHA-256 of a file that was copied; None: it is no plain file any more."""
        if oddity(self.folder / name) is not None:
            return None
        try:
            here = self.folder == to.path
            return sha256(self.folder / name) if here else to.copy(self.folder / name, name)
        except OSError:
            return None


class Shelf(Protocol):
    """Where kept stages are looked for."""

    def find(self, key: str) -> Kept | None:
        """The stage of that key, if it is kept here."""


@dataclass(frozen=True, slots=True)
class FromRun:
    """The stages of another run, or of an earlier try of the same; `source` says which."""

    run: StoredRun
    source: str = "run"

    def find(self, key: str) -> Kept | None:
        """That run's stage, if it is the same."""
        for told in self.run.stages.values():
            if isinstance(told, dict) and told.get("key") == key:
                files = _files(told)
                return None if files is None else Kept(self.run.path, files, self.source)
        return None


@dataclass(frozen=True, slots=True)
class Store:
    """Stages in a folder of their own each, named by their keys; together no larger than
    `most_bytes`.
    """

    folder: Path
    most_bytes: int = LARGEST_BYTES

    def find(self, key: str) -> Kept | None:
        """The stage of that key; it counts as used now."""
        manifest = self.folder / key / MANIFEST
        try:
            told = from_json(text(manifest, MANIFEST_BYTES))
            os.utime(manifest)
        except (UnreadError, OSError):
            return None
        files = _files(told)
        return None if files is None else Kept(self.folder / key, files, "store")

    def add(self, name: str, key: str, folder: Path, files: Mapping[str, str]) -> None:
        """Keep a stage whose files lie in a run's folder, unless it is larger than the store; an
        OSError if nothing can be kept there.
        """
        size = sum((folder / file).stat().st_size for file in files)
        if size > self.most_bytes:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self._sweep()
        part = Path(mkdtemp(prefix=HALF, dir=self.folder))
        try:
            for file in files:
                (part / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(folder / file, part / file)
            manifest = {"stage": name, "files": dict(files)}
            RunFolder(part).json(MANIFEST, manifest)
            shutil.rmtree(self.folder / key, ignore_errors=True)  # what was damaged
            with suppress(OSError):  # somebody else was quicker
                part.rename(self.folder / key)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        self._forget()

    def _sweep(self) -> None:
        """Take away what those left half written who were killed."""
        for part in self.folder.glob(f"{HALF}*"):
            with suppress(OSError):  # somebody else took it away
                if time.time() - part.stat().st_mtime > HALF_S:
                    shutil.rmtree(part, ignore_errors=True)

    def _forget(self) -> None:
        """Take away what was used longest ago, as long as there is too much."""
        held = sorted(self._held(), reverse=True)
        total = 0
        for _, size, folder in held:
            total += size
            if total > self.most_bytes:
                shutil.rmtree(folder, ignore_errors=True)

    def _held(self) -> Sequence[tuple[float, int, Path]]:
        """Of each stage when it was used last, its bytes and its folder."""
        found = []
        for manifest in self.folder.glob(f"*/{MANIFEST}"):
            with suppress(OSError):  # somebody else took it away
                files = [file for file in manifest.parent.rglob("*") if file.is_file()]
                sizes = [file.stat().st_size for file in files]
                found.append((manifest.stat().st_mtime, sum(sizes), manifest.parent))
        return found


def _files(told: Any) -> dict[str, str] | None:
    """The files of a stage, as a record tells them; None for what is no such record, and for names
    that lead out of the folder.
    """
    files = told.get("files") if isinstance(told, dict) else None
    if not isinstance(files, dict):
        return None
    for name, wanted in files.items():
        path = PurePosixPath(name)
        outside = path.is_absolute() or ".." in path.parts or "\0" in name
        if outside or not isinstance(wanted, str):
            return None
    return files


def user_store() -> Store:
    """The store in FOOTFALL_STAGES, else in the user's cache folder."""
    chosen = os.environ.get("FOOTFALL_STAGES")
    return Store(from_home(chosen) if chosen else cache_folder() / "stages")
