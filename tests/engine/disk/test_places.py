"""Folders of one's own, also for two who begin at the same moment."""

import errno
import multiprocessing as mp
from threading import Barrier, Thread

import pytest

from engine.disk.places import IN_USE, own_folder
from engine.errors import SettingsError

PAIRS = 100


def take(barrier, path, numbered, taken):
    """Take a folder as soon as everybody is ready, keep it until everybody has tried."""
    barrier.wait()
    try:
        with own_folder(path, numbered=numbered) as place:
            barrier.wait()
            (place / "of mine").touch()
            taken.append(str(place))
    except SettingsError:
        barrier.wait()


def pairs(barrier, root, numbered, queue):
    """One process of two, pair after pair."""
    taken = []
    for number in range(PAIRS):
        take(barrier, root / f"run-{number}", numbered, taken)
    queue.put(taken)


@pytest.mark.parametrize("numbered", [True, False])
def test_of_two_processes_that_begin_together_no_two_get_one_folder(tmp_path, numbered):
    context = mp.get_context("spawn")
    barrier, queue = context.Barrier(2), context.Queue()
    processes = [
        context.Process(target=pairs, args=(barrier, tmp_path, numbered, queue)) for _ in range(2)
    ]
    for one in processes:
        one.start()
    taken = [name for _ in processes for name in queue.get(timeout=120)]
    for one in processes:
        one.join(60)
    assert len(set(taken)) == len(taken) == (2 * PAIRS if numbered else PAIRS)


@pytest.mark.parametrize("numbered", [True, False])
def test_of_two_threads_that_begin_together_no_two_get_one_folder(tmp_path, numbered):
    taken, barrier = [], Barrier(2)
    for number in range(PAIRS):
        args = (barrier, tmp_path / f"run-{number}", numbered, taken)
        threads = [Thread(target=take, args=args) for _ in range(2)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert len(set(taken)) == len(taken) == (2 * PAIRS if numbered else PAIRS)


def test_names_are_numbered_and_what_is_there_stays(tmp_path):
    (tmp_path / "run-2").write_text("a file")
    names = []
    for _ in range(3):
        with own_folder(tmp_path / "run", numbered=True) as place:
            names.append(place.name)
    assert names == ["run", "run-3", "run-4"]
    assert (tmp_path / "run-2").read_text() == "a file"


def test_a_folder_with_something_in_it_is_refused_and_an_empty_one_taken(tmp_path):
    with own_folder(tmp_path / "deep" / "out") as place:
        assert place == tmp_path / "deep" / "out"
    with own_folder(place), pytest.raises(SettingsError, match=IN_USE), own_folder(place):
        pass
    (place / "file").touch()
    with pytest.raises(SettingsError, match=IN_USE), own_folder(place):
        pass
    with pytest.raises(SettingsError, match="a file"), own_folder(place / "file"):
        pass


def test_a_folder_made_in_vain_is_taken_away_and_one_that_was_there_is_not(tmp_path):
    (tmp_path / "there").mkdir()
    for name, stays in (("there", True), ("new", False)):
        with pytest.raises(ZeroDivisionError), own_folder(tmp_path / name):
            raise ZeroDivisionError
        assert (tmp_path / name).is_dir() == stays
    with pytest.raises(ZeroDivisionError), own_folder(tmp_path / "a" / "b" / "c", numbered=True):
        raise ZeroDivisionError
    assert not (tmp_path / "a").exists()
    with pytest.raises(ZeroDivisionError), own_folder(tmp_path / "kept") as place:
        begin_and_fail(place)
    assert (tmp_path / "kept" / "begun").exists()


def begin_and_fail(place):
    (place / "begun").touch()
    raise ZeroDivisionError


def test_a_place_without_locks_is_refused_as_such(tmp_path, monkeypatch):
    def lockless(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", lockless)
    with pytest.raises(SettingsError, match="a place without locks"), own_folder(tmp_path / "out"):
        pass
