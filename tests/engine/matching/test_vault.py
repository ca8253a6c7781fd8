import base64
import stat
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from engine.errors import GalleryError
from engine.matching.vault import (
    expire_folder,
    key_from,
    load_watchlist,
    read_header,
    save_watchlist,
)
from engine.matching.watchlist import Watchlist
from tests.strategies import watchlists

KEY, OTHER = bytes(range(32)), bytes(32)
DAY = date(2026, 1, 31)
in_one_folder = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def small(expires=None, name="ann's list"):
    rows = np.eye(4, dtype=np.float32)[:2]
    return Watchlist(name, "wanted", ("ann", "bob"), rows, "open-1", 0.7, expires)


def fields(held):
    told = (held.name, held.category, held.subjects, held.threshold, held.expires, held.pack_id)
    return (*told, held.templates.dtype, held.templates.tolist())


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "a.watchlist"
    save_watchlist(small(), path, KEY)
    return path


@in_one_folder
@given(held=watchlists())
def test_what_is_loaded_is_what_was_saved(tmp_path, held):
    save_watchlist(held, tmp_path / "a.watchlist", KEY)
    again = load_watchlist(tmp_path / "a.watchlist", KEY, pack_id="test", today=date.min)
    assert fields(again) == fields(held)


def test_an_empty_and_a_long_list_come_back(tmp_path):
    rows = np.tile(np.eye(192, dtype=np.float16), (30, 1))
    names = tuple(f"{k:05d}" for k in range(len(rows)))
    for held in (
        Watchlist("long", "wanted", names, rows, "p"),
        Watchlist("empty", "wanted", (), rows[:0], "p"),
    ):
        save_watchlist(held, tmp_path / "a.watchlist", KEY)
        assert fields(load_watchlist(tmp_path / "a.watchlist", KEY)) == fields(held)


def test_nothing_of_a_list_can_be_read_without_the_key(saved):
    content = saved.read_bytes()
    for word in (b"ann", b"bob", b"wanted", small().templates.tobytes()):
        assert word not in content
    header = read_header(saved)
    assert (header.pack_id, header.expires) == ("open-1", None)
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert [file.name for file in saved.parent.iterdir()] == ["a.watchlist"]


def test_the_same_list_saved_twice_is_never_the_same_file(saved, tmp_path):
    save_watchlist(small(), tmp_path / "b.watchlist", KEY)
    assert saved.read_bytes()[-200:] != (tmp_path / "b.watchlist").read_bytes()[-200:]


def test_every_flipped_byte_is_refused_and_wipes_nothing(tmp_path):
    path = tmp_path / "a.watchlist"
    save_watchlist(small(DAY), path, KEY)
    content = path.read_bytes()
    for at in range(len(content)):
        for bit in (1, 128):
            path.write_bytes(content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :])
            with pytest.raises(GalleryError, match=r"a\.watchlist: got"):
                load_watchlist(path, KEY, today=DAY)
            assert path.exists()


def test_every_truncation_and_anything_added_is_refused(saved):
    content = saved.read_bytes()
    for changed in (*(content[:end] for end in range(len(content))), content + b"\0"):
        saved.write_bytes(changed)
        with pytest.raises(GalleryError, match=r"a\.watchlist: got"):
            load_watchlist(saved, KEY)


def test_the_header_of_one_file_does_not_fit_another(tmp_path):
    paths = [tmp_path / f"{name}.watchlist" for name in "ab"]
    for path, expires in zip(paths, (None, DAY), strict=True):
        save_watchlist(small(expires), path, KEY)
    (_, body), (header, _) = (path.read_bytes().split(b"\n", 1) for path in reversed(paths))
    paths[0].write_bytes(header + b"\n" + body)
    with pytest.raises(GalleryError, match=r"a\.watchlist: got a watchlist that was altered"):
        load_watchlist(paths[0], KEY)


def test_another_key_or_pack_is_refused_by_the_file_s_name(saved):
    with pytest.raises(GalleryError, match=r"a\.watchlist: .* another FOOTFALL_WATCHLIST_KEY"):
        load_watchlist(saved, OTHER)
    with pytest.raises(GalleryError, match=r"a\.watchlist: .* pack open-1, wanted open-2"):
        load_watchlist(saved, KEY, pack_id="open-2")
    with pytest.raises(GalleryError, match=r"nowhere\.watchlist: got no such file"):
        load_watchlist(saved.with_name("nowhere.watchlist"), KEY)


def test_an_expired_list_is_refused_and_gone_from_disk(tmp_path):
    path = tmp_path / "a.watchlist"
    save_watchlist(small(DAY), path, KEY)
    assert load_watchlist(path, KEY, today=DAY).expires == DAY
    with pytest.raises(GalleryError, match=r"a\.watchlist: .* until 2026-01-31; wiped it"):
        load_watchlist(path, KEY, today=DAY + timedelta(1))
    assert list(tmp_path.iterdir()) == []


def test_what_is_wiped_was_overwritten_first(tmp_path):
    path, twin = tmp_path / "a.watchlist", tmp_path / "twin"
    save_watchlist(small(DAY), path, KEY)
    content = path.read_bytes()
    twin.hardlink_to(path)
    expire_folder(tmp_path, DAY + timedelta(1))
    assert not path.exists()
    assert len(twin.read_bytes()) == len(content)
    assert sum(a == b for a, b in zip(twin.read_bytes(), content, strict=True)) < 20


def test_a_folder_is_swept_without_a_key(tmp_path):
    (tmp_path / "deep").mkdir()
    for name, expires in (("kept", None), ("deep/old", DAY), ("today", DAY + timedelta(1))):
        save_watchlist(small(expires), tmp_path / f"{name}.watchlist", KEY)
    (tmp_path / "odd.watchlist").write_text("not a list")
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "link.watchlist").symlink_to(tmp_path / "notes.txt")
    swept = expire_folder(tmp_path, DAY + timedelta(1))
    assert [path.name for path in swept.wiped] == ["old.watchlist"]
    assert [path.name for path in swept.kept] == ["kept.watchlist", "today.watchlist"]
    assert [path.name for path in swept.unreadable] == ["odd.watchlist"]
    assert (tmp_path / "notes.txt").read_text() == "mine"
    with pytest.raises(GalleryError, match="no such folder"):
        expire_folder(tmp_path / "nowhere")


def test_a_list_that_cannot_be_written_leaves_what_was_there(saved, monkeypatch):
    before = saved.read_bytes()
    monkeypatch.setattr("engine.matching.vault.os.fsync", _full)
    with pytest.raises(OSError, match="full"):
        save_watchlist(small(), saved, KEY)
    assert saved.read_bytes() == before
    assert [file.name for file in saved.parent.iterdir()] == ["a.watchlist"]


def _full(_):
    raise OSError("full")


@pytest.mark.parametrize("text", [KEY.hex(), KEY.hex().upper(), base64.b64encode(KEY).decode()])
def test_a_key_is_hexadecimal_or_base64(text):
    assert key_from({"FOOTFALL_WATCHLIST_KEY": f" {text}\n"}) == KEY


@pytest.mark.parametrize("text", ["", "pass word", "é" * 64, KEY.hex()[:-2], "g" * 64, "AAAA"])
def test_a_key_that_is_none_says_how_to_make_one_and_is_not_repeated(text):
    with pytest.raises(GalleryError, match=r"secrets\.token_hex") as refused:
        key_from({"FOOTFALL_WATCHLIST_KEY": text})
    assert not text or text not in str(refused.value)
