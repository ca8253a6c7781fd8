"""What an ONNX file is, by the shapes it takes and gives: a detector, a recogniser or neither."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import PackError
from engine.packs.alignment import CROP_PX
from engine.packs.manifest import LARGEST_MODEL_BYTES, digest

if TYPE_CHECKING:
    import onnx

WIDTHS = (1, 4, 10)
"""Numbers an anchor has for score, box sides and five landmarks."""
DETECTOR_OUTPUTS = (9, 15)
"""Those three, at SCRFD's three or five strides (Guo et al. 2021, arXiv:2105.04714)."""
FLOAT, UINT8 = 1, 2
"""Numbers of types in ONNX (onnx.proto, TensorProto.DataType)."""
EXTERNAL = 1
"""Says of a tensor that its weights lie in another file (TensorProto.DataLocation)."""
MXNET_NAMES = (("Sub", "_minus"), ("Mul", "_mul"))
"""First nodes of networks that scale pixels themselves: insightface's own guess."""

Shape = tuple[int, ...]
"""Sides of a tensor; 0 where any will do."""


class Kind(StrEnum):
    """The two models of a pack, by their tasks' names in a manifest."""

    detector = "detection"
    recogniser = "recognition"


WANTED = {
    Kind.detector: "(1, 3, any, any) in, and SCRFD's 9 or 15 outputs of widths 1, 4 and 10 out",
    Kind.recogniser: "(any, 3, {side}, {side}) in and one (n, d) out",
}


@dataclass(frozen=True, slots=True)
class Form:
    """Shapes and number types of a network's inputs, and shapes of its outputs."""

    inputs: tuple[Shape, ...]
    types: tuple[int, ...]
    outputs: tuple[Shape, ...]
    scales_itself: bool

    def kind(self, side_px: int = CROP_PX) -> Kind | None:
        """Which model of a pack with faces of that side this can be; None: neither."""
        if len(self.inputs) != 1 or self.types[0] not in (FLOAT, UINT8):
            return None
        if _takes_pictures(self.inputs[0]) and _gives_anchors(self.outputs):
            return Kind.detector
        if self.inputs[0] == (0, 3, side_px, side_px) and _gives_templates(self.outputs):
            return Kind.recogniser
        return None

    @property
    def dimension(self) -> int:
        """Numbers a template has, of a recogniser."""
        return self.outputs[0][-1]

    def __str__(self) -> str:
        given = ", ".join(map(str, self.inputs[:2]))
        last = f" such as {self.outputs[0]}" if self.outputs else ""
        return f"{given or 'nothing'} in and {len(self.outputs)} outputs{last} (0 is any)"


def form_of(path: Path) -> Form:
    """The form of an ONNX file; PackError, naming it, if it is none, too large or not whole in
    itself.
    """
    if (size := path.stat().st_size) > LARGEST_MODEL_BYTES:
        raise PackError(f"{path}: got {size:,} bytes, wanted at most {LARGEST_MODEL_BYTES:,}")
    return _form(path, digest(path))


@lru_cache(maxsize=64)
def _form(path: Path, _digest: str) -> Form:
    import onnx  # takes a while: only where a model is looked into
    from google.protobuf.message import DecodeError

    try:
        graph = onnx.load_model(path, load_external_data=False).graph
    except (DecodeError, OSError, ValueError) as err:
        raise PackError(f"{path}: got no ONNX file, wanted one") from err
    if any(_lies_elsewhere(graph)):
        raise PackError(f"{path}: got weights in another file, wanted them in the file itself")
    weights = {one.name for one in graph.initializer}
    inputs = [one for one in graph.input if one.name not in weights]
    if not inputs or not graph.output:
        raise PackError(f"{path}: got no ONNX network, wanted one with inputs and outputs")
    first = [node.name for node in graph.node[:8]]
    return Form(
        inputs=tuple(_shape(one) for one in inputs),
        types=tuple(one.type.tensor_type.elem_type for one in inputs),
        outputs=tuple(_shape(one) for one in graph.output),
        scales_itself=all(any(n.startswith(names) for n in first) for names in MXNET_NAMES),
    )


def check_form(path: Path, wanted: Kind, side_px: int = CROP_PX) -> Form:
    """The form of a file that has to be of a kind, a recogniser of faces of that side; PackError
    says what it is instead.
    """
    form = form_of(path)
    kind = form.kind(side_px)
    if kind is not wanted:
        instead = f" (a model for {kind})" if kind else ""
        shape = WANTED[wanted].format(side=side_px)
        raise PackError(f"{path}: got {form}{instead}, wanted a model for {wanted}: {shape}")
    return form


def _lies_elsewhere(graph: "onnx.GraphProto") -> list[bool]:
    constants = [a.t for node in graph.node for a in node.attribute if a.HasField("t")]
    return [one.data_location == EXTERNAL for one in (*graph.initializer, *constants)]


def _shape(value: "onnx.ValueInfoProto") -> Shape:
    return tuple(max(one.dim_value, 0) for one in value.type.tensor_type.shape.dim)


def _takes_pictures(shape: Shape) -> bool:
    return len(shape) == 4 and shape[0] in (0, 1) and shape[1:] == (3, 0, 0)


def _gives_anchors(outputs: Sequence[Shape]) -> bool:
    if len(outputs) not in DETECTOR_OUTPUTS or not all(len(one) in (2, 3) for one in outputs):
        return False
    strides = len(outputs) // len(WIDTHS)
    wanted = [width for width in WIDTHS for _ in range(strides)]
    return all(one[-1] in (0, width) for one, width in zip(outputs, wanted, strict=True))


def _gives_templates(outputs: Sequence[Shape]) -> bool:
    return len(outputs) == 1 and len(outputs[0]) == 2 and 1 <= outputs[0][1] <= 4096
