"""A process that makes pictures may be ended by whomever at any moment: further work is done."""

import subprocess

import pytest

from sim.training.pictures import process as process_module
from sim.training.pictures.process import GONE, Painter

PATIENCE_S = 20.0


@pytest.fixture
def painter():
    """One whose process is any that a test begins."""
    made = Painter("pictures", lambda: False, 0)
    yield made
    made.close()


def begin(painter, does):
    painter.process = subprocess.Popen(
        ["/bin/sh", "-c", does], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("says", ["", 'printf \'{"refused": "", "pict\';'])
def test_a_process_that_is_ended_over_its_work_has_not_done_it(painter, says):
    begin(painter, f"read told; {says} kill -9 $$")
    assert painter.paint({}) == {"refused": GONE}


def test_a_process_that_was_let_go_of_has_not_done_its_work(painter):
    begin(painter, "read told")
    painter.process.stdin.close()
    assert painter.paint({}) == {"refused": GONE}


def made(monkeypatch, *comes):
    """The waits before each try, where tries come to these one after another."""
    waits, left = [], list(comes)

    class Ended:
        def wait(self, wait_s):
            waits.append(wait_s)
            return not left

    def once():
        found = left.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    painter = Painter("pictures", once, 0)
    monkeypatch.setattr(painter, "_ended", Ended())
    painter.open()
    painter._thread.join(PATIENCE_S)
    assert not left
    return waits


def test_what_goes_wrong_with_one_picture_ends_no_others(monkeypatch):
    wait_s = process_module.POLL_S
    assert made(monkeypatch, False, ValueError("odd"), False) == [wait_s] * 4


def test_as_long_as_there_is_something_to_make_nobody_waits(monkeypatch):
    wait_s = process_module.POLL_S
    assert made(monkeypatch, True, True, False) == [wait_s, 0.0, 0.0, wait_s]
