import json
import stat
import zipfile

import pytest

from engine.errors import AssetError, PackError
from engine.packs.fetch import sha256
from engine.packs.names import LICENCE
from engine.packs.pack import load_pack
from engine.packs.published import fetch_published, published_folder, unpack
from tests.engine.packs.made import buffalo, serving, zipped

DEAD = "http://127.0.0.1:9/"
"""Nobody listens on the port of the discard protocol."""


@pytest.fixture
def publisher():
    """What is served by path, what was asked for, and the address."""
    with serving() as one:
        yield one


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """The folder of packs in an empty cache."""
    monkeypatch.setenv("FOOTFALL_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "packs"


@pytest.fixture
def archive(pack, tmp_path):
    """A zip as InsightFace's, with another model of theirs."""
    return buffalo(pack, tmp_path / "renamed")


def left(cache):
    return list(cache.iterdir()) if cache.exists() else []


def test_a_published_pack_is_fetched_described_and_loaded(publisher, cache, archive, pack):
    held, asked, address = publisher
    held["/models/buffalo_s.zip"] = archive, len(archive)
    told = []
    folder = fetch_published("buffalo_s", address, told.append)
    manifest = json.loads((folder / "manifest.json").read_text())
    names = {file.name for file in folder.iterdir()}
    assert names == {"det_500m.onnx", "w600k_mbf.onnx", "manifest.json"}
    for task in manifest["tasks"].values():
        assert task["sha256"] == sha256(folder / task["file"])
    assert manifest["source"]["licence"] == LICENCE
    assert manifest["source"]["address"] == f"{address}buffalo_s.zip"
    assert (told == sorted(told), told[-1]) == (True, 1.0)
    assert load_pack("buffalo_s").id == pack.id.replace("open", "buffalo_s")
    assert fetch_published("buffalo_s", address) == folder == published_folder("buffalo_s")
    assert asked == ["/models/buffalo_s.zip"]
    assert left(cache) == [folder]


@pytest.mark.usefixtures("cache")
def test_a_fetched_file_that_changes_later_is_refused(publisher, archive):
    held, _, address = publisher
    held["/models/buffalo_s.zip"] = archive, len(archive)
    folder = fetch_published("buffalo_s", address)
    with (folder / "w600k_mbf.onnx").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(PackError, match=r"w600k_mbf\.onnx: got SHA-256"):
        load_pack("buffalo_s")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (DEAD, "refused"),
        ("file:///etc/", "wanted an address that begins with https"),
        ("x", "https"),
    ],
)
def test_what_cannot_be_reached_leaves_nothing_behind(cache, address, said):
    with pytest.raises(AssetError, match=rf"buffalo_l: could not be fetched from .*{said}") as told:
        fetch_published("buffalo_l", address)
    assert "\n" not in str(told.value)
    assert not cache.exists()


@pytest.mark.parametrize(
    ("content", "missing", "said"),
    [
        (None, 0, "Not Found"),
        (b"<html>", 0, "got no whole zip"),
        (zipped([("a.onnx", b"x")]), 1000, "bytes, wanted"),
        (zipped([("a.onnx", b"x")]), 0, r"a\.onnx: got no ONNX file"),
        (zipped([("readme.txt", b"x")]), 0, r"got 0 models for detection"),
        (zipped([("../a.onnx", b"x")]), 0, r"'\.\./a\.onnx' in the zip"),
    ],
    ids=["not there", "no zip", "cut short", "no ONNX", "no models", "a way out"],
)
def test_an_archive_that_is_no_pack_leaves_nothing_behind(publisher, cache, content, missing, said):
    held, _, address = publisher
    if content is not None:
        held["/models/buffalo_s.zip"] = content, len(content) + missing
    with pytest.raises(AssetError, match=said):
        fetch_published("buffalo_s", address)
    assert left(cache) == []


def _link():
    info = zipfile.ZipInfo("link.onnx")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ([("../../x.onnx", b"")], "plain files"),
        ([("/x.onnx", b"")], "plain files"),
        ([("a/../../readme", b"")], "plain files"),
        ([("..\\x.onnx", b"")], "plain files"),
        ([("C:x.onnx", b"")], "plain files"),
        ([(_link(), b"/etc/passwd")], "plain files"),
        ([("a/x.onnx", b""), ("b/x.onnx", b"")], r"two files x\.onnx"),
    ],
)
def test_an_unsafe_zip_is_refused(tmp_path, members, said):
    inner = tmp_path / "in"
    inner.mkdir()
    (tmp_path / "made.zip").write_bytes(zipped(members))
    with pytest.raises(ValueError, match=said):
        unpack(tmp_path / "made.zip", inner)
    assert {file.name for file in tmp_path.iterdir()} == {"in", "made.zip"}


def test_a_zip_with_a_damaged_member_is_refused(tmp_path):
    content = bytearray(zipped([("x.onnx", b"weights" * 99)]))
    content[60] ^= 255
    (tmp_path / "made.zip").write_bytes(content)
    with pytest.raises(ValueError, match="no whole zip"):
        unpack(tmp_path / "made.zip", tmp_path)
