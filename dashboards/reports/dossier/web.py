"""A dossier as one self-contained page; nothing in it moves, and every figure has its source."""

from dashboards.figures.palette import CAMERA, INK, LINE, PAPER, QUIET, RIGHT, SOFT, WRONG
from dashboards.reports.dossier.document import (
    GLOSSARY,
    NOT_EVIDENCED,
    WORDS,
    Dossier,
    Evidence,
    Fact,
    Grid,
    Item,
    Part,
    Status,
    meanings,
    numbered,
)
from dashboards.reports.sheet import glossary
from dashboards.visible import escape

TONES: dict[Status, str] = {"evidenced": RIGHT, "in part": CAMERA, "not evidenced": WRONG}
RUN = "this run, run.json"
STYLE = f"""
body {{ font: 15px/1.5 "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; color: {INK};
  background: {PAPER}; max-width: 900px; margin: 32px auto; padding: 0 24px; }}
h1 {{ font-size: 26px; margin-bottom: 4px; }}
h2 {{ font-size: 20px; margin-top: 44px; padding-bottom: 4px; border-bottom: 2px solid {INK}; }}
h3 {{ font-size: 16px; margin: 26px 0 4px; }}
p {{ margin: 4px 0; max-width: 80ch; }}
.about, cite {{ color: {SOFT}; }}
cite {{ display: block; font-style: normal; font-size: 12px; margin-bottom: 8px; }}
.caution {{ border-left: 3px solid {CAMERA}; background: {QUIET}; padding: 8px 12px; }}
.status {{ font-size: 12px; font-weight: 600; border: 1px solid; border-radius: 9px;
  padding: 0 8px; margin-left: 8px; white-space: nowrap; }}
table {{ border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums;
  font-size: 13px; margin: 6px 0 2px; }}
th, td {{ padding: 4px 8px; border-bottom: 1px solid {LINE}; text-align: right; }}
th {{ background: {QUIET}; font-weight: 600; }}
th:first-child, td:first-child {{ text-align: left; }}
.wide {{ overflow-x: auto; }}
figure {{ margin: 8px 0; }} figure svg {{ width: 100%; height: auto; }}
figcaption {{ font-size: 13px; }}
dt {{ font-weight: 600; }} dd {{ margin: 0 0 6px; max-width: 80ch; }}
a {{ color: {INK}; }}
@media print {{ body {{ margin: 0; max-width: none; }} h3 {{ break-after: avoid; }} }}
"""


def web_page(dossier: Dossier) -> str:
    """The whole page."""
    meta = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head = f"<head>{meta}<title>{escape(dossier.title)}</title><style>{STYLE}</style></head>"
    numbers = numbered(dossier.parts)
    body = [
        f"<h1>{escape(dossier.title)}</h1>",
        f'<header data-source="{RUN}">',
        *(f'<p class="about">{escape(line)}</p>' for line in dossier.about),
        f'<p class="caution">{escape(dossier.caution)}</p></header>',
        "<h2>In short</h2>",
        *(_evidence(one, dossier) for one in dossier.short),
        _contents(dossier, numbers),
        *(_part(n, part, dossier, numbers) for n, part in enumerate(dossier.parts, 1)),
        f'<section data-source="{GLOSSARY}"><h2>{WORDS}</h2>{glossary(meanings(dossier))}',
        f"<cite>Source: {GLOSSARY}</cite></section>",
    ]
    return f'<!doctype html><html lang="en">{head}<body>{"".join(body)}</body></html>\n'


def _contents(dossier: Dossier, numbers: dict[str, str]) -> str:
    """Every item and how far it is answered."""
    rows = "".join(
        f'<tr><td><a href="#{item.key}">{numbers[item.key]} {escape(item.title)}</a></td>'
        f"<td>{_sign(item.status)}</td></tr>"
        for item in dossier.items
    )
    table = f"<table><tr><th>item</th><th>status</th></tr>{rows}</table>"
    return f'<nav data-source="this document"><h2>What is answered</h2>{table}</nav>'


def _part(number: int, part: Part, dossier: Dossier, numbers: dict[str, str]) -> str:
    items = "".join(_item(item, dossier, numbers[item.key]) for item in part.items)
    return f"<h2>{number} {escape(part.title)}</h2>{items}"


def _item(item: Item, dossier: Dossier, number: str) -> str:
    head = f'<h3 id="{item.key}">{number} {escape(item.title)}{_sign(item.status)}</h3>'
    told = "".join(_evidence(one, dossier) for one in item.evidence)
    missing = "" if item.evidence else f"<strong>{NOT_EVIDENCED}</strong> "
    lacks = f"<p>{missing}{escape(item.lacks)}</p>" if item.lacks or missing else ""
    return f"<section>{head}{told}{lacks}</section>"


def _sign(status: Status) -> str:
    return f'<span class="status" style="color:{TONES[status]}">{status}</span>'


def _evidence(one: Evidence, dossier: Dossier) -> str:
    source = escape(one.source)
    if isinstance(one, Fact):
        told = f"<p>{escape(one.said)}</p>"
    elif isinstance(one, Grid):
        head = "".join(f"<th>{escape(cell)}</th>" for cell in one.heads)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
            for row in one.rows
        )
        told = f'<div class="wide"><table><tr>{head}</tr>{rows}</table></div>'
    else:
        drawn = dossier.pictures[one.name].svg
        told = f"<figure>{drawn}<figcaption>{escape(one.caption)}</figcaption></figure>"
    return f'<div data-source="{source}">{told}<cite>Source: {source}</cite></div>'
