"""dlib's residual network for faces, from the quantised weights of a browser's package to ONNX.

29 convolutions, each followed by a scale and a shift of every channel, which are folded into it; a
shortcut over every two of them. Where a block halves its map the shortcut is the mean of 2 x 2
places, and what it has less of, places or channels, is filled up with zeros (King 2017, dlib's
dnn_face_recognition_ex). A template is the mean of a face's and of its mirror image's.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from engine.errors import PackError
from engine.packs.alignment import DLIB

Held = dict[str, NDArray[np.float32]]
Map = tuple[str, int]
"""A tensor's name and the side of its map."""

MEAN_RGB, DIVISOR = (122.782, 117.001, 104.298), 256.0
"""What dlib takes off each pixel, and divides the rest by."""
GREY, SPREAD = 127.5, 127.5
"""insightface's scaling, which is undone first."""
DIMENSION = 128
HALVES = "down"
"""In the names of blocks that halve their map."""
BLOCKS = (
    "conv32_1", "conv32_2", "conv32_3", "conv64_down", "conv64_1", "conv64_2", "conv64_3",
    "conv128_down", "conv128_1", "conv128_2", "conv256_down", "conv256_1", "conv256_2",
    "conv256_down_out",
)  # fmt: skip


def as_onnx(weights: Path, listing: Path, target: Path) -> None:
    """Write the network as ONNX: (n, 3, 150, 150) RGB as insightface scales it in, (n, 128) out.

    `listing` names the tensors in the file of `weights`, with their shapes and scales.
    """
    network = Network(tensors(weights.read_bytes(), listing.read_bytes()))
    result = network.both_ways("input")
    network.nodes.append(helper.make_node("Identity", [result], ["embedding"], name="result"))
    side = DLIB.side_px
    image = helper.make_tensor_value_info("input", TensorProto.FLOAT, ["n", 3, side, side])
    template = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["n", DIMENSION])
    graph = helper.make_graph(network.nodes, "recogniser", [image], [template], network.weights)
    opset = [helper.make_opsetid("", 16)]
    model = helper.make_model(graph, opset_imports=opset, ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, target)


def tensors(raw: bytes, listing: bytes) -> Held:
    """Every tensor by its name: a byte times its scale and more, or float32 as it is.

    Raises PackError where the listing asks for another number of bytes than there are.
    """
    found: Held = {}
    at = 0
    for entry in json.loads(listing)[0]["weights"]:
        shape, coded = entry["shape"], entry.get("quantization")
        count = int(np.prod(shape))
        size = count * (1 if coded else 4)
        if at + size > len(raw):
            raise PackError(f"recogniser: got {len(raw):,} bytes of weights, wanted more")
        if coded:
            steps = np.frombuffer(raw, np.uint8, count, at).astype(np.float32)
            values = steps * np.float32(coded["scale"]) + np.float32(coded["min"])
        else:
            values = np.frombuffer(raw, np.float32, count, at)
        found[entry["name"]] = values.reshape(shape)
        at += size
    if at != len(raw):
        raise PackError(f"recogniser: got {len(raw):,} bytes of weights, wanted {at:,}")
    return found


class Network:
    """The graph under construction."""

    def __init__(self, held: Held) -> None:
        self.held = held
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def both_ways(self, image: str) -> str:
        """Templates of faces, each the mean of its own and its mirror image's."""
        backwards = self._constant(np.arange(DLIB.side_px)[::-1])
        mirrored = self._node("Gather", image, backwards, axis=3)
        seen = self._template(self._node("Concat", image, mirrored, axis=0))
        halves = ["half_0", "half_1"]
        self.nodes.append(helper.make_node("Split", [seen], halves, axis=0, name="halves"))
        return self._node("Mean", *halves)

    def _template(self, image: str) -> str:
        """Templates of faces as they are."""
        mean = np.array(MEAN_RGB).reshape(1, 3, 1, 1)
        scaled = self._node("Mul", image, self._constant(np.float32(SPREAD / DIVISOR)))
        shift = self._constant(((GREY - mean) / DIVISOR).astype(np.float32))
        at = (self._node("Add", scaled, shift), DLIB.side_px)
        name, side = self._layer(at, "conv32_down", 2)
        pooled = self._node("MaxPool", self._relu(name), kernel_shape=[3, 3], strides=[2, 2])
        at = (pooled, (side - 3) // 2 + 1)
        for block in BLOCKS:
            at = self._halved(at, block) if HALVES in block else self._kept(at, block)
        flat = self._node("Flatten", self._node("GlobalAveragePool", at[0]))
        return self._node("MatMul", flat, self._constant(self.held["fc"]))

    def _kept(self, at: Map, block: str) -> Map:
        """Two layers and their input."""
        name, side = self._layer(at, f"{block}/conv1", 1)
        name, _ = self._layer((self._relu(name), side), f"{block}/conv2", 1)
        return self._relu(self._node("Add", name, at[0])), side

    def _halved(self, at: Map, block: str) -> Map:
        """Two layers, the first of which halves the map, and their input made as small."""
        name, small = self._layer(at, f"{block}/conv1", 2)
        name, _ = self._layer((self._relu(name), small), f"{block}/conv2", 1)
        pooled = self._node("AveragePool", at[0], kernel_shape=[2, 2], strides=[2, 2])
        side = at[1] // 2
        inside, outside = self.held[f"{block}/conv1/conv/filters"].shape[2:]
        name = self._filled(name, 0, side - small)
        pooled = self._filled(pooled, outside - inside, 0)
        return self._relu(self._node("Add", name, pooled)), side

    def _filled(self, name: str, channels: int, places: int) -> str:
        """So many channels and places more of zeros, behind those that there are."""
        if not channels and not places:
            return name
        ends = np.array([0, 0, 0, 0, 0, channels, places, places], np.int64)
        return self._node("Pad", name, self._constant(ends))

    def _layer(self, at: Map, name: str, stride: int) -> Map:
        """A convolution of 3 x 3 or 7 x 7 with its scale and shift: of the same size, or halved
        without any filling up.
        """
        filters, bias = self.held[f"{name}/conv/filters"], self.held[f"{name}/conv/bias"]
        scale, shift = self.held[f"{name}/scale/weights"], self.held[f"{name}/scale/biases"]
        size = filters.shape[0]
        pad = size // 2 if stride == 1 else 0
        made = self._node(
            "Conv",
            at[0],
            self._constant((filters * scale).transpose(3, 2, 0, 1)),
            self._constant(bias * scale + shift),
            kernel_shape=[size, size],
            strides=[stride, stride],
            pads=[pad] * 4,
        )
        return made, (at[1] + 2 * pad - size) // stride + 1

    def _relu(self, name: str) -> str:
        return self._node("Relu", name)

    def _constant(self, value: NDArray[np.generic] | np.float32) -> str:
        name = f"weight_{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def _node(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """Names carry a prefix: insightface guesses preprocessing from nodes called Sub or Mul."""
        name = f"value_{len(self.nodes)}"
        node = helper.make_node(operator, [*inputs], [name], name=f"node_{name}", **attributes)
        self.nodes.append(node)
        return name
