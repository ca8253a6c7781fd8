import os
import subprocess
import sys
from dataclasses import replace

import pytest

from sim import owner
from sim.owner import Owner, this_process


def child() -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)


@pytest.mark.parametrize("by_ps", [False, True])
def test_a_process_lives_until_it_ends_buried_or_not(monkeypatch, tmp_path, by_ps):
    if by_ps:  # as where there is no /proc
        monkeypatch.setattr(owner, "PROC", tmp_path)
    ours = this_process()
    with child() as other:
        theirs = Owner(other.pid, owner._began(other.pid), ours.host)
        assert ours.lives
        assert theirs.lives
        other.kill()
        os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)
        assert by_ps or not theirs.lives
    assert not theirs.lives


def test_another_process_of_the_same_number_is_not_taken_for_it():
    ours = this_process()
    assert not replace(ours, began="1 of another start").lives
    assert not replace(ours, began="").lives


def test_one_of_another_machine_is_taken_to_live():
    far = replace(this_process(), host="elsewhere", began="")
    assert far.lives
    assert not far.here
