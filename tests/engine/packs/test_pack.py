import shutil
import socket

import pytest

from engine.errors import PackError
from engine.packs.built import built_folder
from engine.packs.fetch import sha256
from engine.packs.names import PUBLISHED
from engine.packs.pack import is_pack, load_pack, pack_id


@pytest.fixture
def copied(pack, tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(pack.folder, folder)
    return folder


@pytest.fixture
def no_sockets(monkeypatch):
    """Whoever reaches for the network fails the test."""

    def refuse(*_arguments):
        raise AssertionError("a model pack reached for the network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_sockets")
def test_a_pack_loads_without_a_single_connection(copied):
    assert load_pack(str(copied)).recogniser is not None


@pytest.mark.usefixtures("no_sockets")
@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_pack_is_never_downloaded_by_load(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOOTFALL_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    with pytest.raises(PackError, match=f"footfall engine fetch {name}$"):
        load_pack(name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("no_sockets")
def test_a_folder_without_a_manifest_is_refused_not_downloaded(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("nowhere/at/all", "."):
        with pytest.raises(PackError, match=r"no such folder with a manifest\.json"):
            load_pack(name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_a_manifest_is_a_pack(copied, pack, six):
    from engine.vision.analyser import Analyser

    own = load_pack(str(copied))
    assert own.id == pack.id.replace("open", "mine")
    assert len(Analyser(own).detect(six.bgr)) == 6


def test_the_id_follows_the_content(copied):
    before = pack_id("mine", copied)
    with (copied / "detector.onnx").open("ab") as file:
        file.write(b"\0")
    assert pack_id("mine", copied) != before


def test_a_file_is_hashed_once_a_process_until_it_changes(copied, monkeypatch):
    read = []

    def hashed(path):
        read.append(path.name)
        return sha256(path)

    monkeypatch.setattr("engine.packs.manifest.sha256", hashed)
    load_pack(str(copied))
    load_pack(str(copied))
    assert sorted(read) == ["detector.onnx", "recogniser.onnx"]
    with (copied / "detector.onnx").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(PackError, match=r"detector\.onnx: got SHA-256"):
        load_pack(str(copied))
    assert read[2:] == ["detector.onnx"]


def test_an_id_is_asked_for_without_loading(copied, pack, tmp_path, monkeypatch):
    assert is_pack("open", pack.id)
    assert is_pack(str(copied), load_pack(str(copied)).id)
    assert not is_pack(str(copied), pack.id)
    monkeypatch.setenv("FOOTFALL_CACHE", str(tmp_path / "empty"))
    assert is_pack("open", "open-00000000")
    assert not is_pack("open", "mine-00000000")
    assert not built_folder().exists()
