"""Names of people and files: how they are compared, put in order and shown."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

JOINERS = str.maketrans("", "", "\u200c\u200d")
"""Letters of no width that join or part others, as Persian names and emoji need them."""
NUMBER = re.compile(r"([0-9]+)")
DIGIT = ord("0")
LONGEST = 100
"""Letters of a name of which the nearest known one is sought."""


def alike(text: str) -> str:
    r"""A name in the one form (NFC) in which names are compared: a Mac keeps `é` as two letters.

    >>> alike("Zoe\u0308") == alike("Zo\u00eb")
    True
    """
    return unicodedata.normalize("NFC", text)


def loosely(text: str) -> str:
    """A name without its case and spaces; those of two people seldom differ in these only.

    >>> loosely("Ann  Lee ") == loosely("annlee")
    True
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_printable(text: str) -> bool:
    """Whether a name has letters, and only such as can be shown."""
    return bool(text.strip()) and text.translate(JOINERS).isprintable()


def printable(text: str | Path) -> str:
    r"""A name as a message shows it: what cannot be shown, such as the end of a line or a byte
    that is no letter, by its number.

    >>> printable("a\nb"), printable("Zo\u00eb \udcff")
    ('a\\nb', 'Zoë \\udcff')
    """
    held = str(text)
    if held.translate(JOINERS).isprintable():
        return held
    shown = (one if one.isprintable() or one in "\u200c\u200d" else repr(one)[1:-1] for one in held)
    return "".join(shown)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that somebody may have meant; None: none is like it.

    >>> nearest("treshold", ["threshold", "target_fpir"]), nearest("x", ["threshold"])
    ('threshold', None)
    >>> nearest("Corridor", ["corridor"])
    'corridor'
    """
    from difflib import get_close_matches  # here: seldom needed

    by_form = {loosely(one): one for one in known}
    found = get_close_matches(loosely(name[:LONGEST]), by_form, n=1)
    return by_form[found[0]] if found else None


def perhaps(name: str, known: Iterable[str]) -> str:
    """The end of a refusal's words: which known name is nearest, if any is.

    >>> "got 'mal', wanted one of mall, street" + perhaps("mal", ["mall", "street"])
    "got 'mal', wanted one of mall, street: perhaps mall"
    """
    meant = nearest(name, known)
    return f": perhaps {meant}" if meant else ""


def natural(name: str) -> tuple[object, ...]:
    """By this, names are in the order of their letters, but numbers in them by their value.

    Where numbers are filled with zeros to one length, that is the plain order.

    >>> sorted(["frame_10", "frame_9", "frame_1"], key=natural)
    ['frame_1', 'frame_9', 'frame_10']
    """
    tokens: list[tuple[int, int]] = []
    for part in NUMBER.split(alike(name)):
        if part.isdecimal() and part.isascii():
            tokens.append((DIGIT, int(part)))
        else:
            tokens += [(ord(letter), 0) for letter in part]
    return (tuple(tokens), name)


def natural_path(path: Path) -> tuple[object, ...]:
    """By this, paths are in the natural order of each of their parts."""
    return tuple(natural(part) for part in path.parts)
