"""Help and version: of every command, at once, without what a command needs to do its work."""

import subprocess
import sys
from importlib.metadata import version

import pytest
import typer

from dashboards.cli.app import load

HEAVY = (
    "av", "cryptography", "cv2", "faiss", "insightface", "numba", "numpy", "onnx", "onnxruntime",
    "pandas", "plotly", "pyarrow", "scipy", "shapely", "simpy", "streamlit", "yaml",
    "engine.settings", "scenarios.schema",
)  # fmt: skip
"""What takes long to import, and what stands for our pydantic models; typer itself asks pydantic to
read options."""
PROGRAM = f"""
import sys
from dashboards.cli import main
try:
    main()
finally:
    print(sorted(set({HEAVY!r}) & sys.modules.keys()), file=sys.stderr)
"""


def commands(group: typer.core.TyperGroup, before: tuple[str, ...] = ()):
    """The words that name each group and command."""
    yield before
    for name, one in group.commands.items():
        if isinstance(one, typer.core.TyperGroup):
            yield from commands(one, (*before, name))
        else:
            yield (*before, name)


NAMED = [*commands(load())]


def heavy(*arguments: str) -> str:
    """What of the heavy was imported by a command in a process of its own."""
    program = [sys.executable, "-c", PROGRAM, *arguments]
    told = subprocess.run(program, capture_output=True, text=True, check=True)
    assert told.stdout
    return told.stderr.strip()


@pytest.mark.parametrize("named", NAMED, ids=" ".join)
def test_every_command_explains_itself(footfall, named):
    helped = footfall(*named, "--help")
    assert (helped.code, helped.err) == (0, "")
    assert f"Usage: {' '.join(('footfall', *named))} " in " ".join(helped.out.split())


def test_the_root_s_help_needs_every_command_and_nothing_heavy():
    assert heavy("--help") == "[]"


@pytest.mark.parametrize("group", sorted({named[0] for named in NAMED if named}))
def test_help_of_a_command_or_a_group_needs_nothing_heavy(group):
    assert heavy(group, "--help") == "[]"


def test_the_version_is_the_package_s(footfall):
    assert footfall("--version").out == f"footfall {version('footfall')}\n"
    assert heavy("--version") == "[]"
