"""A run that is killed at a moment of its course, in a process of its own.

Between two steps that change its folder a run leaves there the same at any moment: so the moments
are counted in those steps, each time it opens a file to write there or gives one its name.
"""

import multiprocessing as mp
import os
import signal
import sys
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path

from sim.run import play

FORKED = mp.get_context("forkserver")
FORKED.set_forkserver_preload(["sim.run", "sim.stages.line"])
WRITTEN = os.O_WRONLY | os.O_RDWR


def steps_of(out: Path, fidelity: str, overrides: Mapping[str, str]) -> list[str]:
    """The steps of a run that nobody ends, from the first after which it can be taken up."""
    ours, theirs = FORKED.Pipe(duplex=False)
    _ended(out, fidelity, overrides, None, theirs)
    return ours.recv()


def killed(
    out: Path,
    fidelity: str,
    overrides: Mapping[str, str],
    step: int | None = None,
    named: str = "",
    *,
    early: bool = False,
) -> None:
    """Play and be killed right before that step, or right after a file got a name like `named`;
    ValueError if it came to its end. Steps are counted from the first after which the run can be
    taken up, or `early` from the first of all.
    """
    code = _ended(out, fidelity, overrides, step, None, named, early)
    if code != -signal.SIGKILL:
        raise ValueError(f"{out}: ended with {code} before step {step}")


def _ended(*arguments) -> int | None:
    child = FORKED.Process(target=_play, args=arguments)
    child.start()
    child.join()
    return child.exitcode


def _play(out, fidelity, overrides, step, steps, named="", early=False) -> None:
    inside, taken = f"{out}{os.sep}", []

    def hear(event: str, told) -> None:
        opened = event == "open" and isinstance(told[2], int) and told[2] & WRITTEN
        if not (opened or event in ("os.rename", "os.mkdir")) or not str(told[0]).startswith(
            inside
        ):
            return
        if not (early or taken or Path(out, "run.json").exists()):
            return
        if len(taken) == step:
            os.kill(os.getpid(), signal.SIGKILL)
        taken.append(f"{event} {str(told[0]).removeprefix(inside)}")
        if event == "os.rename" and named and fnmatch(str(told[1]), named):
            os.link(told[0], told[1])
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hear)
    play("corridor", out=out, fidelity=fidelity, overrides=overrides)
    if steps:
        steps.send(taken)
