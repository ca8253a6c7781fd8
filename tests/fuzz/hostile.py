"""Hostile inputs to the command: what its options lead to, where it is to write, and names."""

import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import cv2
import numpy as np

from engine.faces import Image
from engine.film.video import write_video
from engine.matching.vault import save_watchlist
from engine.matching.watchlist import Watchlist
from sim.folder import SCHEMA
from tests.fuzz.cases import EITHER, MUST_BE_REFUSED, MUST_WORK, Case
from tests.fuzz.doors import KEY
from tests.fuzz.plans import LAUGHS, LIBRARY
from tests.fuzz.specials import NAMES, UNREADABLE, UNWRITABLE

SCENARIO = (LIBRARY / "corridor.yaml").read_text().replace("venue: ", f"venue: {LIBRARY}/", 1)
WATCH = ("engine", "watch", "{assets}/walk.mp4", "--threshold", "0.6", "--no-annotate")
FEW = "{assets}/few"
"""A watchlist of one person."""
READERS: dict[str, tuple[str, ...]] = {
    "a scenario": ("validate", "{}"),
    "a scenario to run": ("run", "{}", "--out", "out"),
    "a preset": ("run", "corridor", "--set", "engine.preset={}", "--out", "out"),
    "a saved watchlist": ("engine", "watchlist", "show", "{}"),
    "pictures to enrol": ("engine", "watchlist", "enrol", "{}", "out.watchlist"),
    "labels": ("engine", "evaluate", "{assets}/faces", "--labels", "{}"),
    "a watchlist": (*WATCH, "--watchlist", "{}", "--out", "out"),
    "a folder of pictures": ("engine", "evaluate", "{}"),
    "lists of scores": ("engine", "evaluate", "--mated", "{}", "--non-mated", "{}"),
    "photographs": ("people", "gap", "--real", "{}", "--people", "4"),
    "a pack": ("engine", "pack", "{}"),
    "a run": ("why", "{}"),
    "a run with feeds": ("cameras", "truth", "{}", "--coco", "out.json"),
    "a watched feed": ("engine", "why", "{}", "--track", "0"),
}
"""Commands that read what {} leads to, none of which any special path is."""
INSIDE: dict[str, tuple[str, tuple[str, ...]]] = {
    "a run's record": ("run.json", ("why", ".")),
    "a feed's summary": ("summary.json", ("engine", "why", ".", "--track", "0")),
    "a manifest": ("manifest.json", (*WATCH, "--watchlist", "w", "--pack", ".", "--out", "out")),
    "a venue": ("venue.geojson", ("validate", "a.yaml")),
}
"""Files that commands find by themselves: their name, and the command."""
WRITERS: dict[str, tuple[str, ...]] = {
    "a sheet": ("people", "sheet", "{}.png", "--count", "1"),
    "bodies": ("people", "bodies", "{}.png", "--count", "1"),
    "kin": ("people", "kin", "{}.png"),
    "cameras": ("cameras", "sheet", "{}.png"),
    "a frame": ("cameras", "frame", "corridor", "{}.png"),
    "an evaluation": ("engine", "evaluate", "{assets}/faces", "--html", "{}"),
    "a stress page": ("engine", "stress", "--quick", "--html", "{}"),
    "a calibration": ("engine", "calibrate", "rendered", "{}", "--people", "50"),
    "a gap": ("people", "gap", "--real", "{assets}/faces", "--keep", "{}"),
    "a gate": ("people", "gate", "--count", "2", "--out", "{}"),
    "a list": ("engine", "watchlist", "enrol", "{assets}/faces", "{}.watchlist"),
    "a watch": (*WATCH, "--watchlist", "{assets}/faces", "--out", "{}/x"),
    "a stream": ("engine", "stream", "{assets}/walk.mp4", "--watchlist", "{assets}/faces",
                 "--threshold", "0.6", "--out", "{}/x"),
    "a run": ("run", "corridor", "--out", "{}/x"),
}  # fmt: skip
"""Commands that write where {} leads; as a folder's place, it is one too many."""
HUGE = "9" * 5000
SETTINGS = (
    "engine.threshold=.nan", "engine.threshold=1e999", f"seed={HUGE}", "watchlist.size=1e12",
    "watchlist.size=1000000000000", "arrivals.profile=[{{from_s: 0, people_per_h: 1e300}}]",
    "duration_s=1e300",
    "arrivals.speed_mps=1e-300", "arrivals.dwell_s=1e300", "title=[1]", "engine=~", "cameras=[]",
    "cameras.99.at_m=[0, 0]", "cameras.0.at_m=[1e308, 1e308]", "cameras.0.fov_deg=.inf",
    "cameras.0.width_px=100000000", "a.b.c=1", "..=1", "=1", "a", "engine.pack=/dev/zero",
    "engine.preset=/dev/zero", "venue=/dev/zero", "title=" + "[" * 5000, "title=&a [*a]",
    "title=!!python/object/apply:os.getcwd []", "operators.count=-1", "name=[/x]",
)  # fmt: skip
OPTIONS: tuple[tuple[str, ...], ...] = (
    ("fly",), ("run",), ("run", "[/x]"), ("run", "corridor", "--seed", "-1"),
    ("run", "corridor", "--seed", HUGE), ("run", "corridor", "--seed", "\x1b[31m"),
    ("run", "corridor", "--fidelity", "[/x]"), ("--\x1b[31m",),
    ("validate", ""), ("validate", "\x07"),
    ("engine", "watch", "x", "--watchlist", "w", "--threshold", "nan"),
    ("engine", "watch", "x", "--watchlist", "w", "--threshold", "1e999"),
    (*WATCH, "--watchlist", "w", "--from", "nan"), (*WATCH, "--watchlist", "w", "--from", "inf"),
    (*WATCH, "--watchlist", "w", "--to", "-1"), (*WATCH, "--watchlist", "w", "--every", "0"),
    (*WATCH, "--watchlist", "w", "--every", HUGE), (*WATCH, "--watchlist", "w", "--pack", ""),
    ("engine", "stream", "x", "--watchlist", "w", "--workers", "0"),
    ("engine", "stream", "x", "--watchlist", "w", "--workers", HUGE),
    ("engine", "stream", "x", "--watchlist", "w", "--patience", "nan"),
    ("engine", "stream", "x", "--watchlist", "w", "--queue", "-1"),
    ("engine", "evaluate", ".", "--fpir", "nan"), ("engine", "evaluate", ".", "--watchlist", "0"),
    ("engine", "evaluate", ".", "--fpir", "1e-999"),
    ("engine", "fieldtest", "--from", "nan", "--to", "0.5"),
    ("engine", "fieldtest", "--from", "0.5", "--ratio", "inf"),
    ("engine", "stress", "--parts", "[/x]"), ("engine", "stress", "--set", "x"),
    ("engine", "stress", "--set", "seed=[/x]"), ("engine", "stress", "--set", "work_s=nan"),
    ("engine", "fetch", "/dev/zero"),
    ("people", "sheet", "a.png", "--count", "1e9"), ("people", "sheet", "a.exe"),
    ("people", "tones", "--count", "0"), ("cameras", "frame", "corridor", "a.png", "--at", "nan"),
    ("cameras", "frame", "corridor", "a.png", "--camera", "[/x]"),
    ("cameras", "frame", "corridor", "a.png", "--at", "1e999"),
    ("dashboard", "/dev/zero"), ("dashboard", "/proc/self/mem"), ("dashboard", ".", "--port", "0"),
    ("dashboard", ".", "--port", "99999"), ("engine", "watchlist", "expire", "/dev/zero"),
)  # fmt: skip


def hostile_cases(folder: Path, portraits: Sequence[Image]) -> list[Case]:
    """All of them; the sound ones, which must work, first."""
    assets = folder / "assets"
    _furnish(assets, portraits)
    makers = (_sound, _read, _inside, _written, _options, _texts, _bombs, _named)
    return [case for make in makers for case in make(folder, assets)]


def told(arguments: Sequence[str], path: object, assets: Path) -> tuple[str, ...]:
    """The arguments with what {} and {assets} stand for."""
    return tuple(one.format(path, assets=assets) for one in arguments)


def place(folder: Path, name: str) -> Path:
    """A new folder for a case."""
    made = folder / "cases" / f"{sum(1 for _ in (folder / 'cases').iterdir()):03d}-{name}"
    made.mkdir()
    return made


def somebody(assets: Path, folder: Path) -> None:
    """A folder with one picture of a person."""
    folder.mkdir(parents=True)
    shutil.copy(assets / "faces" / "ann" / "0.png", folder)


def _furnish(assets: Path, portraits: Sequence[Image]) -> None:
    """What commands need besides: three people's pictures, a film, a saved watchlist."""
    (assets.parent / "cases").mkdir()
    for name, bgr in zip(("ann", "ben", "cid"), portraits, strict=True):
        (assets / "faces" / name).mkdir(parents=True)
        for number in range(2):
            cv2.imwrite(str(assets / "faces" / name / f"{number}.png"), bgr[number:])
    somebody(assets, assets / "few")
    with write_video(assets / "walk.mp4", 5, (64, 48)) as writer:
        for shade in (0, 90, 180):
            writer.add(np.full((48, 64, 3), shade, np.uint8))
    templates = np.eye(2, 8, dtype=np.float32)
    made = Watchlist("a", "b", (":smile:", "[/x]"), templates, "[/x]-1", 0.5, None)
    save_watchlist(made, assets / "sound.watchlist", KEY)


def _sound(folder: Path, assets: Path) -> Iterator[Case]:
    for arguments in (
        ("validate", "corridor"), ("run", "corridor", "--set", "duration_s=80", "--out", "out"),
        ("engine", "watchlist", "show", "{assets}/sound.watchlist"),
        (*WATCH, "--watchlist", FEW, "--out", "out"),
        ("engine", "evaluate", "{assets}/faces", "--watchlist", "1", "--html", "out.html"),
    ):  # fmt: skip
        yield _case(folder, assets, "sound", arguments, allowed=MUST_WORK)


def _case(
    folder: Path,
    assets: Path,
    name: str,
    arguments: Sequence[str],
    path: object = "",
    allowed: frozenset[str] = MUST_BE_REFUSED,
) -> Case:
    at = place(folder, "x")
    return Case(f"{name}: {arguments}", "command", at, allowed, told(arguments, path, assets))


def _read(folder: Path, assets: Path) -> Iterator[Case]:
    for what, arguments in READERS.items():
        for kind, make in UNREADABLE.items():
            at = place(folder, "read")
            make(at / kind)
            name = f"{kind} as {what}"
            yield Case(name, "command", at, MUST_BE_REFUSED, told(arguments, kind, assets))


def _inside(folder: Path, assets: Path) -> Iterator[Case]:
    for what, (file, arguments) in INSIDE.items():
        for kind, make in UNREADABLE.items():
            at = place(folder, "inside")
            make(at / file)
            (at / "a.yaml").write_text(SCENARIO.replace(f"{LIBRARY}/eastgate", "venue"))
            name = f"{kind} as {what}"
            yield Case(name, "command", at, MUST_BE_REFUSED, told(arguments, "", assets))


def _written(folder: Path, assets: Path) -> Iterator[Case]:
    for what, arguments in WRITERS.items():
        suffix = next((one[2:] for one in arguments if one.startswith("{}")), "")
        for kind, make in (UNWRITABLE | {"nowhere/a": lambda _: None}).items():
            at = place(folder, "written")
            file = "a" + ("" if suffix == "/x" else suffix)
            (make if kind != "folder" or suffix != "/x" else _file)(at / file)
            path = kind if kind == "nowhere/a" else "a"
            if path != "a" and suffix == "/x":
                continue  # folders are made
            yield Case(
                f"{what} at {kind}", "command", at, MUST_BE_REFUSED, told(arguments, path, assets)
            )


def _file(path: Path) -> None:
    path.write_text("mine")


def _options(folder: Path, assets: Path) -> Iterator[Case]:
    for arguments in OPTIONS:
        yield _case(folder, assets, "option", arguments)
    for setting in SETTINGS:
        command = ("run", "corridor", "--out", "out", "--set", setting)
        yield _case(folder, assets, "setting", command)


def _texts(folder: Path, assets: Path) -> Iterator[Case]:
    """Scenarios, plans, records and tables that are too deep, too long or no numbers."""
    deep, huge = "[" * 100_000, f'{{"schema": {HUGE}}}'
    for file, arguments, contents in (
        ("a.yaml", ("validate", "a.yaml"), {
            "deep": f"a: {deep}", "deeper": "- " * 100_000, "laughs": LAUGHS,
            "long": "a: 1\n" * 150_000,
            "tag": "!!python/object/apply:os.system [id]", "merge": "<<: 1\n", "nul": "a: \0",
            "list": "[" + "1," * 200_000 + "1]", "key": "? " * 50_000, "quote": 'a: "' + "\\x" * 50,
        }),
        ("run.json", ("why", "."), {
            "deep": deep, "huge": huge, "nan": '{"schema": NaN}',
            "without end": '{"schema": 1e999}',
            "list": "[]", "null": "null", "other": '{"schema": "[/x]\\u001b[31m"}',
            "bare": f'{{"schema": {SCHEMA}}}', "old": '{"schema": 1}',
            "odd": f'{{"schema": {SCHEMA}, "state": [], "started_at": {{}}}}',
        }),
        ("summary.json", ("engine", "why", ".", "--track", "0"), {
            "deep": deep, "nan": '{"threshold": NaN}', "null": "null", "half": '{"settings": {',
        }),
        ("a.csv", ("engine", "evaluate", "{assets}/faces", "--labels", "a.csv"), {
            "wide": "file," + "b," * 200_000 + "\n", "field": f"file,b\nann/0.png,{'x' * 10**7}\n",
            "quote": 'file,b\n"' + "x\n" * 10**6, "mark": "file,[/x]\nnobody[/x],\x1b[31m\n",
            "again": "file,b\n" + "ann/0.png,1\n" * 2,
        }),
        ("b.csv", ("engine", "watchlist", "enrol", "b.csv", "out.watchlist"), {
            "zero": "subject,file\nann,/dev/zero\n", "pipe": "subject,file\nann,pipe\n",
            "self": "subject,file\nann,b.csv\n", "name": "subject,file\n\x1b[31m,{}\n",
            "up": "subject,file\nann,../../../../../../../etc/shadow\n",
        }),
    ):  # fmt: skip
        for kind, content in contents.items():
            at = place(folder, "text")
            (at / file).write_text(content)
            os.mkfifo(at / "pipe")
            name = f"{kind} in {file}"
            yield Case(name, "command", at, MUST_BE_REFUSED, told(arguments, "", assets))


def _bombs(folder: Path, assets: Path) -> Iterator[Case]:
    """Files that are small or sparse and stand for gigabytes."""
    preset = ("run", "corridor", "--set", "engine.preset={}", "--out", "out")
    at = place(folder, "bomb")
    (at / "bomb.npz").write_bytes(_zip_bomb())
    yield Case("bomb.npz", "command", at, MUST_BE_REFUSED, told(preset, "bomb.npz", assets))
    for file, head, arguments in (
        ("a.csv", b"file,b\nann/0.png,",
         ("engine", "evaluate", "{assets}/faces", "--labels", "a.csv")),
        ("a.watchlist", (assets / "sound.watchlist").read_bytes(),
         ("engine", "watchlist", "show", "a.watchlist")),
        ("a.yaml", SCENARIO.encode(), ("validate", "a.yaml")),
        ("manifest.json", b"{", (*WATCH, "--watchlist", "w", "--pack", ".", "--out", "out")),
        ("detector.onnx", b"", ("engine", "pack", ".")),
    ):  # fmt: skip
        at = place(folder, "bomb")
        (at / file).write_bytes(head)
        os.truncate(at / file, 10**9 if file == "a.watchlist" else 4 << 30)
        yield Case(f"sparse {file}", "command", at, MUST_BE_REFUSED, told(arguments, "", assets))


def _zip_bomb() -> bytes:
    """A preset whose arrays are half a gigabyte of zeros each."""
    held = io.BytesIO()
    library = files("engine.measure.library") / "rendered.npz"
    with (
        zipfile.ZipFile(io.BytesIO(library.read_bytes())) as sound,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb,
    ):
        for one in sound.namelist():
            if one != "score.npy":
                bomb.writestr(one, sound.read(one))
        with bomb.open("score.npy", "w") as out:
            head = io.BytesIO()
            np.lib.format.write_array_header_1_0(
                head, {"descr": "<f8", "fortran_order": False, "shape": (1 << 26,)}
            )
            out.write(head.getvalue())
            for _ in range(512):
                out.write(bytes(1 << 20))
    return held.getvalue()


def _named(folder: Path, assets: Path) -> Iterator[Case]:
    """Names that look like markup, options or commands to a terminal."""
    for name in NAMES:
        at, inside = place(folder, "name"), name.replace("/", "")
        somebody(assets, at / "people" / inside)
        enrol = ("engine", "watchlist", "enrol", "people", "out.watchlist")
        yield Case(f"somebody {name!r}", "command", at, EITHER, enrol)
        (at / "people.csv").write_text(
            f'subject,file\n"{name.replace(chr(34), chr(34) * 2)}","people/{inside}/0.png"\n'
        )
        enrol = ("engine", "watchlist", "enrol", "people.csv", "out.watchlist", "--category", name)
        yield Case(f"enrolled {name!r}", "command", at, EITHER, enrol)
        at = place(folder, "name")
        title = f"title: {json.dumps(name)}\n# "
        (at / f"{inside}.yaml").write_text(SCENARIO.replace("title:", title, 1))
        yield Case(f"title {name!r}", "command", at, EITHER, ("validate", "--", f"{inside}.yaml"))
        yield Case(f"a run {name!r}", "command", at, MUST_BE_REFUSED, ("why", "--", name))
    for name in NAMES[1:6:2]:
        at = place(folder, "name")
        shutil.copytree(assets / "faces", at / "people")
        (at / "people" / "ann").rename(at / "people" / name.replace("/", ""))
        (at / "labels.csv").write_text(f"subject,{name}\nben,{name}\n")
        command = ("engine", "evaluate", "people", "--watchlist", "1", "--html", "out.html")
        yield Case(
            f"labelled {name!r}", "command", at, EITHER, (*command, "--labels", "labels.csv")
        )
