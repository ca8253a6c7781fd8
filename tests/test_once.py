import pytest

from tests.once import once


def test_what_is_shared_is_made_by_the_first_who_asks(tmp_path_factory):
    asked = []

    def make(path):
        asked.append(path)
        path.mkdir()
        (path / "a").write_text("made")

    paths = [once(tmp_path_factory, "shared/one", make) for _ in "12"]
    assert paths == [asked[0]] * 2
    assert len(asked) == 1
    assert (paths[0] / "a").read_text() == "made"


def test_what_somebody_failed_to_make_is_made_anew_by_the_next(tmp_path_factory):
    def fail(path):
        path.mkdir()
        (path / "half").write_text("half")
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        once(tmp_path_factory, "shared/two", fail)
    path = once(tmp_path_factory, "shared/two", lambda path: path.mkdir())
    assert [*path.iterdir()] == []


def test_processes_share_one_folder(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    path = once(tmp_path_factory, "shared-by-all", lambda path: path.write_text("made"))
    assert path.parent == tmp_path_factory.getbasetemp().parent
    path.unlink()
    path.with_name(f"{path.name}.whole").unlink()
