"""The small pieces that pages are made of, as HTML; docs/design-language.md says when to use which.

Text given to them is escaped here, and nowhere before.
"""

import re
from collections.abc import Iterable, Mapping

from dashboards.app.address import link
from dashboards.figures.palette import Tone
from dashboards.glossary import explained
from dashboards.visible import escape

CODE = re.compile(r"`([^`]+)`")


def facts(words: Iterable[str], *, explain: bool = False) -> str:
    """Facts in a row; with `explain`, terms in them tell what they mean."""
    told: set[str] = set()
    spans = (marked(word, told) if explain else escape(word) for word in words)
    return f'<div class="facts row">{" ".join(f"<span>{one}</span>" for one in spans)}</div>'


def marked(text: str, told: set[str]) -> str:
    """Text in which each term of the glossary that was not `told` yet tells what it means."""
    pieces = []
    for piece, entry in explained(text, told):
        pieces.append(escape(piece) if entry is None else term(piece, entry.meaning))
        if entry is not None:
            told.add(entry.term)
    return "".join(pieces)


def note(text: str, more: str = "Why?", view: str = "limits") -> str:
    """One line of what one had better know, with a link to the whole of it."""
    there = f'<a href="{escape(link(view=view))}" target="_self">{escape(more)}</a>'
    return f'<div class="note" role="note">{escape(text)} {there}</div>'


def term(word: str, meaning: str) -> str:
    """A word whose meaning shows under the mouse and when the keyboard comes to it."""
    return (
        f'<span class="term" tabindex="0" role="note">{escape(word)}'
        f"<span>{escape(meaning)}</span></span>"
    )


def empty(title: str, text: str) -> str:
    """Nothing is there, and what to do about it."""
    return f'<div class="empty"><b>{escape(title)}</b>{coded(text)}</div>'


def coded(text: str) -> str:
    """Text in which what stands between backticks is code.

    >>> coded("`footfall demo` <makes> two")
    '<code>footfall demo</code> &lt;makes&gt; two'
    """
    return CODE.sub(r"<code>\1</code>", escape(text))


def going(share: float | None) -> str:
    """How far something is; a bar that says nothing where nobody knows."""
    done = 100 * (share or 0.0)
    return (
        f'<div class="going" role="progressbar" aria-label="done" aria-valuemin="0"'
        f' aria-valuemax="100" aria-valuenow="{done:.0f}"><i style="width:{done:.1f}%"></i></div>'
    )


def sign(tone: Tone, word: str) -> str:
    """A state in a word, with the dot of its tone before it."""
    dot = f'<i class="sign" style="background:var(--{tone})"></i>'
    return f"<span>{dot}{escape(word)}</span>"


def count_cards(counts: Iterable[tuple[str, str, str]]) -> str:
    """A card a count: its name, the count, what it means."""
    cards = (
        f'<div class="card"><div class="name">{escape(name)}</div>'
        f'<div class="value">{escape(value)}</div><div class="of">{escape(meaning)}</div></div>'
        for name, value, meaning in counts
    )
    return f'<div class="cards">{"".join(cards)}</div>'


def table(
    heads: Mapping[str, bool], rows: Iterable[Iterable[str]], foot: str = "", label: str = ""
) -> str:
    """Rows of HTML under heads, which say whether their column holds numbers.

    A `label` lets the keyboard come to a table that is wider than a narrow window and in which it
    would stop nowhere.
    """
    sides = ['class="number"' if numbers else "" for numbers in heads.values()]
    head = "".join(
        f"<th {side}>{escape(name)}</th>" for name, side in zip(heads, sides, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(f"<td {side}>{cell}</td>" for cell, side in zip(row, sides, strict=True))
        + "</tr>"
        for row in rows
    )
    end = f"<tfoot>{foot}</tfoot>" if foot else ""
    stop = f' tabindex="0" role="region" aria-label="{escape(label)}"' if label else ""
    return (
        f'<div class="wide"{stop}><table class="sums"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody>{end}</table></div>"
    )
