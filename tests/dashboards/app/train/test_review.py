"""A session's review on the page: made once, kept, served to whoever sees it, taken along."""

import json
import shutil
from io import BytesIO

import numpy as np
import pyarrow.parquet as pq
import pytest
from starlette.requests import Request

from dashboards.app.train.review import routes
from dashboards.app.train.review.beside import offered
from dashboards.app.train.review.made import MOMENTS, PLACE, keep_review, made, table_told
from dashboards.app.train.review.routes import address
from dashboards.app.train.review.take import _made
from dashboards.app.train.review.timeline import feeds, lay, pictures
from dashboards.reports.training.paper import review_paper
from dashboards.reports.training.review import PLOTS
from dashboards.reports.training.said import SAID
from sim.errors import SimError
from sim.stages import inputs
from sim.training.events import INSTRUCTOR, Ended, Resumed
from sim.training.hall import Hall
from sim.training.links import links_of
from sim.training.pictures.album import PLACE as ALBUM
from sim.training.pictures.album import keep_pair
from sim.training.review.compared import compared
from sim.training.session import Session
from sim.training.sharing import Shared, share
from sim.training.store import FILE, Acts
from tests.trainees import COUNTS, MARK, WORDS


@pytest.fixture(scope="module")
def place(sessions, tmp_path_factory):
    return shutil.copytree(sessions, tmp_path_factory.mktemp("runs") / "sessions")


@pytest.fixture(scope="module")
def found(place):
    return made(place / "mixed")


@pytest.fixture
def asks(place, monkeypatch):
    """Asks for a file of the mixed session's review by the link of a role; status and body."""
    opened = Hall(lambda: place)
    monkeypatch.setattr(routes, "HALL", opened)
    links = links_of(place / "mixed")

    def ask(role, file="", session="mixed", **more):
        query = f"session={session}&key={links.get(role, role)}&file={file}"
        query += "".join(f"&{name}={value}" for name, value in more.items())
        send = routes.picture if more else routes.send
        return send(Request({"type": "http", "query_string": query.encode()}))

    yield ask
    opened.close()


def test_the_review_counts_what_the_trainee_did(place, found):
    counts = json.loads((place / "mixed" / COUNTS).read_text())
    of = found.told["against"]
    barred = of["kept_to_rules"]["denominator"]
    told = sum(of[name]["numerator"] for name in ("hits", "misses"))
    assert of["hits"]["numerator"] == counts["true yes"]
    assert of["misses"]["numerator"] == counts["true no"]
    assert told == of["hits"]["denominator"]
    assert of["false_alarms"]["denominator"] + barred == counts["false yes"] + counts["false no"]


def test_it_is_made_once_and_read_again_as_it_was(place, found):
    stamp = (place / "mixed" / PLACE / "told.json").stat().st_mtime_ns
    again = made(place / "mixed")
    assert (place / "mixed" / PLACE / "told.json").stat().st_mtime_ns == stamp
    assert (again.told, again.moments) == (found.told, found.moments)
    assert table_told(again.table).equals(table_told(found.table))
    (place / "mixed" / PLACE / "told.json").write_text("{")
    assert made(place / "mixed").told == found.told


def test_moments_say_in_words_what_was_done_and_whether_it_was_right(found):
    texts = [one["text"] for one in found.moments]
    assert MARK in texts
    assert f"Commander to all: {WORDS}" in texts
    assert "The session is over" in texts
    burst = next(one for one in found.moments if one["text"] == "Inject 2: burst")
    told = dict(burst["more"])
    assert told["Expected action"] == "take the oldest first"
    assert told["Evaluator's note"] == "do they skip any?"
    decisions = [one for one in found.moments if one["lane"] == "decisions"]
    right = sum(one["tone"] == "right" for one in decisions)
    assert right == int((found.table.yes == (found.table.mated & ~found.table.barred)).sum())
    assert all(
        dict(one["more"])["In truth"].startswith(("right: ", "wrong: ")) for one in decisions
    )


def test_files_are_sent_to_whom_the_review_is_shown_and_to_nobody_else(place, asks):
    lay(place / "mixed", 0.0, 180.0)
    for file in (MOMENTS, "scene-0.json", "walks-0.bin"):
        assert asks("instructor", file).status_code == 200
        assert asks("observer", file).status_code == 200
        for role in ("trainee", "commander", "nobody"):
            assert asks(role, file).status_code == 403
    share(place / "mixed", Shared(desks=True))
    assert asks("trainee", MOMENTS).status_code == 200
    share(place / "mixed", Shared())
    for file in ("../links.json", "nothing.json", "verdicts.parquet", "", ".."):
        assert asks("instructor", file).status_code == 404
    assert asks("instructor", MOMENTS, session="nobody").status_code == 403


def test_films_that_lie_in_its_folder_are_played_beside_the_map(place, asks):
    assert feeds(place / "mixed", "secret") == []
    for name in ("west.h264", "west.json"):
        (place / "mixed" / PLACE / name).write_text("film")
    (film,) = feeds(place / "mixed", "secret")
    assert (film["camera"], film["index"]) == ("west", address("mixed", "secret", "west.json"))
    assert asks("observer", "west.h264").status_code == 200
    assert asks("trainee", "west.h264").status_code == 403


def test_pictures_of_alerts_are_sent_to_whom_the_review_is_shown(place, found, asks):
    alert, name = next(iter(found.pictures.items()))
    assert pictures(place / "mixed", "secret", found) == {}
    face = np.zeros((8, 8, 3), np.uint8)
    keep_pair(place / "mixed" / ALBUM / name, face, face, 0.8)
    assert {*pictures(place / "mixed", "secret", found)[alert]} == {"probe", "enrolled"}
    assert asks("observer", of=name, part="probe").media_type == "image/jpeg"
    assert asks("trainee", of=name, part="probe").status_code == 403
    for wrong in ({"of": name, "part": "film"}, {"of": "..", "part": "probe"}, {"part": "links"}):
        assert asks("observer", **wrong).status_code == 404


def test_only_sessions_that_are_shared_are_offered_beside_it(place, found):
    assert offered(place / "mixed", found.told) == []
    share(place / "careful", Shared(beside=True))
    assert offered(place / "mixed", found.told) == ["careful"]


@pytest.mark.parametrize("ending", ["html", "pdf", "csv", "parquet", "json"])
def test_what_is_taken_along_is_the_same_to_the_byte(place, found, ending):
    tables = {name: made(place / name).table for name in ("mixed", "careful")}
    beside = compared(tables).to_json()
    first, second = (_made(ending, found, beside)() for _ in range(2))
    assert first == second
    if ending == "parquet":
        assert pq.read_table(BytesIO(first)).equals(table_told(found.table))
    elif ending == "json":
        told = json.loads(first)
        assert told["compared"]["ranks"] is None
        assert len(told["moments"]) == len(found.moments)
    elif ending == "html":
        assert MARK in first.decode()
        assert "take the oldest first" in first.decode()


def test_a_session_in_which_nothing_happened_has_a_review_that_says_so(laid, tmp_path):
    folder = shutil.copytree(laid, tmp_path / "one")
    session = Session(folder)
    session.do(INSTRUCTOR, Ended())
    session.close()
    told = made(folder).told
    assert told["alerts"] == 0
    for makes in PLOTS.values():
        for make in makes:
            assert make(told).layout.height > 0
            assert SAID[make.__name__](told).endswith(".")
    assert review_paper("nothing", told).startswith(b"%PDF")


def test_under_changed_code_a_session_is_refused_and_one_that_was_over_is_reviewed_still(
    laid, tmp_path, monkeypatch
):
    for name in ("over", "under way"):
        shutil.copytree(laid, tmp_path / name)
    hall = Hall(lambda: tmp_path, left=made)
    hall.session("over").do(INSTRUCTOR, Ended())
    hall.session("under way").do(INSTRUCTOR, Resumed())
    hall.close()
    monkeypatch.setattr(inputs, "code_hash", lambda: "of other code")
    assert made(tmp_path / "over").told["alerts"] == 0
    before = rows(tmp_path / "under way")
    for name in ("over", "under way"):
        with pytest.raises(SimError, match="another version of the code, wanted this one's"):
            Session(tmp_path / name)
    with pytest.raises(SimError, match="another version of the code"):
        made(tmp_path / "under way")
    assert rows(tmp_path / "under way") == before


def rows(folder):
    acts = Acts(folder / FILE)
    found = acts.rows()
    acts.close()
    return found


def test_the_page_keeps_the_review_of_a_session_as_it_ends(laid, tmp_path):
    folder = shutil.copytree(laid, tmp_path / "one")
    hall = Hall(lambda: tmp_path, left=keep_review)
    hall.session("one").do(INSTRUCTOR, Ended())
    hall.close()
    assert json.loads((folder / PLACE / "told.json").read_text())["told"]["alerts"] == 0


def test_the_page_s_server_keeps_reviews():
    from dashboards.app import server  # seconds, which the other tests do without

    assert server.HALL.left is keep_review
