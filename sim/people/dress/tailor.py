"""A dressed body at rest: skin where it shows, cloth cut and hung, collars and bags, on the rig."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from sim.people.drawing.raster import normals
from sim.people.dress import fabrics
from sim.people.dress.cutting import cut
from sim.people.dress.garments import (
    CROTCH_DM,
    JOIN_DM,
    Cloth,
    Garment,
    Outfit,
    off_body,
    on_skirt,
    on_suit,
)
from sim.people.dress.surfaces import Surface, mannequin
from sim.people.dress.trims import Trim, bag, collar, handles
from sim.people.head.mesh import EYES
from sim.people.identities import Identity, macro

Floats = NDArray[np.floating[Any]]

DRAPED = 45
"""Rounds of smoothing that make cloth bridge the hollows of what is beneath it."""
TUCKED_DM = 0.12
"""Skin so far inside a garment's hems is not drawn."""
UNDER_SKIRT_DM = 0.5
"""Trousers and legs reach so far up under a skirt."""
FOLD_DM = 0.055
LAYER_DM = 0.07
"""Cloth over cloth stands off by at least this."""
SEAM_DM, JOINED_DM = 0.03, 1.0
"""Where skirt and suit overlap the skirt lies under; so far below it keeps its own shape."""
BELLY_DM, SECTORS = (1.5, 3.0), 32
"""Cloth below the waist hangs from as far out as the trunk reaches at these heights."""
NEAREST = 10
"""Collars and bags follow the mean of so many places of the suit."""
PALE = 0.92
"""Hands and legs against the face."""


@dataclass(frozen=True, slots=True)
class Dressed:
    """All that is drawn of a body, at rest. `bones` counts the rig's and one for what is carried.

    `cloth` (triangles,) are rows of `cloths`; `edge` (n,) is how far a vertex is from a hem.
    """

    vertices: Floats
    triangles: NDArray[np.int32]
    uv: Floats
    edge: Floats
    weights: sp.csr_matrix
    cloth: NDArray[np.int32]
    cloths: Floats
    joints: Floats
    eyes: Floats


class Tailor:
    """Makes one person's clothes; pieces are added from the skin outwards."""

    def __init__(self, person: Identity, worn: Outfit, skin_rgb: Floats) -> None:
        held = mannequin()
        waves, places = _waves(person.rng("folds")), (held.suit, held.skirt)
        self.folds = {id(place): waves(place.base) for place in places}
        self.filled: dict[int, Floats] = {id(place): np.zeros(len(place.base)) for place in places}
        shaped = held.vertices.copy()
        for name, strength in macro(person).items():
            if name in held.targets:
                vertex, shift = held.targets[name]
                shaped[vertex] += np.float32(strength) * shift
        self.shaped, self.worn = shaped, worn
        self.rows: list[Floats] = []
        self.parts: list[tuple[Floats, NDArray[np.int32], Floats, Floats, sp.csr_matrix, int]] = []
        self._skin(np.asarray(skin_rgb, np.float32) * PALE)
        self.suit, self.out = draped(held.suit, shaped)
        self.around, self.skirt_out = joining(held.skirt, shaped, self.suit)

    def dressed(self) -> Dressed:
        """Everything together."""
        held = mannequin()
        for garment in self.worn.garments:
            self._garment(garment)
        if self.worn.bag:
            self._bag(self.worn.bag, self.worn.bag_cloth)
        vertices, triangles, uv, edge, weights, cloth = [], [], [], [], [], []
        offset = 0
        for points, tri, place, hem, hung, number in self.parts:
            vertices.append(points)
            triangles.append(tri + offset)
            uv.append(place)
            edge.append(hem)
            weights.append(hung)
            cloth.append(np.full(len(tri), number, np.int32))
            offset += len(points)
        return Dressed(
            vertices=np.concatenate(vertices).astype(np.float32),
            triangles=np.ascontiguousarray(np.concatenate(triangles), np.int32),
            uv=np.concatenate(uv).astype(np.float32),
            edge=np.concatenate(edge).astype(np.float32),
            weights=sp.vstack(weights).tocsr().astype(np.float32),
            cloth=np.concatenate(cloth),
            cloths=np.stack(self.rows).astype(np.float32),
            joints=held.rig.joints(self.shaped),
            eyes=np.mean([self.shaped[eye].mean(0) for eye in EYES], axis=0),
        )

    def _skin(self, rgb: Floats) -> None:
        place = mannequin().skin
        red, green, blue = rgb.tolist()
        hidden = hidden_skin(self.worn, place)
        shown = place.triangles[~hidden[place.triangles].all(1)]
        used, local = np.unique(shown, return_inverse=True)
        points = np.asarray(place.smooth[used] @ self.shaped, np.float32)
        uv = np.zeros((len(shown), 3, 2), np.float32)
        cloth = Cloth("skin", (red, green, blue), (red, green, blue))
        self._add(points, local.reshape(-1, 3), uv, np.ones(len(used)), place.weights[used], cloth)

    def _garment(self, garment: Garment) -> None:
        held = mannequin()
        lines = on_suit(garment, held.suit)
        if garment.sort == "legs":
            lines = np.vstack([lines, _below_skirts(self.worn, held.suit)])
        if garment.sort != "skirt":
            self._piece(garment, held.suit, (self.suit, self.out), lines)
        if garment.skirted:
            lines = on_skirt(garment, held.skirt)
            self._piece(garment, held.skirt, (self.around, self.skirt_out), lines)
        if garment.collar:
            self._trim(collar(garment.collar, garment.thick_dm), garment.cloth)

    def _piece(
        self, garment: Garment, place: Surface, shape: tuple[Floats, Floats], lines: Floats
    ) -> None:
        found = cut(place.triangles, place.uv, lines)
        base = found.blend @ place.base
        points = found.blend @ (shape[0] + shape[1] * self._off(garment, place)[:, None])
        if garment.sort == "shoe":
            sole = base[:, 1] < fabrics.SOLE_DM + 0.05
            points[sole, 1] = points[:, 1].min()
        hung = sp.csr_matrix(found.blend @ place.weights)
        self._add(points, found.triangles, found.uv, found.edge, hung, garment.cloth)

    def _off(self, garment: Garment, place: Surface) -> Floats:
        """(n,) how far the garment stands off the surface, and off what is worn beneath."""
        wrinkled = garment.folds * min(garment.thick_dm / 0.15, 1.5)
        off: Floats = off_body(garment, place.base, place.arm)
        off = np.maximum(off + wrinkled * self.folds[id(place)], 0.25 * off)
        if garment.sort in ("top", "skirt"):
            off = np.maximum(off, self.filled[id(place)] + LAYER_DM)
            self.filled[id(place)] = off
        return off

    def _bag(self, kind: str, cloth: Cloth) -> None:
        self._trim(bag(kind), cloth)
        if kind == "shopping":
            self._trim(handles(), cloth)

    def _trim(self, trim: Trim, cloth: Cloth) -> None:
        rig, place = mannequin().rig, mannequin().suit
        points = trim.points
        column = len(rig.bones) if trim.bone == "carried" else rig.number(trim.bone)
        if trim.bone != "carried":
            near = nearest(place.base, points)
            points = points + (self.suit[near] - place.base[near]).mean(1)
        count = len(points)
        hung = sp.csr_matrix(
            (np.ones(count), (range(count), [column] * count)), (count, len(rig.bones) + 1)
        )
        plain = Cloth(cloth.pattern, cloth.first, cloth.second, cloth.scale_dm, seed=cloth.seed)
        self._add(points, trim.triangles, trim.uv, np.ones(count), hung, plain)

    def _add(
        self,
        points: Floats,
        triangles: NDArray[Any],
        uv: Floats,
        edge: Floats,
        weights: sp.csr_matrix,
        cloth: Cloth,
    ) -> None:
        columns = len(mannequin().rig.bones) + 1
        hung = sp.csr_matrix(
            (weights.data, weights.indices, weights.indptr), (len(points), columns)
        )
        self.parts.append((points, triangles.astype(np.int32), uv, edge, hung, len(self.rows)))
        self.rows.append(fabrics.row(cloth))


def _waves(rng: np.random.Generator) -> Callable[[Floats], Floats]:
    """Wrinkles by place in the base mesh, decimetres: waves of the person's own directions, most
    at elbow, waist, knee and ankle.
    """
    along = [rng.normal(0, 1, 3) * [1.1, 2.4, 1.1] * (1 + 0.45 * wave) for wave in range(6)]
    across, start = rng.normal(0, 1.0, (6, 3)), rng.uniform(0, 2 * np.pi, 6)

    def folds(base: Floats) -> Floats:
        total = np.zeros(len(base))
        for wave in range(6):
            bent = 0.5 * np.sin(base @ across[wave]) + start[wave]
            total += np.sin(base @ along[wave] + bent) / (1.5 + 0.5 * wave)
        height, elbow = base[:, 1], (np.abs(base[:, 0]) - 3.1) / 0.8
        bends = [elbow, (height + 3.7) / 0.9, (height + 7.0) / 0.6, height - 1.2]
        most = np.max([np.exp(-(bend**2)) for bend in bends], axis=0)
        found: Floats = FOLD_DM * total * (0.3 + 0.7 * most)
        return found

    return folds


def draped(place: Surface, shaped: Floats) -> tuple[Floats, Floats]:
    """The suit on a body, bridging the trunk's hollows, and its outward directions, (n, 3)."""
    close = np.asarray(place.smooth @ shaped, np.float32)
    out = normals(close, place.triangles)
    smooth = close
    for _ in range(DRAPED):
        smooth = place.near @ smooth
    height = place.base[:, 1]
    trunk = np.clip((height - CROTCH_DM + 0.7) / 0.5, 0, 1) * np.clip((5.4 - height) / 0.6, 0, 1)
    trunk = trunk * np.clip(1 - 1.5 * place.arm, 0, 1)
    filled = np.clip(((smooth - close) * out).sum(1), 0, 0.35) * trunk
    hung = (close + out * filled[:, None]).astype(np.float32)
    for _ in range(2):
        hung = place.near @ hung
    low = np.clip((height - 0.6) / 0.6, 0, 1) * np.clip((2.4 - height) / 0.8, 0, 1)
    low = low * (place.arm < 0.05)
    hung = _from_belly(hung, low, *_belly(place, hung))
    return hung, normals(hung, place.triangles)


def _belly(place: Surface, suit: Floats) -> tuple[Floats, Floats]:
    """(SECTORS,) how far out the trunk reaches on every side, and (2,) the middle it is seen from,
    x and z.
    """
    height = place.base[:, 1]
    rows = suit[(height > BELLY_DM[0]) & (height < BELLY_DM[1]) & (place.arm < 0.05)]
    middle = rows[:, [0, 2]].mean(0)
    away = rows[:, [0, 2]] - middle
    sector = (np.arctan2(away[:, 0], away[:, 1]) / (2 * np.pi) * SECTORS).astype(int) % SECTORS
    out = np.zeros(SECTORS)
    np.maximum.at(out, sector, np.hypot(*away.T))
    for _ in range(3):
        out = (np.roll(out, 1) + 2 * out + np.roll(out, -1)) / 4
    return out, middle


def _from_belly(points: Floats, share: Floats, out: Floats, middle: Floats) -> NDArray[np.float32]:
    """Points (n, 3) moved out, by their `share`, to hang from the widest part of the trunk."""
    away = points[:, [0, 2]] - middle
    sector = np.arctan2(away[:, 0], away[:, 1]) / (2 * np.pi) * SECTORS - 0.5
    reach = np.interp(sector % SECTORS, np.arange(SECTORS + 1), np.append(out, out[0]))
    missing = np.clip(reach / (np.hypot(*away.T) + 1e-6) - 1, 0, 0.5) * share
    moved = points.copy()
    moved[:, [0, 2]] += away * missing[:, None]
    return np.asarray(moved, np.float32)


def joining(place: Surface, shaped: Floats, suit: Floats) -> tuple[Floats, Floats]:
    """The skirt on a body, drawn in at its top to where the suit is, and its outward directions."""
    close = np.asarray(place.smooth @ shaped, np.float32)
    out = normals(close, place.triangles)
    near = _skirt_near()
    away = ((suit[near].mean(1) - close) * out).sum(1) - SEAM_DM
    share = np.clip((place.base[:, 1] - JOIN_DM + JOINED_DM) / JOINED_DM, 0, 1)
    joined = close + out * (share * away)[:, None]
    taper = np.clip(1 + (place.base[:, 1] - JOIN_DM) / 2.5, 0, 1)
    hung = _from_belly(joined, taper, *_belly(mannequin().suit, suit))
    return hung, normals(hung, place.triangles)


@cache
def _skirt_near() -> NDArray[np.intp]:
    return nearest(mannequin().suit.base, mannequin().skirt.base)


def hidden_skin(worn: Outfit, place: Surface) -> NDArray[np.bool_]:
    """(n,) skin that lies well beneath some garment."""
    hidden = np.zeros(len(place.base), bool)
    for garment in worn.garments:
        if garment.sort != "skirt":
            hidden |= (on_suit(garment, place) > TUCKED_DM).all(0)
    if any(garment.skirted for garment in worn.garments):
        hidden |= (_below_skirts(worn, place)[0] < 0) & (place.arm < 0.05) & (place.base[:, 1] < 2)
    return hidden


def nearest(places: Floats, points: Floats) -> NDArray[np.intp]:
    """(n, NEAREST) which of the places are nearest to each point."""
    found: NDArray[np.intp] = cKDTree(places).query(points, NEAREST)[1]
    return found


def _below_skirts(worn: Outfit, place: Surface) -> Floats:
    """(1, n) above 0 where legs come out from beneath a skirt, or there is none."""
    hems = [garment.hem_dm for garment in worn.garments if garment.skirted]
    if not hems:
        return np.ones((1, len(place.base)), np.float32)
    found: Floats = (min(hems) + UNDER_SKIRT_DM - place.base[:, 1])[None]
    return found
