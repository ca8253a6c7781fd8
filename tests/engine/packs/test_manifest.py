import json
import os
import random
import shutil

import onnx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import PackError
from engine.packs.manifest import digest
from engine.packs.own import inscribe
from engine.packs.pack import load_pack
from tests.engine.packs.made import manifest, network, rewrite


@pytest.fixture
def copied(pack, tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(pack.folder, folder)
    return folder


def rehashed(folder):
    """Give the files as they are their hashes, as a careless person would."""

    def change(held):
        for task in held["tasks"].values():
            task["sha256"] = digest(folder / task["file"])

    rewrite(folder, change)


def edit(task, **fields):
    return lambda folder: rewrite(folder, lambda held: held["tasks"][task].update(fields))


def drop(*where):
    def change(held):
        for step in where[:-1]:
            held = held[step]
        del held[where[-1]]

    return lambda folder: rewrite(folder, change)


def text(content):
    return lambda folder: (folder / "manifest.json").write_bytes(content)


def missing(folder):
    (folder / "detector.onnx").unlink()


def truncated(folder):
    os.truncate(folder / "recogniser.onnx", 100_000)


def swapped(folder):
    (folder / "detector.onnx").rename(folder / "x")
    (folder / "recogniser.onnx").rename(folder / "detector.onnx")
    (folder / "x").rename(folder / "recogniser.onnx")


def swapped_and_rehashed(folder):
    swapped(folder)
    rehashed(folder)


def linked(folder):
    (folder / "detector.onnx").rename(folder.parent / "away.onnx")
    (folder / "detector.onnx").symlink_to(folder.parent / "away.onnx")


def linked_manifest(folder):
    (folder / "manifest.json").rename(folder.parent / "away.json")
    (folder / "manifest.json").symlink_to(folder.parent / "away.json")


def a_folder(folder):
    missing(folder)
    (folder / "detector.onnx").mkdir()


def no_onnx(folder):
    (folder / "recogniser.onnx").write_bytes(b"no model")
    rehashed(folder)


def of_nothing(folder):
    (folder / "recogniser.onnx").write_bytes(b"")
    rehashed(folder)


def elsewhere(folder):
    model = onnx.load(folder / "recogniser.onnx")
    onnx.save(model, folder / "recogniser.onnx", save_as_external_data=True, location="weights")
    rehashed(folder)


def shaped(name, *arguments):
    def spoil(folder):
        network(folder / name, *arguments)
        rehashed(folder)

    return spoil


NINE = [[None, width] for width in (1, 4, 10) for _ in range(3)]
FACE, PICTURE = [None, 3, 112, 112], [1, 3, None, None]
REFUSED = {
    "no file": (missing, r"detector\.onnx: got no such file"),
    "a folder": (a_folder, r"detector\.onnx: got no such file"),
    "truncated": (truncated, r"recogniser\.onnx: got SHA-256 .* and 100000 bytes, wanted c220b6"),
    "swapped": (swapped, r"detector\.onnx: got SHA-256"),
    "swapped, rehashed": (
        swapped_and_rehashed,
        r"detector\.onnx: got \(0, 3, 112, 112\) in and 1 outputs .*a model for recognition.*"
        r"wanted a model for detection",
    ),
    "link": (linked, r"detector\.onnx: got a symbolic link"),
    "linked manifest": (linked_manifest, r"no such file|no such folder"),
    "no ONNX": (no_onnx, r"recogniser\.onnx: got no ONNX"),
    "empty": (of_nothing, r"recogniser\.onnx: got no ONNX"),
    "weights elsewhere": (elsewhere, r"recogniser\.onnx: got weights in another file"),
    "outside": (
        edit("detection", file="../x.onnx"),
        r"manifest\.json: tasks\.detection\.file: got '\.\./x",
    ),
    "absolute": (edit("detection", file="/x.onnx"), r"tasks\.detection\.file: got '/x"),
    "one for both": (edit("detection", file="recogniser.onnx"), r"got recogniser\.onnx for both"),
    "no hash": (
        drop("tasks", "detection", "sha256"),
        r"tasks\.detection\.sha256: got none, wanted one: `footfall engine pack .*mine` writes it",
    ),
    "short hash": (edit("detection", sha256="ab"), r"tasks\.detection\.sha256: got 'ab'"),
    "wrong hash": (edit("detection", sha256="0" * 64), r"detector\.onnx: got SHA-256 .*000000"),
    "no recogniser": (drop("tasks", "recognition"), r"tasks\.recognition: got none"),
    "extra key": (edit("detection", more=1), r"tasks\.detection\.more: got an unknown key"),
    "other version": (
        lambda folder: rewrite(folder, lambda held: held.update(manifest_version=3)),
        r"manifest_version: got 3, wanted 2",
    ),
    "bad JSON": (text(b"{"), r"manifest\.json: the whole: got no JSON"),
    "no JSON": (text(b"\xff\xfe\0"), r"manifest\.json: the whole: got"),
    "a list": (text(b"[]"), r"manifest\.json: the whole: got \[\], wanted fields"),
    "too deep": (text(b"[" * 5000), r"manifest\.json: the whole: got"),
    "too large": (text(b" " * 70_000), r"manifest\.json: got 70000 bytes, wanted at most 65536"),
    "huge number": (edit("recognition", embedding_dimension=10**40), r"dimension: got 1000"),
    "huger number": (
        text(b'{"manifest_version": 1' + b"0" * 5000 + b"}"),
        r"manifest\.json: the whole: got no JSON, wanted a manifest: .*number out of range",
    ),
    "infinity": (
        lambda folder: text(
            (folder / "manifest.json").read_bytes().replace(b"128.0", b"1e999"),
        )(folder),
        r"tasks\.detection\.preprocessing",
    ),
    "other dimension": (
        edit("recognition", embedding_dimension=512),
        r"embedding_dimension: got 512, wanted 192 as recogniser\.onnx gives",
    ),
    "few outputs": (shaped("detector.onnx", PICTURE, NINE[:6]), r"and 6 outputs"),
    "fixed size": (shaped("detector.onnx", [1, 3, 640, 640], NINE), r"got \(1, 3, 640, 640\) in"),
    "one face at a time": (
        shaped("recogniser.onnx", [1, 3, 112, 112], [[1, 192]]),
        r"got \(1, 3, 112, 112\) in",
    ),
    "large faces": (
        shaped("recogniser.onnx", [None, 3, 224, 224], [[None, 192]]),
        r"recogniser\.onnx: got \(0, 3, 224, 224\) in",
    ),
    "no templates": (shaped("recogniser.onnx", FACE, [[None, 3, 112, 112]]), r"got .* 1 outputs"),
    "false promise": (shaped("recogniser.onnx", FACE, [[None, 192]]), r"cannot be loaded"),
    "false anchors": (shaped("detector.onnx", PICTURE, NINE), r"cannot be loaded"),
}


@pytest.mark.parametrize(("spoil", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_a_spoilt_pack_is_refused_by_name_and_in_silence(copied, spoil, said, capfd):
    spoil(copied)
    with pytest.raises(PackError, match=said) as refusal:
        load_pack(str(copied))
    assert "mine" in str(refusal.value)
    assert capfd.readouterr() == ("", "")


@pytest.fixture(scope="module")
def spare(pack, tmp_path_factory):
    """A copy for many mutations, none of which may survive."""
    folder = tmp_path_factory.mktemp("packs") / "spare"
    shutil.copytree(pack.folder, folder)
    return folder


def _mutated(content, luck):
    bytes_ = bytearray(content)
    for _ in range(luck.randint(1, 3)):
        at, what = luck.randrange(max(len(bytes_), 1)), luck.randrange(4)
        if what == 0:
            bytes_[at : at + 1] = bytes([luck.randrange(256)])
        elif what == 1:
            del bytes_[at : at + luck.randint(1, 40)]
        elif what == 2:
            bytes_[at:at] = luck.choice([b"{", b'"', b"null", b"-1", b"9" * 30, b"../", b"\0"])
        else:
            bytes_ = bytes_[: max(at, 1)]
    return bytes(bytes_)


def test_mutated_manifests_load_or_are_refused_but_never_crash(spare, pack):
    luck, good = random.Random(3), (spare / "manifest.json").read_bytes()
    refused = 0
    for _ in range(200):
        (spare / "manifest.json").write_bytes(_mutated(good, luck))
        try:
            assert load_pack(str(spare)).id.endswith(pack.id[-8:])
        except PackError as refusal:
            refused += "spare" in str(refusal)
    (spare / "manifest.json").write_bytes(good)
    assert refused > 150


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
FIELDS = st.sampled_from(["file", "sha256", "preprocessing", "embedding_dimension", "input_size"])


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(field=FIELDS, value=VALUES)
def test_any_value_in_a_manifest_is_right_or_refused_with_its_field(spare, field, value):
    good = manifest(spare)
    edit("recognition", **{field: value})(spare)
    try:
        load_pack(str(spare))
    except PackError as refusal:
        if "recogni" not in str(refusal):
            raise
    finally:
        (spare / "manifest.json").write_text(json.dumps(good))


def test_a_manifest_is_written_and_renewed_for_a_folder(pack, tmp_path):
    folder = tmp_path / "my pack"
    folder.mkdir()
    shutil.copy(pack.folder / "detector.onnx", folder / "a.onnx")
    shutil.copy(pack.folder / "recogniser.onnx", folder / "b.onnx")
    network(folder / "age.onnx", [None, 3, 96, 96], [[1, 3]])
    inscribe(folder)
    assert manifest(folder)["tasks"]["recognition"]["embedding_dimension"] == 192
    assert load_pack(str(folder)).id == pack.id.replace("open", "my pack")
    (folder / "b.onnx").rename(folder / "c.onnx")
    with pytest.raises(PackError, match=r"b\.onnx: got no such file"):
        load_pack(str(folder))
    assert inscribe(folder).tasks.recognition.file == "c.onnx"
    assert load_pack(str(folder)).id == pack.id.replace("open", "my pack")


def test_a_network_that_scales_pixels_itself_is_left_to_do_so(pack, tmp_path):
    model = onnx.load(pack.folder / "recogniser.onnx")
    model.graph.node[0].name, model.graph.node[1].name = "Sub_0", "Mul_1"
    onnx.save(model, tmp_path / "r.onnx")
    shutil.copy(pack.folder / "detector.onnx", tmp_path)
    inscribe(tmp_path)
    scaling = manifest(tmp_path)["tasks"]["recognition"]["preprocessing"]
    assert scaling == {"mean": 0.0, "std": 1.0}


def test_a_folder_without_both_models_gets_no_manifest(pack, tmp_path):
    with pytest.raises(PackError, match=r"got 0 models for detection \(no ONNX file\)"):
        inscribe(tmp_path)
    shutil.copy(pack.folder / "detector.onnx", tmp_path / "a.onnx")
    with pytest.raises(PackError, match=r"got 0 models for recognition \(a\.onnx\)"):
        inscribe(tmp_path)
    shutil.copy(pack.folder / "detector.onnx", tmp_path / "b.onnx")
    with pytest.raises(PackError, match=r"got 2 models for detection \(a\.onnx, b\.onnx\)"):
        inscribe(tmp_path)
    with pytest.raises(PackError, match="no such folder"):
        inscribe(tmp_path / "nowhere")
    assert not (tmp_path / "manifest.json").exists()
