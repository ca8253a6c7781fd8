"""Small ONNX files for packs: right in their shapes, or wrong in a chosen way."""

import json
import shutil

from onnx import TensorProto, helper, save

SCORES, BOXES, LANDMARKS = 1, 4, 10
ANY = None


def network(path, shape, outputs, type_=TensorProto.FLOAT):
    """A network that takes `shape` and gives reshaped pixels; `outputs` are its declared shapes."""
    image = helper.make_tensor_value_info("input", type_, shape)
    nodes = [helper.make_node("Identity", ["input"], [f"out_{k}"]) for k in range(len(outputs))]
    given = [helper.make_tensor_value_info(f"out_{k}", type_, one) for k, one in enumerate(outputs)]
    graph = helper.make_graph(nodes, "made", [image], given)
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)


def manifest(folder):
    """A folder's manifest as a dictionary."""
    return json.loads((folder / "manifest.json").read_text())


def rewrite(folder, change):
    """Change a folder's manifest."""
    held = manifest(folder)
    change(held)
    (folder / "manifest.json").write_text(json.dumps(held))


def renamed_as_buffalo(pack, folder):
    """The pack's two files under the names that InsightFace gives its own."""
    folder.mkdir()
    shutil.copy(pack.folder / "detector.onnx", folder / "det_500m.onnx")
    shutil.copy(pack.folder / "recogniser.onnx", folder / "w600k_mbf.onnx")
    return folder
