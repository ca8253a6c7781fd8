"""Many experiments and runs are asked in SQL, which changes nothing."""

import pyarrow.csv as csv
import pytest

from engine.errors import SettingsError
from sim.errors import SimError
from sim.experiments.compare import compare
from sim.experiments.replicate import replicate
from sim.experiments.rows.folder import begun
from sim.experiments.rows.query import plain_rows, query, write_csv
from sim.reader import read_run
from sim.run import play
from tests.sim.experiments.small import HALF_A_MINUTE, at_hand, small

LISTED = {"arrivals__listed_share": "0.5"}


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A folder with two experiments and a run."""
    place = tmp_path_factory.mktemp("many")
    designs = [small("as it is"), small("fast", officers__speed_mps="4")]
    with at_hand() as crew:
        with begun(place / "one", "replicate", "day", [small(**LISTED)]) as folder:
            replicate(folder, small(**LISTED), "day", 3, crew)
        with begun(place / "two", "compare", "answer", designs) as folder:
            compare(folder, designs, "answer", 2, ("stops",), crew)
    told = HALF_A_MINUTE | {"arrivals.listed_share": "0.5"}
    play("corridor", out=place / "run", fidelity="scores", overrides=told)
    return place


def rows(place, sql):
    return plain_rows(query([place], sql))


def test_all_that_lies_in_a_folder_answers_one_question(many):
    found = rows(many, "SELECT design, kind, officers_speed_mps AS s FROM designs ORDER BY design")
    assert found == [
        {"design": f"{many / 'one'}", "kind": "replicate", "s": None},
        {"design": f"{many / 'run'}", "kind": "run", "s": None},
        {"design": f"{many / 'two'}: as it is", "kind": "compare", "s": None},
        {"design": f"{many / 'two'}: fast", "kind": "compare", "s": 4.0},
    ]
    ((count,),) = (row.values() for row in rows(many, "SELECT count(*) FROM replications"))
    assert count == 3 + 2 * 2 + 1


def test_an_alert_of_a_run_and_of_its_replication_are_one_wide_row(many):
    wide = "SELECT * EXCLUDE (design) FROM alerts WHERE replication = 0 AND design LIKE '%{}'"
    ours, theirs = (rows(many, wide.format(name)) for name in ("one", "run"))
    assert ours == theirs
    assert ours
    ended = {one["ended"] for one in ours}
    assert ended <= {"merged", "unread", "dismissed", "unanswered", "lost", "disposed"}
    run = read_run(many / "run").outcomes()
    assert sum(one["ended"] == "disposed" for one in ours) == run["stops"] > 0
    for one in ours:
        if one["ended"] == "disposed":
            assert one["raised_s"] <= one["judged_s"] <= one["sent_s"] <= one["met_s"]
            assert one["met_s"] < one["checked_s"] <= one["ended_s"] <= one["freed_s"]
            straight = (
                (one["met_x_m"] - one["from_x_m"]) ** 2 + (one["met_y_m"] - one["from_y_m"]) ** 2
            ) ** 0.5
            assert one["way_m"] >= straight - 1e-6
            assert one["disposal"] in {"arrest", "other", "released"}


def test_an_answer_is_written_as_csv(many, tmp_path):
    found = query([many], "SELECT design, replication, tpir FROM replications ORDER BY ALL")
    write_csv(found, tmp_path / "a.csv")
    read = csv.read_csv(tmp_path / "a.csv")
    assert read.num_rows == found.num_rows
    assert read["replication"].to_pylist() == found["replication"].to_pylist()


@pytest.mark.parametrize(
    "sql",
    [
        "COPY replications TO '{}/x.csv'",
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM glob('{}/*')",
        "SELECT * FROM '{}/one/replications.parquet'",
        "ATTACH '{}/x.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SELECT 1; SELECT 2",
        "DROP TABLE replications",
        "CREATE TABLE x AS SELECT 1",
        "EXPORT DATABASE '{}/x'",
        "EXPLAIN ANALYZE COPY replications TO '{}/x.csv'",
        "SELECT nothing FROM replications",
        "SELECT",
        "",
    ],
)
def test_what_reads_or_writes_anything_else_is_refused(many, sql):
    before = sorted(many.rglob("*"))
    with pytest.raises(SettingsError, match=r"sql: got .*wanted"):
        query([many], sql.replace("{}", str(many)))
    assert sorted(many.rglob("*")) == before


def test_a_folder_with_nothing_in_it_is_refused(tmp_path):
    with pytest.raises(SimError, match="got no experiment and no complete run"):
        query([tmp_path], "SELECT 1")
