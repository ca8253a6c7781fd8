"""What many tests share: the real pack, a real picture, feeds made from it, the command."""

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import settings

from dashboards.cli import main
from engine.faces import Face, Image
from engine.film.video import write_video
from engine.packs.pack import Pack, load_pack
from engine.vision.analyser import Analyser
from sim.cameras import frames
from sim.cameras.scenery.backdrop import Backdrop, backdrop
from sim.people.sprites import Sprites
from sim.run import RunResult, play
from sim.stages.store import user_store
from tests.once import once
from tests.windows import TWO_SECONDS

ROOT = Path(__file__).parents[1]

MEANWHILE = re.compile(r"^[A-Z][^\n:]*: (?:\d+ % after [^\n]+|[^\n]+ so far)\n", re.MULTILINE)
"""What a command says every ten seconds, which depends on what else the machine is at."""
WALK_PX, WALK_FPS = (480, 320), 5.0
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")  # machines are busy, and a first call may compile


@dataclass(frozen=True)
class Six:
    """insightface's picture of six people, their faces by place from the left, and templates."""

    bgr: Image
    faces: list[Face]
    templates: np.ndarray

    def crop(self, number: int, margin: float = 0.8) -> Image:
        """One face with some of its surroundings, as somebody would cut it out."""
        x1, y1, x2, y2 = self.faces[number].box_px
        grow = margin * np.array([x2 - x1, y2 - y1])
        left, top = np.maximum(np.subtract([x1, y1], grow), 0).astype(int)
        right, bottom = np.add([x2, y2], grow).astype(int)
        return self.bgr[top:bottom, left:right]


@dataclass(frozen=True)
class Told:
    """How a command ended and what it printed, but for what it said meanwhile."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """A page under test puts itself in the place of `__main__`, which spawned processes import."""
    main_module = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main_module


@pytest.fixture(scope="session", autouse=True)
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What commands keep for later runs is kept for the tests alone, and made by them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOOTFALL_STAGES", str(tmp_path_factory.mktemp("stages")))
        yield


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(scope="session")
def analyser(pack: Pack) -> Analyser:
    return Analyser(pack)


@pytest.fixture(scope="session")
def six(analyser: Analyser) -> Six:
    from insightface.data import get_image

    bgr = get_image("t1")
    faces = sorted(analyser.detect(bgr), key=lambda face: face.box_px[0])
    return Six(bgr, faces, analyser.templates(bgr, faces))


@pytest.fixture(scope="session")
def walk(six: Six) -> list[Image]:
    """Twelve frames: a window that moves over the left four of the six, at half their size."""
    small = cv2.resize(six.bgr, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    width, height = WALK_PX
    return [small[80 : 80 + height, 12 * k : 12 * k + width].copy() for k in range(12)]


@pytest.fixture(scope="session")
def walk_video(walk: list[Image], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("feed") / "walk.mp4"
    with write_video(path, WALK_FPS, WALK_PX) as writer:
        for frame in walk:
            writer.add(frame)
    return path


@pytest.fixture(scope="session")
def watchlist(six: Six, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Crops of all six as `person-0.png` from the left to `person-5.png`."""
    folder = tmp_path_factory.mktemp("watchlist")
    for number in range(len(six.faces)):
        cv2.imwrite(str(folder / f"person-{number}.png"), six.crop(number))
    return folder


@pytest.fixture(scope="session")
def window(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """Fifteen seconds of `corridor` in pixels, every other passer-by a volunteer from the list.

    It is filmed once for all processes, none of which writes into it.
    """
    seeded = {"window.duration_s": "15", "window.listed_share": "0.5"}

    def film(folder: Path) -> None:
        play("corridor", out=folder, fidelity="pixels", overrides=seeded)

    folder = once(tmp_path_factory, "runs/pixels", film)
    outcomes, record = (
        json.loads((folder / f"{name}.json").read_text()) for name in ("outcomes", "run")
    )
    return RunResult(folder, outcomes, record["overrides"])


@pytest.fixture(scope="session")
def two_seconds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run in pixels of two seconds, filmed once; nobody writes into it."""

    def film(folder: Path) -> None:
        play("corridor", out=folder, fidelity="pixels", overrides=TWO_SECONDS)

    return once(tmp_path_factory, "runs/two_seconds", film)


@pytest.fixture(scope="session")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A training session on the corridor that nobody opened yet; nobody writes into it."""

    def lay(folder: Path) -> None:
        from sim.training.session import Asked, begin_session  # a second that few tests need

        folder.mkdir()
        patient = {"officers.patience_s": "600"}  # however slow the machine is that sends them
        begin_session(folder, Asked("corridor", patient), user_store())

    return once(tmp_path_factory, "training-corridor", lay)


@pytest.fixture(scope="session")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of training sessions that are over; nobody writes into it."""

    def exercised(folder: Path) -> None:
        from tests.trainees import exercise  # a second that few tests need

        exercise(folder)

    return once(tmp_path_factory, "reviewed-sessions", exercised)


@pytest.fixture(scope="session")
def portrait(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Image]:
    """Somebody's enrolment picture in the population 1, drawn once for all processes."""
    sprites = Sprites(1)

    def drawn(number: int) -> Image:
        def draw(path: Path) -> None:
            cv2.imwrite(str(path), sprites.enrolment(number))

        return cv2.imread(str(once(tmp_path_factory, f"portraits/{number}.png", draw)))

    return drawn


@pytest.fixture(scope="module")
def painted_once() -> Iterator[None]:
    """A camera's place is painted once for all its films in one place and weather."""
    painted: dict[tuple[str, bool], Backdrop] = {}

    def once_each(camera, venue, around):
        rain = camera.imaging is not None and camera.imaging.rain_mm_per_h > 0
        key = f"{camera.model_dump_json(exclude={'imaging'})} {venue.name}", rain
        if key not in painted:
            painted[key] = backdrop(camera, venue, around)
        return painted[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(frames, "backdrop", once_each)
        yield


@pytest.fixture
def installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str, dict[str, dict[str, str]]], None]:
    """Puts a package where an installer would: its module, and its metadata with entry points."""

    def install(name: str, source: str, points: dict[str, dict[str, str]]) -> None:
        (tmp_path / f"{name}.py").write_text(source)
        metadata = tmp_path / f"{name}-1.0.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        said = [
            "\n".join([f"[{seam}]", *(f"{key} = {value}" for key, value in one.items())])
            for seam, one in points.items()
        ]
        (metadata / "entry_points.txt").write_text("\n".join(said) + "\n")
        monkeypatch.syspath_prepend(tmp_path)

    return install


@pytest.fixture
def footfall(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Told]:
    """Runs `footfall` with arguments, in the test's own folder unless it went elsewhere; how it
    ended.
    """
    if Path.cwd() == ROOT:
        monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Told:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main([str(one) for one in arguments])
        told = capsys.readouterr()
        return Told(end.value.code or 0, told.out, MEANWHILE.sub("", told.err))

    return run


@pytest.fixture
def feed_of(tmp_path: Path) -> Callable[[Sequence[Image]], Path]:
    """Writes frames as a video; its path."""

    def write(frames: Sequence[Image]) -> Path:
        path = tmp_path / "feed.mp4"
        with write_video(path, WALK_FPS, frames[0].shape[1::-1]) as writer:
            for frame in frames:
                writer.add(frame)
        return path

    return write


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="write the golden results anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules that take long begin first, so that no process waits for the last of them; of those
    that look at `window` all but one are the last, so that none waits while another films it.
    """
    long = {item.path for item in items if item.get_closest_marker("long")}
    looking = {item.path for item in items if "window" in getattr(item, "fixturenames", ())}
    waiting = sorted(long & looking)[1:]
    items.sort(key=lambda item: (item.path not in long, item.path in waiting))
