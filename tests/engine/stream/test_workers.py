import multiprocessing as mp
import os
import pickle
import signal
import threading
import time
from multiprocessing.process import parent_process

import psutil
import pytest

from engine.settings import EngineSettings
from engine.stream.bell import ENDINGS, interruption
from engine.stream.orphans import GRACE_S, end_with_parent
from engine.stream.workers import LENGTH, READY, Worker, say


@pytest.fixture
def worker():
    """The parent's side, and the other end of its pipe in this process instead of its own."""
    made = Worker(EngineSettings())
    made.process.kill()
    made.process.join()
    made.connection.close()
    made.connection, theirs = mp.Pipe()
    yield made, theirs
    made.connection.close()
    theirs.close()
    made.process.close()


def test_a_word_that_is_not_whole_keeps_nobody_waiting(worker):
    ours, theirs = worker
    content = pickle.dumps(READY)
    whole = LENGTH.pack(len(content)) + content
    for cut in (1, LENGTH.size, LENGTH.size + 2):
        os.write(theirs.fileno(), whole[:cut])
        assert [*ours.receive()] == []
        os.write(theirs.fileno(), whole[cut:])
        assert [*ours.receive()] == [READY]


def test_words_come_in_their_order_however_long(worker):
    ours, theirs = worker
    words, heard = ["a", "x" * 500_000, "b"], []
    speaker = threading.Thread(target=lambda: [say(theirs, word) for word in words])
    speaker.start()
    while len(heard) < len(words):
        heard += ours.receive()
    speaker.join()
    assert heard == words


def test_the_end_of_a_pipe_is_told(worker):
    ours, theirs = worker
    os.write(theirs.fileno(), LENGTH.pack(10) + b"half")
    theirs.close()
    assert [*ours.receive()] == []
    with pytest.raises(EOFError):
        [*ours.receive()]


@pytest.mark.parametrize("number", ENDINGS)
def test_each_signal_that_ends_a_program_waits_for_the_end_of_what_is_going_on(number):
    came = []
    before = signal.signal(number, lambda one, _: came.append(one))

    def go_on():
        with interruption() as told:
            os.kill(os.getpid(), number)
            assert told.wait(5)
            assert came == []

    try:
        with pytest.raises(KeyboardInterrupt):
            go_on()
        assert came == [number]
    finally:
        signal.signal(number, before)


def _parent(connection):
    context = mp.get_context("spawn")
    child = context.Process(target=_child)
    child.start()
    connection.send(child.pid)
    time.sleep(600)


def _child():
    assert parent_process() is not None
    end_with_parent(lambda: None)
    time.sleep(600)


def test_a_process_ends_with_its_parent_even_if_that_is_killed():
    context = mp.get_context("spawn")
    ours, theirs = context.Pipe()
    parent = context.Process(target=_parent, args=(theirs,))
    parent.start()
    child = psutil.Process(ours.recv())
    parent.kill()
    parent.join()
    assert psutil.wait_procs([child], timeout=GRACE_S + 60)[1] == []
