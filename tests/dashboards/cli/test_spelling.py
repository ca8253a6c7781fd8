"""Commands are spelt alike wherever they are told, and are there."""

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
import typer

from dashboards.cli.app import load
from engine.matching.vault import FORMAT

ROOT = Path(__file__).parents[3]
PROSE = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CODE = [
    file
    for folder in ("dashboards", "engine", "scenarios", "sim")
    for file in sorted((ROOT / folder).rglob("*.py"))
]
BLOCK = re.compile(r"```(?:sh|bash)?\n(.*?)```", re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
TOLD = re.compile(r"(?:^|[:;,(] )footfall ([a-z].*)")
"""As a message or an example tells a command, and not as a sentence speaks of footfall."""
ENDS = re.compile(r"\s{2,}|\s#|[`;)]|, ")
HOLE = "X"


def commands_in(text: str) -> Iterator[str]:
    """What follows `footfall` in examples and in spans of code; with the path before it."""
    blocks = [line for block in BLOCK.findall(text) for line in block.splitlines()]
    for line in [*blocks, *SPAN.findall(BLOCK.sub("", text))]:
        if found := re.match(r"(\S*/)?footfall (.+)$", line.strip()):
            yield ENDS.split(f"{found[1] or ''} {found[2]}".strip())[0]


def strings_in(source: str) -> Iterator[str]:
    """A module's texts, with a hole for each value that is put in."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(one.value) if isinstance(one, ast.Constant) else HOLE for one in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def told() -> Iterator[tuple[str, str]]:
    """Each command told, and where."""
    for file in PROSE:
        for command in commands_in(file.read_text()):
            yield str(file.relative_to(ROOT)), command
    for file in CODE:
        for text in {*strings_in(file.read_text())} - {FORMAT}:
            for line in (text, *SPAN.findall(text)):
                if found := TOLD.search(line):
                    yield str(file.relative_to(ROOT)), ENDS.split(found[1])[0]


def check(root: typer.core.TyperGroup, command: str) -> None:
    """Every name in it is a command's, and every option one of that command.

    `engine packs | fetch` names two commands of one group.
    """
    group, last, others = root, None, False
    for word in command.split():
        if word == "|":
            others = True
        elif word.startswith("--"):
            there = [(*one.opts, *one.secondary_opts) for one in (last or root).params]
            assert word.partition("=")[0] in {"--help", *chain(*there)}, command
        elif isinstance(last or root, typer.core.TyperGroup) or others:
            group = group if others or last is None else last
            if word not in ("COMMAND", "...", HOLE):
                assert word in group.commands, command
                last, others = group.commands[word], False


TOLD_COMMANDS = sorted(set(told()))


def test_commands_are_told_in_readme_docs_and_the_page():
    where = {place.partition("/")[0] for place, _ in TOLD_COMMANDS}
    assert {"README.md", "docs", "dashboards", "engine"} <= where
    assert len(TOLD_COMMANDS) > 80


@pytest.mark.parametrize(("place", "command"), TOLD_COMMANDS)
def test_a_command_that_is_told_is_there_with_its_options(place, command):
    assert place
    check(load(), command)


@pytest.mark.parametrize("odd", ["fly", "engine fly", "run --no", "engine packs | fly"])
def test_what_is_not_there_is_found(odd):
    with pytest.raises(AssertionError):
        check(load(), odd)
