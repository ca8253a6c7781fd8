"""A folder of pictures as people keep them: every file in it is accounted for."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from engine.disk.files import oddity
from engine.errors import EngineError
from engine.names import alike, natural_path, printable
from engine.pictures import PICTURES
from engine.pictures.heads import unread
from engine.pictures.kinds import UNREAD, described, head_of, kind_of

SIDECARS = frozenset({".xmp", ".aae", ".thm", ".lrv", ".pp3", ".dop", ".cos", ".ini"})
"""Endings of what programs and telephones keep beside pictures."""
KEEPERS = frozenset(
    {"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "@eadir", "$recycle.bin", "icon\r"}
)
"""Names, in small letters, of what systems keep in folders."""
MOST_LINKED = 10_000
"""Folders that are reached through links before somebody has tied them in knots."""
DEEPEST = 64
SHOWN, MOST_LINES = 3, 20
"""As many files as a refusal names, and as are told one by one."""


@dataclass(frozen=True, slots=True)
class Other:
    """A file or folder that is no picture, and what it is instead."""

    file: Path
    what: str

    def __str__(self) -> str:
        return f"{printable(self.file)}: no picture: {self.what}"


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in a folder, in natural order: `pictures` (by name or content; each can still
    prove unreadable), pictures of a kind that is not read, what is not a picture, and hidden files
    and sidecars that were passed over.
    """

    folder: Path
    pictures: tuple[Path, ...]
    unread: tuple[Other, ...] = ()
    not_pictures: tuple[Other, ...] = ()
    passed_over: tuple[Path, ...] = ()

    def all_told(self) -> "Listing":
        """The same, pictures that are not read among what is not a picture."""
        others = sorted((*self.unread, *self.not_pictures), key=_place)
        return replace(self, unread=(), not_pictures=tuple(others))

    def lines(self) -> Iterator[str]:
        """What is no picture, a line each; of very many their number."""
        yield from map(str, self.not_pictures[:MOST_LINES])
        if len(self.not_pictures) > MOST_LINES:
            more = len(self.not_pictures) - MOST_LINES
            yield f"{printable(self.folder)}: no pictures: {more:,} more"

    def refusal(self) -> str:
        """What a folder without a picture holds, for a message."""
        others = self.all_told().not_pictures
        here = [f"{printable(one.file.name)}: {one.what}" for one in others[:SHOWN]]
        if len(others) > SHOWN:
            here.append(f"{len(others) - SHOWN:,} more")
        return f"{printable(self.folder)}: got no pictures" + (
            f" ({', '.join(here)})" if here else ""
        )


@dataclass(slots=True)
class _Walk:
    """What was found so far."""

    deep: bool
    pictures: list[Path] = field(default_factory=list)
    unread: list[Other] = field(default_factory=list)
    not_pictures: list[Other] = field(default_factory=list)
    passed_over: list[Path] = field(default_factory=list)
    linked: int = 0

    def into(self, folder: Path, above: tuple[tuple[int, int], ...]) -> None:
        """Look through a folder that lies in those `above`, told by device and number."""
        try:
            paths, known = [*folder.iterdir()], folder.stat()
        except OSError as err:
            self.not_pictures.append(
                Other(folder, f"a folder that cannot be read ({err.strerror})")
            )
            return
        inside = (*above, (known.st_dev, known.st_ino))
        for path in paths:
            if is_passed_over(path.name):
                self.passed_over.append(path)
            elif _is_folder(path):
                self._folder(path, inside)
            elif path.suffix.lower() in UNREAD:
                self.unread.append(Other(path, unread(path.suffix.lower())))
            elif path.suffix.lower() in PICTURES or kind_of(head_of(path)):
                self.pictures.append(path)
            else:
                self.not_pictures.append(Other(path, _what(path)))

    def _folder(self, path: Path, inside: tuple[tuple[int, int], ...]) -> None:
        known = path.stat()
        self.linked += path.is_symlink()
        if not self.deep:
            self.not_pictures.append(Other(path, "a folder"))
        elif (known.st_dev, known.st_ino) in inside:
            self.not_pictures.append(Other(path, "a link to a folder that it lies in"))
        elif self.linked > MOST_LINKED or len(inside) > DEEPEST:
            self.not_pictures.append(Other(path, "a folder too deep or behind too many links"))
        else:
            self.into(path, inside)


def list_folder(folder: Path, error: type[EngineError], *, deep: bool = True) -> Listing:
    """What lies in a folder and, if `deep`, in its subfolders; `error` where there is no folder.

    Links to pictures and folders are followed, one that leads in a circle is told.
    """
    if not folder.is_dir():
        odd = oddity(folder) or "a file"
        got = "no such folder" if odd == "no such file" else odd
        raise error(f"{printable(folder)}: got {got}, wanted a folder of pictures")
    walk = _Walk(deep)
    walk.into(folder, ())
    return Listing(
        folder,
        tuple(sorted(walk.pictures, key=natural_path)),
        tuple(sorted(walk.unread, key=_place)),
        tuple(sorted(walk.not_pictures, key=_place)),
        tuple(sorted(walk.passed_over, key=natural_path)),
    )


def is_passed_over(name: str) -> bool:
    """Whether a name is that of a hidden file, or of one that programs keep beside pictures.

    >>> [is_passed_over(one) for one in ("._ann.png", "Thumbs.db", "IMG_1.AAE", "ann.png")]
    [True, True, True, False]
    """
    small = name.lower()
    return small.startswith(".") or small in KEEPERS or Path(small).suffix in SIDECARS


def told(listings: Iterable[Listing]) -> dict[str, Any]:
    """What is no picture in folders, as JSON."""
    held = tuple(listings)
    others = [one for listing in held for one in listing.not_pictures]
    return {
        "not_pictures": [asdict(one) | {"file": printable(one.file)} for one in others],
        "passed_over": [printable(path) for listing in held for path in listing.passed_over],
    }


def subject_of(folder: Path, file: Path) -> str:
    """Whose picture it is: the first subfolder's name, or the picture's own without its ending.

    >>> subject_of(Path("a"), Path("a/ann/1.png")), subject_of(Path("a"), Path("a/bob.png"))
    ('ann', 'bob')
    """
    parts = file.relative_to(folder).parts
    return printable(alike(parts[0] if len(parts) > 1 else Path(parts[0]).stem))


def file_in(folder: Path, name: str) -> Path:
    """A file by its path in a folder, whichever way the letters of its name are kept there."""
    file = folder / name
    if name.isascii() or _exists(file):
        return file
    at = Path(file.anchor)
    for part in file.parts[len(at.parts) :]:
        at = _named(at, part)
    return at


def _named(folder: Path, name: str) -> Path:
    if not _exists(folder / name) and _is_folder(folder):
        for one in sorted(folder.iterdir()):
            if alike(one.name) == alike(name):
                return one
    return folder / name


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long, or no possible path
        return False


def _place(one: Other) -> tuple[object, ...]:
    return natural_path(one.file)


def _what(path: Path) -> str:
    if odd := oddity(path):
        return odd
    try:
        with path.open("rb"):
            pass
    except OSError as err:
        return f"a file that cannot be read ({err.strerror})"
    return described(head_of(path))
