"""MobileFaceNet from its published TFLite file to ONNX, with activations that run fast on a CPU.

A reader for just the operators that such a network has; anything else is refused. Layouts change
from NHWC to NCHW. PReLU arrives as relu(x) + k (x - |x|) and leaves as a sum of two depthwise
convolutions, a x + (1 - a) relu(x), which onnxruntime runs several times faster than PRelu.
"""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import tflite
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from engine.errors import PackError

DTYPES = {
    tflite.TensorType.FLOAT32: np.float32,
    tflite.TensorType.FLOAT16: np.float16,
    tflite.TensorType.INT32: np.int32,
}
OPERATORS = {v: k for k, v in vars(tflite.BuiltinOperator).items() if isinstance(v, int)}
SAME, NONE, RELU, RELU6 = 0, 0, 1, 3


class Source:
    """A TFLite file's only graph: operators with their inputs, outputs and constants."""

    def __init__(self, content: bytes) -> None:
        self.model = tflite.Model.GetRootAs(content, 0)
        self.graph = self.model.Subgraphs(0)
        self.operators = [self.graph.Operators(k) for k in range(self.graph.OperatorsLength())]
        self.kinds = [self._kind(operator) for operator in self.operators]
        self.inputs = [[int(i) for i in o.InputsAsNumpy()] for o in self.operators]
        self.outputs = [int(o.OutputsAsNumpy()[0]) for o in self.operators]
        self.readers: dict[int, list[int]] = {}
        for number, tensors in enumerate(self.inputs):
            for tensor in tensors:
                self.readers.setdefault(tensor, []).append(number)

    def shape(self, tensor: int) -> list[int]:
        """A tensor's shape, NHWC."""
        shape = self.graph.Tensors(tensor).ShapeAsNumpy()
        return [] if np.isscalar(shape) else [int(n) for n in shape]

    def constant(self, tensor: int) -> NDArray[np.generic] | None:
        """A tensor's stored values; None if it is computed."""
        held = self.graph.Tensors(tensor)
        raw = self.model.Buffers(held.Buffer()).DataAsNumpy()
        if np.isscalar(raw) or raw is None or not len(raw):
            return None
        return np.frombuffer(raw.tobytes(), DTYPES[held.Type()]).reshape(self.shape(tensor))

    def _kind(self, operator: tflite.Operator) -> str:
        code = self.model.OperatorCodes(operator.OpcodeIndex())
        return str(OPERATORS[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())])


class Conversion:
    """One file's way from TFLite to ONNX: walks the operators in their order."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.names = {int(source.graph.InputsAsNumpy()[0]): "input"}
        self.folded: set[int] = set()

    def run(self) -> str:
        """Convert every operator; the name of the result."""
        steps = {
            "CONV_2D": self._convolution,
            "DEPTHWISE_CONV_2D": self._convolution,
            "ADD": self._arithmetic,
            "MUL": self._arithmetic,
            "SUB": self._arithmetic,
            "RESHAPE": self._flatten,
        }
        for number, kind in enumerate(self.source.kinds):
            if number in self.folded:
                continue
            if kind not in steps:
                raise PackError(
                    f"recogniser: got a TFLite operator {kind}, wanted one of {[*steps]}"
                )
            steps[kind](number)
        return self.names[int(self.source.graph.OutputsAsNumpy()[0])]

    def _convolution(self, number: int) -> None:
        source, inputs = self.source, self.source.inputs[number]
        options = _options(source.operators[number], source.kinds[number])
        depthwise = source.kinds[number] == "DEPTHWISE_CONV_2D"
        weight = source.constant(inputs[1])
        if weight is None:
            raise PackError("recogniser: got a convolution without stored weights")
        strides = [options.StrideH(), options.StrideW()]
        pads = _pads(source.shape(inputs[0]), weight.shape, strides, options.Padding())
        fed = [
            self.names[inputs[0]],
            self._weight(weight.transpose((3, 0, 1, 2) if depthwise else (0, 3, 1, 2))),
        ]
        if len(inputs) > 2 and inputs[2] >= 0:
            fed.append(self._constant(inputs[2]))
        made = self._node(
            "Conv",
            fed,
            kernel_shape=[int(n) for n in weight.shape[1:3]],
            strides=strides,
            pads=pads,
            group=int(weight.shape[3]) if depthwise else 1,
        )
        self._activate(number, made, options.FusedActivationFunction())

    def _activate(self, number: int, made: str, activation: int) -> None:
        output = self.source.outputs[number]
        if activation == RELU:
            made = self._node("Relu", [made])
        elif activation == RELU6:
            made = self._node(
                "Clip", [made, self._weight(np.float32(0)), self._weight(np.float32(6))]
            )
        elif activation != NONE:
            raise PackError(f"recogniser: got a fused activation {activation}, wanted none or ReLU")
        self.names[output] = made
        self._fold_prelu(output, made)

    def _fold_prelu(self, tensor: int, name: str) -> None:
        """relu(x) + k (x - |x|), spread over five operators, is PReLU with slope 2 k."""
        source = self.source
        readers = source.readers.get(tensor, [])
        absolute = next((r for r in readers if source.kinds[r] == "ABS"), None)
        if absolute is None:
            return
        chain = [absolute]
        for kind in ("SUB", "MUL", "ADD"):
            follower = source.readers[source.outputs[chain[-1]]][0]
            if source.kinds[follower] != kind:
                raise PackError(
                    f"recogniser: got {source.kinds[follower]} in a PReLU, wanted {kind}"
                )
            chain.append(follower)
        slope = next(c for i in source.inputs[chain[2]] if (c := source.constant(i)) is not None)
        self.folded |= set(chain) | {r for r in readers if source.kinds[r] == "RELU"}
        self.names[source.outputs[chain[3]]] = self._prelu(name, 2 * np.asarray(slope, np.float32))

    def _prelu(self, name: str, slope: NDArray[np.float32]) -> str:
        flat = slope.reshape(-1, 1, 1, 1)
        shape = {"kernel_shape": [1, 1], "group": len(flat)}
        positive = self._node("Conv", [self._node("Relu", [name]), self._weight(1 - flat)], **shape)
        linear = self._node("Conv", [name, self._weight(flat)], **shape)
        return self._node("Add", [positive, linear])

    def _arithmetic(self, number: int) -> None:
        fed = [self.names.get(i) or self._constant(i) for i in self.source.inputs[number]]
        self.names[self.source.outputs[number]] = self._node(
            self.source.kinds[number].capitalize(), fed
        )

    def _flatten(self, number: int) -> None:
        """Only 1 x 1 x channels is reshaped, so the layout does not matter."""
        given = self.source.shape(self.source.inputs[number][0])
        if given[1:3] != [1, 1]:
            raise PackError(f"recogniser: got a reshape of {given}, wanted one of 1 x 1 maps")
        fed = [self.names[self.source.inputs[number][0]]]
        self.names[self.source.outputs[number]] = self._node("Flatten", fed)

    def _constant(self, tensor: int) -> str:
        value = self.source.constant(tensor)
        if value is None:
            raise PackError(f"recogniser: tensor {tensor} is used before it is computed")
        return self._weight(value)

    def _weight(self, value: object) -> str:
        name = f"weight_{len(self.weights)}"
        held = np.ascontiguousarray(np.asarray(value, np.float32))
        self.weights.append(numpy_helper.from_array(held, name))
        return name

    def _node(self, operator: str, inputs: list[str], **attributes: Any) -> str:
        name = f"value_{len(self.nodes)}"
        self.nodes.append(
            helper.make_node(operator, inputs, [name], name=f"node_{name}", **attributes)
        )
        return name


def as_onnx(source: Path, target: Path) -> None:
    """Write the TFLite recogniser at `source` as ONNX: (n, 3, h, w) in, (n, d) out."""
    held = Source(source.read_bytes())
    conversion = Conversion(held)
    result = conversion.run()
    height, width = held.shape(int(held.graph.InputsAsNumpy()[0]))[1:3]
    dimension = held.shape(int(held.graph.OutputsAsNumpy()[0]))[-1]
    nodes = [
        *conversion.nodes,
        helper.make_node("Identity", [result], ["embedding"], name="result"),
    ]
    image = helper.make_tensor_value_info("input", TensorProto.FLOAT, ["n", 3, height, width])
    template = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["n", dimension])
    graph = helper.make_graph(nodes, "recogniser", [image], [template], conversion.weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 16)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, target)


def _options(operator: tflite.Operator, kind: str) -> "tflite.Conv2DOptions":
    options = tflite.Conv2DOptions() if kind == "CONV_2D" else tflite.DepthwiseConv2DOptions()
    table = operator.BuiltinOptions()
    options.Init(table.Bytes, table.Pos)
    return options


def _pads(shape: list[int], weight: tuple[int, ...], strides: list[int], padding: int) -> list[int]:
    """TFLite's SAME padding as ONNX's begins and ends."""
    if padding != SAME:
        return [0, 0, 0, 0]
    sizes = zip(shape[1:3], strides, weight[1:3], strict=True)
    totals = [max((-(-size // step) - 1) * step + kernel - size, 0) for size, step, kernel in sizes]
    begins = [total // 2 for total in totals]
    return [*begins, *(total - begin for total, begin in zip(totals, begins, strict=True))]
