"""Whatever is asked of the command line is done or refused in a line: abuses of every command."""

from collections.abc import Iterator
from functools import cache

import pytest
import typer

from dashboards.cli.app import load
from dashboards.cli.terminal.progress import Board
from sim.record.fitting import fit_record
from tests.fuzz.doors import PROGRESS, STEERING

LONG = "9" * 5000
NUMBERS = ("x", "", "²", "٣٣", LONG, "-" + LONG, "1e400", "nan", "-inf", "0x10", "1_0", " 7 ", "\0")
WORDS = ("", "\0", "~nobody", "/dev/zero", "/dev", "no/such/place", LONG, "-", "\x1b[31m", "²", "=")
EACH = 4
"""So many abuses of each option and argument."""
BASE = {"scenario": "corridor", "scenarios": "corridor", "out": "no/out.png"}
"""What stands for other arguments and options that must be given; else NOWHERE."""
NOWHERE = "no/such"

Words = tuple[str, ...]


def every_command(group: typer.core.TyperGroup, before: Words = ()) -> Iterator[tuple[Words, list]]:
    """The words that name each command, and its parameters."""
    for name, one in group.commands.items():
        if isinstance(one, typer.core.TyperGroup):
            yield from every_command(one, (*before, name))
        else:
            yield (*before, name), one.params


def is_option(parameter) -> bool:
    return parameter.param_type_name == "option"


def given(parameters: list, odd=None, value: str = "") -> Words:
    """What must be given, options first, and the odd parameter with its value."""
    told = {one.name: BASE.get(one.name, NOWHERE) for one in parameters if one.required}
    told |= {odd.name: value} if odd else {}
    ordered = sorted((one for one in parameters if one.name in told), key=is_option, reverse=True)
    options = [word for one in ordered if is_option(one) for word in (one.opts[0], told[one.name])]
    return (*options, "--", *(told[one.name] for one in ordered if not is_option(one)))


def of_parameter(parameter, parameters: list, turn: int) -> Iterator[Words]:
    """Some abuses of one option or argument, others at each turn."""
    if parameter.is_flag if is_option(parameter) else False:
        yield (f"{parameter.opts[0]}=maybe", *given(parameters))
        return
    values = NUMBERS if parameter.type_descriptor.annotation in (int, float) else WORDS
    for k in range(EACH):
        yield given(parameters, parameter, values[(EACH * turn + k) % len(values)])
    if is_option(parameter):
        yield (*given(parameters)[:-1], parameter.opts[0])


def abuses() -> Iterator[Words]:
    """Every command with options that there are not, too much, and each parameter abused."""
    turn = 0
    for words, parameters in every_command(load()):
        yield (*words, "--no-such-option", *given(parameters))
        yield (*words, *given(parameters), *["surplus"] * 3)
        for parameter in parameters:
            yield from ((*words, *one) for one in of_parameter(parameter, parameters, turn))
            turn += 1


MET = (
    ("run", "corridor", "--set", "title=2024-02-30"),
    ("run", "corridor", "--set", "cameras.².id=3"),
    ("run", "corridor", "--set", f"seed={LONG}"),
    ("run", "corridor", "--seed", LONG),
    ("run", "~nobody"),
    ("run", "~nobody/plan.yaml"),
    ("run", "corridor", "--set", "engine.preset=~nobody"),
    ("run", "corridor", "--set", "engine.pack=~nobody"),
    ("run", "corridor", "--set", "venue=~nobody"),
    ("run", "corridor", "--set", "duration_s=1"),
    ("run", "corridor", "--set", "title=\0"),
    ("run", "corridor", "--set", "name=../up"),
    ("run", "corridor", "--set", "=" * 5000),
    ("run", "corridor", "--set", "." * 5000 + "=1"),
    ("engine", "fieldtest", "--from", "0.5"),
    ("engine", "fieldtest", "--from", "0.5", "--to", "0.6", "--ratio", "2"),
    ("rnu", "corridor"),
    ("engine", "wacth"),
    ("", ""),
    ("\0",),
    ("--versoin",),
    ("²",),
)
"""What was met once and ended in a traceback, or in words that led astray."""
WORK = (
    "os.execv",
    "sim.jobs.running.processes",
    "sim.fidelity.conditions.measure",
    "sim.fidelity.disguises.measure",
    "dashboards.cli.engine.bench.strangers",
    "sim.overload.loads.Loads.rendered",
)
"""What works for long before it reports anything, or in another process."""
ABUSES = [*MET, *abuses()]


@pytest.fixture(scope="module")
def fitted():
    """The record fitted once for each seed and number of draws, however often that is asked."""
    return cache(fit_record)


@pytest.fixture
def begun(monkeypatch, tmp_path, fitted):
    """Nothing goes further than the beginning of its work; the empty folder that it is begun in."""

    def begin(*_):
        raise SystemExit(0)

    def report(_, stage, share):
        if share:
            begin(stage)

    monkeypatch.setattr(Board, "__call__", report)
    for work in WORK:
        monkeypatch.setattr(work, begin)
    monkeypatch.setattr("sim.record.fitting.fit_record", fitted)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_there_are_enough_of_them():
    assert len(ABUSES) >= 200


@pytest.mark.parametrize("part", range(20))
def test_each_is_done_or_refused_in_a_line_and_leaves_nothing(footfall, begun, part):
    for words in ABUSES[part::20]:
        before = {*begun.iterdir()}
        told = footfall(*words)
        short = [word[:60] for word in words]
        assert told.code in (0, 2), (short, told)
        assert "Traceback" not in told.err, short
        assert not STEERING.search(told.err), short
        if told.code == 2:
            said = [line for line in told.err.splitlines() if not PROGRESS.fullmatch(line)]
            assert said, short
            assert all(line.startswith("footfall: ") for line in said), (short, said)
            assert told.out == "" or words[0] == "validate", short
            assert {*begun.iterdir()} == before, short


@pytest.mark.parametrize(
    ("words", "meant"),
    [(("rnu",), "run"), (("engine", "wacth"), "watch"), (("run", "corridor", "--sede", 1), "seed")],
)
def test_a_misspelt_command_or_option_is_told_with_the_nearest(footfall, words, meant):
    told = footfall(*words)
    assert (told.code, told.out) == (2, "")
    assert f"{meant}" in told.err
