"""Text from files as people may see it: what would steer a terminal is told, never done."""

import html
import re
import unicodedata

STEERING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of the letters around them (Unicode Standard Annex 9)."""
MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|:$~])")
"""Letters that mean something in Markdown, as the page reads it."""
UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Categories of controls, of halves of letters (bytes that are no UTF-8) and of line breaks."""


def visible(text: str, lines: bool = False) -> str:
    r"""The text with each control, line break and turn of direction as its escape; with `lines`,
    line breaks stay.

    >>> visible("Ann\x1b[31m"), visible("a\nb"), visible("a\nb", lines=True)
    ('Ann\\x1b[31m', 'a\\nb', 'a\nb')
    >>> visible("Zoë [/x] :smile:")
    'Zoë [/x] :smile:'
    """
    if text.isprintable():
        return text
    return "".join(_seen(one, lines) for one in text)


def one_line(text: str) -> str:
    r"""A message in one line: runs of blanks are one, what cannot be seen is told.

    >>> one_line("got a\n  b\x07")
    'got a b\\x07'
    """
    return visible(" ".join(text.split()))


def _seen(letter: str, lines: bool) -> str:
    if letter == "\n" and lines:
        return letter
    hidden = letter in STEERING or unicodedata.category(letter) in UNSEEN
    return repr(letter)[1:-1] if hidden else letter


def escape(text: str) -> str:
    r"""Text as HTML, line breaks as they are.

    >>> escape("<script>\x07")
    '&lt;script&gt;\\x07'
    """
    return html.escape(visible(text, lines=True))


def plain(text: str) -> str:
    r"""Text as Markdown that shows it as it is.

    >>> plain("[/x] *a* :smile:")
    '\\[/x\\] \\*a\\* \\:smile\\:'
    """
    return MARKDOWN.sub(r"\\\1", visible(text))
