"""Saved watchlists and presets: damaged, and whole ones with odd content."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.matching.vault import save_watchlist
from engine.matching.watchlist import Watchlist
from tests.fuzz.cases import (
    MUST_BE_REFUSED,
    MUST_WORK,
    Case,
    folder_instead,
    mutated,
    nothing_there,
    written,
)
from tests.fuzz.doors import KEY

NONCE = bytes(12)
TEMPLATES = np.eye(3, 8, dtype=np.float32)
HEADER = {"format": "footfall watchlist", "version": 1, "pack": "open-1", "expires": None}
INSIDE = {
    "name": "a",
    "category": "b",
    "threshold": 0.5,
    "dtype": "float32",
    "shape": [3, 8],
    "subjects": ["ann", "ben", "cid"],
}
DEEP = 10_000


def watchlist_cases(folder: Path) -> Iterator[Case]:
    """The corpus of saved watchlists."""
    path = folder / "sound.watchlist"
    made = Watchlist("a", "b", ("ann", "ben", "cid"), TEMPLATES, "open-1", 0.5, date(2999, 1, 1))
    save_watchlist(made, path, KEY)
    sound = {"sound.watchlist": path.read_bytes(), "sealed.watchlist": _sealed()}
    yield from mutated(folder, "saved_watchlist", sound)
    for name, content in (_wrong_headers() | _wrong_content()).items():
        yield written(folder, "saved_watchlist", f"{name}.watchlist", content, MUST_BE_REFUSED)
    yield nothing_there(folder, "saved_watchlist", "sound.watchlist")
    yield folder_instead(folder, "saved_watchlist", "sound.watchlist")


def preset_cases(folder: Path) -> Iterator[Case]:
    """The corpus of presets."""
    arrays = _arrays()
    yield from mutated(folder, "preset", {"sound.npz": _npz(arrays)})
    for name, changed in _wrong_arrays(arrays).items():
        yield written(folder, "preset", f"{name}.npz", _npz(arrays | changed), MUST_BE_REFUSED)
    for name in arrays:
        fewer = {key: value for key, value in arrays.items() if key != name}
        allowed = MUST_WORK if name == "standin_degrees" else MUST_BE_REFUSED
        yield written(folder, "preset", f"no-{name}.npz", _npz(fewer), allowed)
    for name, content in _no_presets(arrays).items():
        yield written(folder, "preset", f"{name}.npz", content, MUST_BE_REFUSED)
    yield nothing_there(folder, "preset", "sound.npz")
    yield folder_instead(folder, "preset", "sound.npz")


def _sealed(
    header: Mapping[str, Any] | bytes = HEADER,
    inside: Mapping[str, Any] | bytes = INSIDE,
    templates: bytes = TEMPLATES.tobytes(),
    length: int | None = None,
) -> bytes:
    """A watchlist's file with this in it, and a tag that vouches for all of it."""
    line = header if isinstance(header, bytes) else json.dumps(header).encode() + b"\n"
    head = inside if isinstance(inside, bytes) else json.dumps(inside).encode()
    head += b" " * (-(8 + len(head)) % 64)
    content = (len(head) if length is None else length).to_bytes(8, "little") + head + templates
    return line + NONCE + AESGCM(KEY).encrypt(NONCE, content, line)


def _wrong_headers() -> dict[str, bytes]:
    changed: dict[str, dict[str, Any]] = {
        "year-0": {"expires": "0000-01-01"},
        "past": {"expires": "2001-01-01"},
        "number-day": {"expires": 20300101},
        "list-day": {"expires": ["2999-01-01"]},
        "true-day": {"expires": True},
        "version-2": {"version": 2},
        "another-format": {"format": "zip"},
        "no-pack": {"pack": None},
        "number-pack": {"pack": 1},
        "list-pack": {"pack": []},
        "empty-pack": {"pack": ""},
    }
    found = {name: _sealed({**HEADER, **change}) for name, change in changed.items()}
    line = json.dumps(HEADER).encode()
    return found | {
        "deep-header": _sealed(b"[" * 4000 + b"\n"),
        "list-header": _sealed(b"[1]\n"),
        "no-line": _sealed(line),
        "long-header": _sealed(line[:-1] + b" " * 5000 + b"}\n"),
        "utf-16-header": _sealed(line.decode().encode("utf-16") + b"\n"),
        "huge-number": _sealed(b'{"version": ' + b"9" * 4000 + b"}\n"),
        "header-alone": line + b"\n",
        "no-content": line + b"\n" + NONCE + bytes(16),
    }


def _wrong_content() -> dict[str, bytes]:
    changed: dict[str, dict[str, Any]] = {
        "nobody": {"subjects": [], "shape": [0, 8]},
        "twice": {"subjects": ["ann", "ann", "cid"]},
        "unordered": {"subjects": ["cid", "ben", "ann"]},
        "number-subjects": {"subjects": [1, 2, 3]},
        "word-subjects": {"subjects": "abc"},
        "null-subjects": {"subjects": None},
        "mapping-subjects": {"subjects": {"ann": 1, "ben": 2, "cid": 3}},
        "bell-subject": {"subjects": ["a\x07", "ben", "cid"]},
        "number-name": {"name": 1},
        "null-category": {"category": None},
        "line-name": {"name": "a\nb"},
        "word-threshold": {"threshold": "high"},
        "true-threshold": {"threshold": True},
        "giant-threshold": {"threshold": 2},
        "nan-threshold": {"threshold": float("nan")},
        "object-type": {"dtype": "O"},
        "text-type": {"dtype": "U4"},
        "double-type": {"dtype": "float64"},
        "no-type": {"dtype": None},
        "list-type": {"dtype": [["a", "f4"]]},
        "odd-type": {"dtype": "f7"},
        "comma-type": {"dtype": "f4,,f4"},
        "giant-shape": {"shape": [2**40, 8]},
        "overflowing-shape": {"shape": [2**70, 8]},
        "negative-shape": {"shape": [-1, 8]},
        "float-shape": {"shape": [3.0, 8]},
        "deep-shape": {"shape": [1] * 100},
        "null-shape": {"shape": None},
    }
    found = {name: _sealed(HEADER, INSIDE | change) for name, change in changed.items()}
    scaled = {"long": 2 * TEMPLATES, "nan": TEMPLATES * np.nan, "zero": 0 * TEMPLATES}
    found |= {f"{n}-templates": _sealed(templates=t.tobytes()) for n, t in scaled.items()}
    without = {f"no-{key}": {k: v for k, v in INSIDE.items() if k != key} for key in INSIDE}
    found |= {name: _sealed(HEADER, fewer) for name, fewer in without.items()}
    return found | {
        "no-templates": _sealed(templates=b""),
        "odd-templates": _sealed(templates=TEMPLATES.tobytes()[:-1]),
        "giant-length": _sealed(length=2**63),
        "no-length": _sealed(length=0),
        "deep": _sealed(HEADER, b"[" * DEEP * 10),
        "deep-name": _sealed(HEADER, b'{"name": ' * DEEP * 10),
        "no-text": _sealed(HEADER, b"\xff\xfe\xfd"),
        "list": _sealed(HEADER, b"[1, 2]"),
    }


def _arrays() -> dict[str, Any]:
    """A small preset: eight dimensions, a handful of rates."""
    whole = dict(np.load(str(files("engine.measure.library") / "rendered.npz")))
    small = {"mean": 8, "between": (8, 8), "within": (8, 8)}
    for name, size in small.items():
        held = whole[f"standin_{name}"]
        whole[f"standin_{name}"] = held[:8] if isinstance(size, int) else held[:8, :8]
    return whole | {"standin_look_alike": np.array(1.0)}  # so few dimensions make all alike


def _npz(arrays: Mapping[str, Any]) -> bytes:
    held = io.BytesIO()
    np.savez_compressed(held, **arrays)
    return held.getvalue()


def _wrong_arrays(arrays: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    head, rate, score = (arrays[name] for name in ("head", "rate", "score"))
    told = json.loads(str(head))
    return {
        "no-json": {"head": np.array("{")},
        "deep-json": {"head": np.array("[" * DEEP * 10)},
        "list-json": {"head": np.array("[]")},
        "number-head": {"head": np.array(1)},
        "pickled-head": {"head": np.array({"name": "a"}, object)},
        "number-name": {"head": np.array(json.dumps(told | {"name": 1}))},
        "null-pack": {"head": np.array(json.dumps(told | {"pack_id": None}))},
        "no-rates": {"rate": rate[:0], "score": score[:, :0]},
        "fewer-rates": {"rate": rate[:-1]},
        "flat-scores": {"score": score[0]},
        "no-scores": {"score": score[:0]},
        "nan-scores": {"score": score * np.nan},
        "giant-scores": {"score": score + 1e300},
        "nan-rates": {"rate": rate * np.nan},
        "negative-rates": {"rate": -rate},
        "zero-rates": {"rate": rate * 0},
        "falling-rates": {"rate": rate[::-1]},
        "word-rates": {"rate": rate.astype("U")},
        "complex-rates": {"rate": rate.astype(complex)},
        "pickled-rates": {"rate": rate.astype(object)},
        "word-people": {"admitted": np.array(["ann"])},
        "square-people": {"admitted": np.zeros((2, 2), np.int64)},
        "float-people": {"admitted": np.array([0.5, np.nan])},
        "oblong-between": {"standin_between": np.zeros((8, 7), np.float32)},
        "flat-within": {"standin_within": np.zeros(8, np.float32)},
        "long-mean": {"standin_mean": np.zeros(9, np.float32)},
        "no-mean": {"standin_mean": np.zeros(0, np.float32)},
        "nan-mean": {"standin_mean": np.full(8, np.nan, np.float32)},
        "giant-between": {"standin_between": np.full((8, 8), np.inf, np.float32)},
        "short-noise": {"standin_noise": np.zeros(3)},
        "nan-noise": {"standin_noise": np.full(5, np.nan)},
        "short-detection": {"standin_detection": np.zeros(4)},
        "word-share": {"standin_pass_share": np.array("a")},
        "giant-share": {"standin_pass_share": np.array(1e9)},
        "list-share": {"standin_pass_share": np.zeros(3)},
        "all-alike": {"standin_look_alike": np.array(-1.0)},
        "nan-alike": {"standin_look_alike": np.array(np.nan)},
        "no-degrees": {"standin_degrees": np.array(0.0)},
        "negative-degrees": {"standin_degrees": np.array(-4.0)},
        "unknown": {"standin_surprise": np.array(1.0)},
    }


def _no_presets(arrays: Mapping[str, Any]) -> dict[str, bytes]:
    held = io.BytesIO()
    np.save(held, arrays["rate"])
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("rate.npy", b"no array")
    return {
        "array": held.getvalue(),
        "archive": archive.getvalue(),
        "pickle": b"\x80\x04}.",
        "text": b"hello\n" * 100,
        "bomb": _bomb(arrays),
    }


def _bomb(arrays: Mapping[str, Any]) -> bytes:
    """One array claims to be of a terabyte."""
    content = io.BytesIO()
    claimed = {"descr": "<f8", "fortran_order": False, "shape": (2**37,)}
    np.lib.format.write_array_header_1_0(content, claimed)
    held = io.BytesIO(_npz({key: value for key, value in arrays.items() if key != "rate"}))
    with zipfile.ZipFile(held, "a") as file:
        file.writestr("rate.npy", content.getvalue() + bytes(64))
    return held.getvalue()
