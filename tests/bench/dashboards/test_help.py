"""What help costs, beside a program that does nothing but import what draws it."""

import resource
import subprocess
import sys

import pytest

MOST_S = 1.0
"""Of the processor's time, for the help of any command."""


def spent_s(program: str, *arguments: str) -> float:
    """The processor's time that a process takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


FOOTFALL = "from dashboards.cli import main; main()"


@pytest.mark.parametrize("asked", [(), ("run",), ("engine", "stress")], ids=" ".join)
def test_help_beside_a_bare_import_of_what_draws_it(beside, asked):
    beside(
        f"footfall {' '.join(asked)} --help, beside importing typer and rich",
        lambda: spent_s(FOOTFALL, *asked, "--help"),
        lambda: spent_s("import typer, rich"),
    )
    assert spent_s(FOOTFALL, *asked, "--help") < MOST_S
