import json
import shutil
import socket

import pytest

from engine.errors import PackError
from engine.packs.pack import load_pack, pack_id


@pytest.fixture
def copied(pack, tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(pack.folder, folder)
    return folder


def test_a_pack_loads_without_a_single_connection(copied, monkeypatch):
    def refuse(*_arguments):
        raise AssertionError("a model pack reached for the network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert load_pack(str(copied)).recogniser is not None


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


@pytest.mark.parametrize("name", ["buffalo_l", "nowhere/at/all"])
def test_a_pack_without_a_manifest_is_refused_not_downloaded(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PackError, match=r"no such folder with a manifest\.json"):
        load_pack(name)
    assert list(tmp_path.iterdir()) == []


def broken_json(folder):
    (folder / "manifest.json").write_text("{")


def wrong_hash(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["tasks"]["detection"]["sha256"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(manifest))


def damaged_model(folder):
    (folder / "recogniser.onnx").write_bytes(b"no model")


def no_recogniser(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["tasks"]["recognition"]
    (folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize("spoil", [broken_json, wrong_hash, damaged_model, no_recogniser])
def test_a_damaged_pack_is_refused(copied, spoil):
    spoil(copied)
    with pytest.raises(PackError, match="mine"):
        load_pack(str(copied))
