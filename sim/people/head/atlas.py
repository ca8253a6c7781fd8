"""A head unrolled onto a cylinder: the canvas that skin, brows and beards are painted on.

Everything here belongs to the base head, not to a person, and is computed once and kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numba as nb
import numpy as np
from numpy.typing import NDArray

from engine.disk.files import write_arrays
from engine.packs.fetch import cache_folder
from sim.people import data
from sim.people.drawing.raster import Buffers, normals
from sim.people.head.mesh import BUILD, LEFT_EYE, SKIN, HeadMesh, head_mesh

SIZE = 1024
TOP_DM, BOTTOM_DM = 8.62, 5.32
AXIS_Z_DM = 0.35
"""The cylinder's axis stands this far before the base mesh's origin."""
WHOLE = slice(0, SIZE)
"""All rows of the atlas."""
NOISES_PX = (0.8, 2.0, 5.0, 14.0, 40.0, 110.0)
BESIDE_PX = 64
"""So much of a fine noise's other end is laid beside it: blur reaches less far."""

Floats = NDArray[np.floating[Any]]
MASKS = ("lips", "eyelids", "ears", "inside-mouth")


@dataclass(frozen=True, slots=True)
class Atlas:
    """`place` (h, w, 3) is the base head's surface at each pixel, `corner` (m, 3, 2) where a
    triangle's corners lie. `shade` and `cavity` are per vertex: open sky, and mouth or below.
    `masks` and `noise` are (h, w); noise has mean 0 and spread 1 and tiles around the head.
    """

    base: Floats
    corner: Floats
    place: Floats
    shade: Floats
    cavity: Floats
    masks: dict[str, Floats]
    noise: dict[float, tuple[Floats, ...]]
    front: Floats
    """(600, 600) z of the face seen from the front, -1e9 where there is none."""


@cache
def atlas() -> Atlas:
    """The atlas of the base head."""
    mesh = head_mesh()
    base = np.asarray(mesh.smooth @ mesh.coarse, np.float32)
    corner = _corners(base, mesh)
    kept = cache_folder() / "people" / f"atlas-{BUILD}.npz"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_arrays(kept, _build(mesh, base, corner), shared=True)
    with np.load(kept) as held:
        made = {name: held[name] for name in held.files}
    return Atlas(
        base=base,
        corner=corner,
        place=made["place"],
        shade=made["shade"],
        cavity=made["cavity"],
        masks={name: made[name] for name in MASKS},
        noise=_noises(),
        front=_front(base, mesh),
    )


def unroll(place: Floats) -> Floats:
    """(..., 2) atlas pixels of surface points (..., 3); the face gets more room than the nape."""
    turn = np.arctan2(place[..., 0], place[..., 2] - AXIS_Z_DM) / np.pi
    x = (0.5 + 0.5 * (1.5 * turn - 0.5 * turn**3)) * SIZE
    y = (TOP_DM - place[..., 1]) / (TOP_DM - BOTTOM_DM) * SIZE
    return np.stack([x, y], -1).astype(np.float32)


def on_face(x_dm: Floats, y_dm: Floats) -> Floats:
    """(n, 2) atlas pixels of points of the face seen from the front."""
    held = atlas().front
    row = ((8.6 - y_dm) * 250).astype(int).clip(0, 599)
    column = ((x_dm + 1.2) * 250).astype(int).clip(0, 599)
    return unroll(np.stack([x_dm, y_dm, held[row, column]], -1))


def sample_noise(width_px: float, rng: np.random.Generator, rows: slice = WHOLE) -> Floats:
    """(rows, SIZE) noise of that grain, turned around the head and perhaps mirrored."""
    field, turn, mirrored = _chosen(width_px, rng)
    field = field[rows]
    if mirrored:
        field, turn = field[:, ::-1], -turn % SIZE
    turned = np.empty(field.shape, np.float32)
    turned[:, turn:], turned[:, :turn] = field[:, : SIZE - turn], field[:, SIZE - turn :]
    return turned


def blend(shares: Mapping[float, float], rng: np.random.Generator) -> Floats:
    """(SIZE, SIZE) noises of several grains added up, each of its share."""
    found = np.zeros((SIZE, SIZE), np.float32)
    for width_px, share in shares.items():
        _add(found, np.float32(share), *_chosen(width_px, rng))
    return found


def _chosen(width_px: float, rng: np.random.Generator) -> tuple[Floats, int, bool]:
    """A field of noise, how far it is turned around the head, and whether it is mirrored."""
    choices = atlas().noise[width_px]
    field, turn = choices[rng.integers(len(choices))], int(rng.integers(SIZE))
    return field, turn, bool(rng.random() < 0.5)


@nb.njit(cache=True)
def _add(into, share, field, turn, mirrored) -> None:  # type: ignore[no-untyped-def]  # numba types
    """Add a share of a field in one pass, turned and mirrored as `sample_noise` has it."""
    size = field.shape[1]
    for y in range(field.shape[0]):
        row, cells = into[y], field[y]
        split = size - turn if mirrored else turn
        before, after = row[:split], row[split:]
        if mirrored:
            for x in range(len(before)):
                before[x] += share * cells[np.uint64(split - 1 - x)]
            for x in range(len(after)):
                after[x] += share * cells[np.uint64(size - 1 - x)]
        else:
            last = cells[size - turn :]
            for x in range(len(before)):
                before[x] += share * last[x]
            for x in range(len(after)):
                after[x] += share * cells[x]


def _corners(base: Floats, mesh: HeadMesh) -> Floats:
    corner = unroll(base)[mesh.triangles]
    wide = np.ptp(corner[:, :, 0], axis=1) > SIZE / 2  # across the nape: lay it out to the right
    left = wide[:, None] & (corner[:, :, 0] < SIZE / 2)
    corner[:, :, 0] += np.where(left, SIZE, 0)
    return np.ascontiguousarray(corner)


def _build(mesh: HeadMesh, base: Floats, corner: Floats) -> dict[str, Floats]:
    skin = mesh.part == SKIN
    triangles = mesh.triangles[skin]
    flat = corner[skin].reshape(-1, 2)
    apart = np.arange(3 * len(triangles), dtype=np.int32).reshape(-1, 3)
    outward = np.hypot(base[:, 0], base[:, 2] - AXIS_Z_DM)[triangles.ravel()]
    points = np.column_stack([flat, outward]).astype(np.float32)
    buffers = Buffers(SIZE, SIZE)
    buffers.draw(points, apart)
    points[:, 0] -= SIZE
    buffers.draw(points, apart)
    drawn = (buffers.winner >= 0).astype(np.float32)
    place = buffers.interpolate(base[triangles.ravel()], apart)
    uv = mesh.texture[skin].reshape(-1, 2)
    seen = buffers.interpolate(uv, apart) * 2047
    made = {"place": place, "shade": _shade(mesh, base), "cavity": _cavity(mesh, base, uv)}
    for name in MASKS:
        mask = data.texture_mask(name)
        flipped = np.ascontiguousarray(2047 - seen[..., 1])
        spread = cv2.remap(mask, np.ascontiguousarray(seen[..., 0]), flipped, cv2.INTER_LINEAR)
        made[name] = spread.astype(np.float32) / 255 * drawn
    return made


def _cavity(mesh: HeadMesh, base: Floats, uv: Floats) -> Floats:
    """0 to 1 inside the mouth; 3 on the chest below the collar."""
    mask, cavity = data.texture_mask("inside-mouth"), np.zeros(len(base), np.float32)
    row = ((1 - uv[:, 1]) * 2047).astype(int).clip(0, 2047)
    column = (uv[:, 0] * 2047).astype(int).clip(0, 2047)
    cavity[mesh.triangles[mesh.part == SKIN].ravel()] = mask[row, column] / 255.0
    return cavity


def _shade(mesh: HeadMesh, base: Floats) -> Floats:
    """(n,) how much of the sky each vertex sees, by looking from 220 directions."""
    normal = normals(base, mesh.triangles)
    opaque = mesh.triangles[mesh.part <= LEFT_EYE + 1]
    rng, seen, total = np.random.default_rng(0), np.zeros(len(base)), np.zeros(len(base))
    centre = base[: mesh.ranges[SKIN][1]].mean(0)
    for _ in range(220):
        towards = rng.normal(size=3)
        towards /= np.linalg.norm(towards)
        if towards[1] < -0.6:
            continue
        across = np.cross(towards, np.array([0.0, 1.0, 0.0]))
        across /= np.linalg.norm(across)
        axes = np.stack([across, np.cross(across, towards), towards], 1)
        points = ((base - centre) @ axes).astype(np.float32)
        points[:, :2] = (points[:, :2] + 2.4) * 66.0
        buffers = Buffers(320, 320)
        buffers.draw(points, opaque)
        x, y = points[:, 0].astype(int).clip(0, 319), points[:, 1].astype(int).clip(0, 319)
        weight = (normal @ towards).clip(0, 1) * (1 + 0.5 * towards[1])
        seen += weight * (points[:, 2] + 0.03 > buffers.depth[y, x])
        total += weight
    return (seen / np.maximum(total, 1e-6)).astype(np.float32)


def _noises() -> dict[float, tuple[Floats, ...]]:
    """Three fields a grain; they tile from left to right, so that no seam runs up the head."""
    rng = np.random.default_rng(5)
    return {width: tuple(_noise(width, rng) for _ in range(3)) for width in NOISES_PX}


def _noise(width_px: float, rng: np.random.Generator) -> Floats:
    coarse = max(int(width_px / 4), 1)
    side = SIZE // coarse
    field = rng.normal(size=(side, side)).astype(np.float32)
    beside = side if coarse > 1 else BESIDE_PX
    wide = np.concatenate([field[:, -beside:], field, field[:, :beside]], 1)
    wide = cv2.GaussianBlur(wide, (0, 0), max(width_px / coarse, 0.5))
    if coarse > 1:
        wide = cv2.resize(wide, (3 * SIZE, SIZE), interpolation=cv2.INTER_CUBIC)
    before = (wide.shape[1] - SIZE) // 2
    tile = wide[:, before : before + SIZE]
    return np.asarray((tile - tile.mean()) / tile.std(), np.float32)


def _front(base: Floats, mesh: HeadMesh) -> Floats:
    points = np.column_stack([(base[:, 0] + 1.2) * 250, (8.6 - base[:, 1]) * 250, base[:, 2]])
    buffers = Buffers(600, 600)
    buffers.draw(points.astype(np.float32), mesh.triangles[mesh.part == SKIN])
    return buffers.depth
