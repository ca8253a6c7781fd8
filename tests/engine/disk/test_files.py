import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from engine.disk.files import (
    UnreadError,
    content,
    from_json,
    no_file,
    no_place,
    oddity,
    text,
    whole,
    write_arrays,
    write_text,
)
from tests.fuzz.specials import SPECIALS, UNWRITABLE

WORDS = {"pipe": "a named pipe", "socket": "a socket", "folder": "a folder", "zero": "a device"}


@pytest.mark.parametrize("kind", [*SPECIALS])
def test_what_is_no_plain_file_is_never_read(tmp_path, kind):
    SPECIALS[kind](tmp_path / "a")
    with pytest.raises(UnreadError, match=WORDS.get(kind, ".")):
        content(tmp_path / "a", 1000)


def test_a_file_is_read_up_to_a_stated_size(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 1000)
    assert content(tmp_path / "a", 1000) == b"x" * 1000
    with pytest.raises(UnreadError, match="1,000 bytes, more than the 999"):
        content(tmp_path / "a", 999)
    os.truncate(tmp_path / "a", 4 << 30)
    with pytest.raises(UnreadError, match="4,294,967,296 bytes"):
        content(tmp_path / "a", 1000)


def test_a_file_that_says_it_is_empty_is_read_no_further(tmp_path):
    """Those of the system hold more than they say."""
    assert b"Name:" in content(tmp_path.__class__("/proc/self/status"), 1 << 16)
    with pytest.raises(UnreadError, match="more than the 10"):
        content(tmp_path.__class__("/proc/self/status"), 10)


def test_text_is_utf_8_with_or_without_a_mark(tmp_path):
    (tmp_path / "a").write_bytes("\ufeffä\r\n".encode())
    assert text(tmp_path / "a", 100) == "ä\r\n"
    (tmp_path / "a").write_bytes("ä".encode("latin-1"))
    with pytest.raises(UnreadError, match="no UTF-8"):
        text(tmp_path / "a", 100)


@pytest.mark.parametrize(
    "wrong", ["NaN", "[Infinity]", "1e999", "-1e999", "9" * 5000, "[" * 100_000, "{", "", "1 2"]
)
def test_json_holds_finite_numbers_and_is_not_too_deep(wrong):
    with pytest.raises(UnreadError, match="JSON"):
        from_json(wrong)


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    write_text(tmp_path / "a", "old")

    def write_half():
        with whole(tmp_path / "a") as part:
            part.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("a", "old")]


def test_a_pipe_where_the_part_is_written_keeps_nobody_waiting(tmp_path):
    os.mkfifo(tmp_path / "a.part")
    write_text(tmp_path / "a", "new")
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("a", "new")]


def test_several_who_write_one_shared_file_at_once_do_not_meet(tmp_path):
    def write(number):
        write_arrays(tmp_path / "a.npz", {"a": np.full(10_000, number)}, shared=True)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(64)))
    assert [one.name for one in tmp_path.iterdir()] == ["a.npz"]
    assert len(set(np.load(tmp_path / "a.npz")["a"])) == 1


def test_a_full_disk_is_told_with_the_file(tmp_path):
    with pytest.raises(OSError, match=str(tmp_path / "a")), whole(tmp_path / "a"):
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("kind", [*UNWRITABLE])
def test_where_a_file_cannot_be_written(tmp_path, kind):
    UNWRITABLE[kind](tmp_path / "a")
    assert no_file(tmp_path / "a") == oddity(tmp_path / "a") is not None
    assert no_file(tmp_path / "b") is None
    assert no_file(tmp_path / "nowhere" / "b") == f"no folder {tmp_path / 'nowhere'}"


@pytest.mark.parametrize("kind", [kind for kind in UNWRITABLE if kind != "folder"])
def test_where_a_folder_cannot_be_made(tmp_path, kind):
    UNWRITABLE[kind](tmp_path / "a")
    assert no_place(tmp_path / "a") == oddity(tmp_path / "a")
    assert no_place(tmp_path / "a" / "b") is not None
    assert no_place(tmp_path) is no_place(tmp_path / "b" / "c") is None
    (tmp_path / "file").touch()
    assert "a file" in no_place(tmp_path / "file")
    assert no_place(tmp_path / "file" / "b") is not None
