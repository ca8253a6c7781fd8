"""What a dossier has to answer, and a walk through its page for figures that have no source."""

import re
from html.parser import HTMLParser

ASKED = (
    "purpose", "legal_basis", "necessity", "footprint", "hours", "roles", "watchlist", "images",
    "minors", "list_life", "alternatives", "faces", "alerts", "fpir", "precision", "tpir",
    "stricter", "engine", "tested", "detection", "equality", "time", "stops", "walking", "power",
    "review", "automation_bias", "wrongful_stops", "affected", "rights", "dpia", "security",
    "signs", "complaints", "stopping", "oversight", "success", "limits", "sensitivity", "again",
)  # fmt: skip
"""The items' keys."""
VOID = {"meta", "br", "img", "hr"}
WITHOUT = {"h1", "h2", "h3", "style", "title"}
"""Headings have the numbers of their items."""


class Unsourced(HTMLParser):
    """Notes figures that stand in no element with a source."""

    def __init__(self):
        super().__init__()
        self.open, self.found, self.sourced = [], [], 0

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("data-source")))

    def handle_startendtag(self, tag, attrs):
        """Nothing stands in it."""

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not re.search(r"\d", data) or any(tag in WITHOUT for tag, _ in self.open):
            return
        if any(source for _, source in self.open):
            self.sourced += 1
        else:
            self.found.append(data)
