"""The command's one door: whatever happens behind it, people see one line and get an exit code.

It needs nothing but the standard library, so that it stands before anything heavy is imported.
"""

import errno
import io
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

from dashboards.cli.terminal.endings import SIGNALLED, EndedError, ends_heard
from dashboards.cli.terminal.faults import kept_details, veiled
from dashboards.visible import one_line

REFUSED, UNFORESEEN, CUT_OFF = 2, 70, 1
"""Exit codes: a refusal; EX_SOFTWARE of sysexits.h; the reader of standard output has gone."""
LONGEST_LINE, LONGEST_FAULT = 2000, 200
"""Letters of a refusal, and of what an unforeseen fault says of itself."""


def main(argv: Sequence[str] | None = None) -> None:
    """Run `footfall` with these arguments, or the process's own; it ends with SystemExit.

    0: done. REFUSED: a line on standard error says what was got and what was wanted, or one for
    each of the faults of a file. UNFORESEEN:
    the line names a file with the details. SIGNALLED + n: signal n ended it.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    with ends_heard() as ear:
        try:
            _have_streams()
            from dashboards.cli.app import load, run  # may fail

            root = load(arguments)  # may take a second or two
            ear.at_once = False
            code = run(root, arguments)
            sys.stdout.flush()  # here, where what comes of it is answered
        except (KeyboardInterrupt, Exception) as err:
            code = _answered(err, arguments)
    sys.exit(code)


def complain(message: str) -> None:
    """One line on standard error."""
    line = one_line(message)
    cut = line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"
    with suppress(OSError, ValueError):  # nobody is there to hear it
        sys.stderr.write(f"footfall: {cut}\n")
        sys.stderr.flush()


def _answered(err: BaseException, arguments: list[str]) -> int:
    """Say what ended the command; the exit code."""
    if isinstance(err, KeyboardInterrupt):
        said = str(err) or "interrupted"
        complain("; ".join([said, *getattr(err, "__notes__", [])]))
        return SIGNALLED + (err.number if isinstance(err, EndedError) else signal.SIGINT)
    if isinstance(err, OSError) and err.errno == errno.EPIPE:  # a reader like `head` has gone
        _turn_away()
        return CUT_OFF
    refused = _refusal(err)
    if refused is None:
        _own_up(err, arguments)
        return UNFORESEEN
    for line in refused:
        complain(line)
    _turn_away()
    return REFUSED


def _refusal(err: BaseException) -> list[str] | None:
    """The refusal in lines; None for what nobody foresaw, as for commands that do not load."""
    try:
        from dashboards.cli.terminal.refusals import refusal

        return refusal(err)
    except Exception:  # a broken installation must not hide the fault that is being answered
        return None


def _own_up(err: BaseException, arguments: list[str]) -> None:
    """Say that it is Footfall's fault, and where the details are."""
    said = veiled(one_line(f"{type(err).__name__}: {err}"))[:LONGEST_FAULT]
    file = kept_details(err, arguments)
    where = f"details: {file}" if file else "no details could be written"
    complain(f"something nobody foresaw, which is no fault of yours ({said}); {where}")
    _turn_away()


def _have_streams() -> None:
    """Standard streams that take any name; those that somebody closed lead nowhere, lest the next
    file that is opened takes their place.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _nowhere() -> io.TextIOWrapper:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123  # lives as long as the process


def _turn_away() -> None:
    """What standard output still holds and cannot give away is lost, without a word at the end."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)
