"""CenterFace reshaped so that insightface reads it as its own SCRFD detector.

CenterFace gives, for each cell of 4 px, a face probability, log size, centre offset and five
landmarks relative to the box (Xu et al. 2019, arXiv:1911.03599). SCRFD gives, for strides 8, 16
and 32 with two anchors a cell, scores, box sides and landmarks as distances in strides. Each
8-px cell here carries its two best 4-px cells; strides 16 and 32 stay silent.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

CELL_PX = 4.0
STRIDE_PX = 8.0
CORNERS = np.array([[0, 0], [0, 4], [4, 0], [4, 4]], np.float32)
"""(y, x) of the four cells inside one of 8 px, in the order SpaceToDepth lays them out."""


class Graph:
    """An ONNX graph under construction: operators in, tensor names out."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def constant(self, value: object, dtype: type = np.float32) -> str:
        """A named constant."""
        name = f"constant_{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.asarray(value, dtype), name))
        return name

    def many(
        self, operator: str, inputs: Sequence[str], outputs: int, **attributes: Any
    ) -> list[str]:
        """An operator with several results.

        Names carry a prefix: insightface guesses preprocessing from nodes called Sub or Mul.
        """
        number = len(self.nodes)
        names = [f"scrfd_{number}_{k}" for k in range(outputs)]
        node = helper.make_node(operator, list(inputs), names, name=f"scrfd_{number}", **attributes)
        self.nodes.append(node)
        return names

    def one(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """An operator with one result."""
        return self.many(operator, inputs, 1, **attributes)[0]


def as_scrfd(source: Path, target: Path) -> None:
    """Write CenterFace at `source` as an ONNX file with SCRFD's one input and nine outputs."""
    net = onnx.load(source).graph
    weights = {w.name for w in net.initializer}
    image = next(i.name for i in net.input if i.name not in weights)
    heat, size, offset, landmarks = (o.name for o in net.output)
    graph = Graph()
    _feed(graph, net, image)
    before = len(graph.nodes)
    best = _best_two(graph, heat, _features(graph, heat, size, offset, landmarks))
    outputs = [*_split(graph, best), *_silent(graph, heat, 4), *_silent(graph, heat, 8)]
    names = _name(graph, outputs)
    nodes = [*graph.nodes[:before], *net.node, *graph.nodes[before:]]
    _save(nodes, [*net.initializer, *graph.weights], names, target)


def _feed(graph: Graph, net: onnx.GraphProto, image: str) -> None:
    """Undo SCRFD's (x - 127.5) / 128: the net was trained on 0 to 255."""
    scaled = graph.one("Mul", "input", graph.constant(128.0))
    raw = graph.one("Add", scaled, graph.constant(127.5))
    for node in net.node:
        for k, name in enumerate(node.input):
            if name == image:
                node.input[k] = raw


def _features(graph: Graph, heat: str, size: str, offset: str, landmarks: str) -> str:
    """(1, 4, 15, h, w): probability, box sides and landmarks in strides, for each 8-px cell."""
    h, s, o, m = (
        _by_corner(graph, t, n) for t, n in ((heat, 1), (size, 2), (offset, 2), (landmarks, 10))
    )
    extent = graph.one("Mul", graph.one("Exp", s), graph.constant(CELL_PX))
    middle = graph.one("Add", o, graph.constant(0.5))
    middle = graph.one("Mul", middle, graph.constant(CELL_PX))
    middle = graph.one("Add", middle, graph.constant(CORNERS.reshape(1, 4, 2, 1, 1)))
    half = graph.one("Mul", extent, graph.constant(0.5))
    low, high = graph.one("Sub", middle, half), graph.one("Add", middle, half)
    box = graph.one(
        "Concat", graph.one("Neg", _pick(graph, low, [1, 0])), _pick(graph, high, [1, 0]), axis=2
    )
    swapped = [k for point in range(5) for k in (2 * point + 1, 2 * point)]
    points = graph.one("Mul", _pick(graph, m, swapped), _pick(graph, extent, [1, 0] * 5))
    points = graph.one("Add", points, _pick(graph, low, [1, 0] * 5))
    stride = graph.constant(1 / STRIDE_PX)
    parts = (h, graph.one("Mul", box, stride), graph.one("Mul", points, stride))
    return graph.one("Concat", *parts, axis=2)


def _by_corner(graph: Graph, tensor: str, channels: int) -> str:
    """(1, c, 2h, 2w) to (1, 4, c, h, w)."""
    deep = graph.one("SpaceToDepth", tensor, blocksize=2)
    head = graph.constant([1, 4, channels], np.int64)
    return graph.one("Reshape", deep, graph.one("Concat", head, _tail(graph, deep, 2, 4), axis=0))


def _tail(graph: Graph, tensor: str, start: int, end: int) -> str:
    shape = graph.one("Shape", tensor)
    return graph.one(
        "Slice", shape, graph.constant([start], np.int64), graph.constant([end], np.int64)
    )


def _pick(graph: Graph, tensor: str, channels: Sequence[int]) -> str:
    return graph.one("Gather", tensor, graph.constant(channels, np.int64), axis=2)


def _best_two(graph: Graph, heat: str, features: str) -> str:
    """(1, anchors, 15): the two most probable of each cell's four corners, cell by cell."""
    _, which = graph.many(
        "TopK", [_by_corner(graph, heat, 1), graph.constant([2], np.int64)], 2, axis=1
    )
    shape = graph.one(
        "Concat", graph.constant([1, 2, 15], np.int64), _tail(graph, features, 3, 5), axis=0
    )
    chosen = graph.one("GatherElements", features, graph.one("Expand", which, shape), axis=1)
    ordered = graph.one("Transpose", chosen, perm=[0, 3, 4, 1, 2])
    return graph.one("Reshape", ordered, graph.constant([1, -1, 15], np.int64))


def _split(graph: Graph, anchors: str) -> list[str]:
    return graph.many("Split", [anchors, graph.constant([1, 4, 10], np.int64)], 3, axis=2)


def _silent(graph: Graph, heat: str, step: int) -> list[str]:
    """Zeros for a stride's scores, boxes and landmarks."""
    sparse = graph.one("MaxPool", heat, kernel_shape=[1, 1], strides=[step, step])
    zero = graph.one("Mul", sparse, graph.constant(0.0))
    shapes = [graph.constant([1, -1, c], np.int64) for c in (1, 4, 10)]
    stacks = [graph.one("Concat", *[zero] * (2 * c), axis=1) for c in (1, 4, 10)]
    return [graph.one("Reshape", t, s) for t, s in zip(stacks, shapes, strict=True)]


def _name(graph: Graph, outputs: Sequence[str]) -> list[tuple[str, int]]:
    """SCRFD's order: scores of the three strides, then boxes, then landmarks."""
    names = []
    for kind, (word, channels) in enumerate((("score", 1), ("bbox", 4), ("kps", 10))):
        for level, stride in enumerate((8, 16, 32)):
            name = f"{word}_{stride}"
            graph.nodes.append(helper.make_node("Identity", [outputs[3 * level + kind]], [name]))
            names.append((name, channels))
    return names


def _save(
    nodes: Sequence[onnx.NodeProto],
    weights: Sequence[onnx.TensorProto],
    outputs: Sequence[tuple[str, int]],
    target: Path,
) -> None:
    used = {name for node in nodes for name in node.input}
    image = helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, "height", "width"])
    results = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, f"anchors_{name}", channels])
        for name, channels in outputs
    ]
    kept = [w for w in weights if w.name in used]
    graph = helper.make_graph(list(nodes), "centerface_as_scrfd", [image], results, kept)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, target)
