from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from engine.faces import Face
from engine.feeds.recorded import MemoryFeed
from engine.matching.gallery import Gallery
from engine.pipeline import Analysis, Follower
from engine.settings import EngineSettings
from engine.stream.policies import Policy
from engine.stress.virtual import PIXEL
from engine.vision.quality import Quality
from sim.errors import SimError
from sim.overload.films import Films, JudgedFilm, Opportunity, filmed
from sim.overload.overload import OverloadTerms, offer, point, replay, virtual, virtual_point
from sim.reader import read_run

pytestmark = pytest.mark.long

FPS, STAY, PEOPLE = 5.0, 6, 40
TERMS = OverloadTerms(draws=2, streams=3)
FAIR = Quality(*([20.0] * len(Quality.__dataclass_fields__)))
TEMPLATES = np.eye(PEOPLE, dtype=np.float32)
LISTED = 20
"""Of the people; the one after them looks like the first of those listed."""


def face(person: int, step: int) -> Face:
    left, top = 10.0 + 12 * step, 300.0 * (person % 2)
    box = np.array([left, top, left + 30, top + 30], np.float32)
    return Face(box, np.zeros((5, 2), np.float32), 0.9)


def look_at(person: int, step: int) -> Analysis:
    like = 0 if person == LISTED else person
    return Analysis((face(person, step),), (FAIR,), (None,), TEMPLATES[[like]])


@pytest.fixture(scope="module")
def films() -> Films:
    """People who come one after another, each in sight for a second; the first half is listed."""
    order = [(person, step) for person in range(PEOPLE) for step in range(STAY)]
    film = JudgedFilm(
        camera="door",
        feed=MemoryFeed([PIXEL] * len(order), "door", FPS),
        fps=FPS,
        looks=tuple(look_at(*one) for one in order),
        people=tuple((person,) for person, _ in order),
        effort=np.tile([0.8, 1.2], len(order) // 2),
        opportunities=tuple(Opportunity(k, k if k < LISTED else -1) for k in range(PEOPLE)),
    )
    gallery = Gallery(tuple(f"{k:05d}" for k in range(LISTED)), TEMPLATES[:LISTED], "drawn")
    settings = EngineSettings(threshold=0.5, cooldown_s=1.0, lost_after_s=0.2)
    return Films("drawn", (film,), gallery, settings, 0.5, 0.1)


def undropped(films: Films, film: JudgedFilm) -> list[tuple[int, str]]:
    follower = Follower(films.gallery, films.settings, films.threshold)
    seen = [follower.follow(frame, look) for frame, look in zip(film.feed, film.looks, strict=True)]
    return [(alert.frame, alert.subject) for one in seen for alert in one.alerts]


def alerted(borne, name):
    mine = [one for _, one in borne.decided if one.frame.feed == name]
    return [(alert.frame, alert.subject) for one in mine for alert in one.alerts]


@pytest.mark.parametrize("policy", TERMS.policies)
def test_well_below_what_is_borne_every_stream_says_what_is_said_when_nothing_is_dropped(
    films, policy
):
    offered = offer(films, 0.3, 20.0, TERMS, 0)
    borne = virtual(films, offered, TERMS, policy)
    expected = undropped(films, films.films[0])
    assert len(expected) == LISTED + 1
    assert [alerted(borne, name) for name in offered.names] == [expected] * 3
    assert borne.dropped == 0


def test_rates_are_of_people_once_a_stream_and_only_one_s_own_name_counts(films):
    found = virtual_point(films, 0.3, 20.0, TERMS, Policy.drop_oldest)
    assert (found.tpir.hits, found.tpir.rate.cases, found.tpir.rate.people) == (120, 120, 20)
    assert (found.fpir.hits, found.fpir.rate.cases, found.fpir.rate.people) == (6, 120, 20)
    assert found.fpir.rate.low < 0.05 < found.fpir.rate.high
    assert found.alert_age.count == 126


@pytest.mark.parametrize("policy", TERMS.policies)
def test_as_more_is_dropped_no_more_people_are_recognised_but_by_chance(films, policy):
    found = [virtual_point(films, load, 20.0, TERMS, policy) for load in (0.5, 1.5, 3.0, 8.0)]
    dropped = [one.dropped for one in found]
    assert dropped == sorted(dropped)
    assert dropped[-1] > 0.8
    for before, after in pairwise(found):
        assert after.tpir.rate.value <= before.tpir.rate.high
    assert found[-1].tpir.rate.value < found[0].tpir.rate.low


def test_a_curve_does_not_depend_on_the_clock(films):
    first, again = (virtual_point(films, 2.0, 20.0, TERMS, Policy.drop_oldest) for _ in range(2))
    assert first == again


def test_streams_bring_the_load_that_is_offered(films):
    offered = offer(films, 2.0, 30.0, TERMS, 1)
    frames = sum(len(due_s) for due_s in offered.times_s)
    span_s = np.mean([due_s[-1] - due_s[0] for due_s in offered.times_s])
    assert frames / span_s == pytest.approx(60.0, rel=0.01)
    assert offered.settings(films.settings).cooldown_s == pytest.approx(1.0 / offered.speed)
    other = offer(films, 2.0, 30.0, TERMS, 2)
    assert other.times_s[0][0] != offered.times_s[0][0]


def test_the_real_farm_closes_its_books_on_the_same_offer(films, pack):
    short = replace(films.films[0], looks=films.films[0].looks[:12])
    few = replace(films, films=(short,), gallery=replace(films.gallery, pack_id=pack.id))
    offered, policy = offer(few, 1.0, 60.0, replace(TERMS, workers=1), 0), Policy.drop_oldest
    borne = replay(few, offered, replace(TERMS, workers=1), policy)
    assert borne.ledger.balances
    assert sum(account.decoded for account in borne.ledger.accounts.values()) == 36
    assert point(1.0, policy, [borne]).tpir.rate.cases == 3 * LISTED


def test_a_run_s_films_below_load_raise_the_run_s_own_alerts(window):
    run = read_run(window.folder)
    films = filmed(run)
    offered = offer(films, 0.2, 10.0, OverloadTerms(streams=1), 0)
    borne = virtual(films, offered, OverloadTerms(streams=1), Policy.drop_oldest)
    found = point(0.2, Policy.drop_oldest, [borne])
    told = run.outcomes()
    assert found.alert_age.count == told["alerts"] > 0
    for name in ("tpir", "fpir"):
        share = getattr(found, name)
        assert (share.hits, share.rate.cases) == (
            told[name]["numerator"],
            told[name]["denominator"],
        )


def test_a_run_without_films_is_refused(tmp_path, window):
    run = replace(read_run(window.folder), path=tmp_path)
    with pytest.raises(SimError, match="wanted one with films"):
        filmed(run)
