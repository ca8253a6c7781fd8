import json

import numpy as np
import pytest

from engine.errors import PackError
from engine.packs.alignment import ARCFACE, DLIB
from engine.packs.built import RECIPES, build, built_folder
from engine.packs.conversion.residual import tensors
from engine.packs.manifest import MANIFEST, read_manifest
from engine.packs.names import SECOND
from engine.packs.pack import load_pack, pack_id
from engine.pipeline import look
from engine.settings import EngineSettings
from engine.vision.analyser import Analyser, align


@pytest.fixture(scope="module")
def second():
    build(SECOND)
    return Analyser(load_pack(SECOND))


def test_it_tells_six_people_apart_and_each_from_a_smaller_picture_of_them(second, six):
    half = six.bgr[::2, ::2]
    large, small = (
        second.templates(bgr, sorted(second.detect(bgr), key=lambda one: one.box_px[0]))
        for bgr in (six.bgr, half)
    )
    alike = large @ small.T
    assert (alike.argmax(1) == np.arange(6)).all()
    assert np.diag(alike).min() > (large @ large.T - 2 * np.eye(6)).max()
    assert large.shape == (6, second.dimension) == (6, 128)


def test_a_face_and_its_mirror_image_have_one_template(second, six):
    chip = align(six.bgr, six.faces[0].landmarks_px, DLIB)
    one, other = second.embed([chip, np.ascontiguousarray(chip[:, ::-1])])
    assert np.allclose(one, other, atol=1e-5)


def test_faces_are_cut_out_as_the_pack_wants_and_judged_as_with_any_other(second, analyser, six):
    chip = align(six.bgr, six.faces[0].landmarks_px, DLIB)
    assert chip.shape == (DLIB.side_px, DLIB.side_px, 3)
    seen, as_open = (look(one, EngineSettings(), six.bgr) for one in (second, analyser))
    assert seen.qualities == as_open.qualities
    good = [face for face, why in zip(seen.faces, seen.reasons, strict=True) if why is None]
    assert np.allclose(seen.probes, second.templates(six.bgr, good), atol=1e-6)


def test_landmarks_in_their_places_are_left_there():
    for alignment in (ARCFACE, DLIB):
        side = alignment.side_px
        picture = np.random.default_rng(0).integers(0, 255, (side, side, 3), dtype=np.uint8)
        points = np.array(alignment.points_px, np.float32)
        assert np.array_equal(align(picture, points, alignment), picture)


def test_it_says_where_it_comes_from_and_whom_it_was_trained_on(second):
    source = read_manifest(built_folder(SECOND)).source
    assert source is not None
    assert "without documented consent" in source.licence
    assert "@vladmandic/face-api@1.7.15" in source.address
    assert second.pack.alignment == DLIB


def test_it_is_never_fetched_by_being_used(tmp_path, monkeypatch):
    monkeypatch.setenv("FOOTFALL_CACHE", str(tmp_path))
    with pytest.raises(PackError, match=r"footfall engine fetch second$"):
        load_pack(SECOND)
    assert list(tmp_path.iterdir()) == []


def test_other_places_of_landmarks_are_another_pack(second, tmp_path):
    folder = built_folder(SECOND)
    for model in read_manifest(folder).models:
        (tmp_path / model.file).hardlink_to(folder / model.file)
    told = json.loads((folder / MANIFEST).read_text())
    told["tasks"]["recognition"]["landmarks"][2] = [74.0, 80.0]
    (tmp_path / MANIFEST).write_text(json.dumps(told))
    assert pack_id(SECOND, tmp_path) != second.pack.id == pack_id(SECOND, folder)


@pytest.mark.parametrize(("spoil", "said"), [
    ({"landmarks": None}, "got .*, wanted a square input_size, with landmarks unless it is 112"),
    ({"input_size": [150, 140]}, "wanted a square input_size"),
    ({"landmarks": [[1, 2]] * 4}, r"landmarks: got .*, wanted a list of 5 or more"),
    ({"look_alike": 1.5}, "look_alike: got 1.5, wanted at most 1"),
])  # fmt: skip
def test_a_manifest_that_does_not_say_how_to_cut_faces_is_refused(second, tmp_path, spoil, said):
    told = json.loads((second.pack.folder / MANIFEST).read_text())
    told["tasks"]["recognition"] |= spoil
    (tmp_path / MANIFEST).write_text(json.dumps(told))
    with pytest.raises(PackError, match=said):
        read_manifest(tmp_path)


def test_weights_are_a_byte_times_a_scale_and_more_or_as_they_are():
    listing = [
        {"name": "coded", "shape": [2], "quantization": {"scale": 0.5, "min": -1.0}},
        {"name": "plain", "shape": [1, 1]},
    ]
    told = json.dumps([{"weights": listing}]).encode()
    raw = bytes([0, 4]) + np.float32(7).tobytes()
    found = tensors(raw, told)
    assert found["coded"].tolist() == [-1.0, 1.0]
    assert found["plain"].tolist() == [[7.0]]
    for wrong in (raw[:-1], raw + b"\0"):
        with pytest.raises(PackError, match=f"got {len(wrong)} bytes of weights, wanted"):
            tensors(wrong, told)


def test_every_recipe_names_the_pack_it_makes():
    for name in RECIPES:
        assert built_folder(name).name.startswith(f"{name}-")
