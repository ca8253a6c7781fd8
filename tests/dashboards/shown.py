"""Every text that people are shown, as far as it stands in the code: to look through its words."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = (
    "dashboards/cli",
    "dashboards/figures",
    "dashboards/reports",
    "dashboards/app",
    "dashboards/glossary.py",
    "dashboards/words.py",
    "sim/outcomes",
    "sim/cameras/coverage",
    "sim/fidelity/population.py",
    "engine/measure/realism",
    "engine/measure/calibration/check.py",
    "engine/measure/evaluation.py",
    "engine/measure/lists/evaluation.py",
    "engine/stress/verdicts.py",
    "engine/why",
)
"""Where labels, captions, tables, notes and help are written."""


@cache
def shown() -> tuple[tuple[str, str], ...]:
    """File and text of each; a text is a constant with a blank in it, or a command's help."""
    return tuple((file.relative_to(ROOT).as_posix(), text) for file, text in _texts())


def _texts() -> Iterator[tuple[Path, str]]:
    for source in SOURCES:
        place = ROOT / source
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            for text in _of(ast.parse(file.read_text(encoding="utf-8"))):
                yield file, text


def _of(tree: ast.Module) -> Iterator[str]:
    docstrings = {id(one) for one in _docstrings(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            if any(".command(" in ast.unparse(one) for one in node.decorator_list):
                yield ast.get_docstring(node) or ""
        elif _is_text(node) and id(node) not in docstrings:
            yield node.value


def _is_text(node: ast.AST) -> bool:
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and " " in text.strip()


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    """Strings that stand alone, as docstrings of modules, functions and fields do."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
