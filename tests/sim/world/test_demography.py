"""What everybody is like: as the scenario's shares have it, and by nobody else's luck."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.footfall.arrivals import Arrivals
from scenarios.footfall.demography import Demography
from scenarios.loader import load_scenario
from scenarios.schema import CrowdSettings, Manners
from sim.people.ages import OLDEST, YOUNGEST
from sim.people.identities import ANCESTRIES, SEXES
from sim.people.stature import EXTREME, statures_m
from sim.streams import Streams
from sim.world.arriving.arrivals import arrive
from sim.world.demography.labels import DRAWS, FEMALE, MALE, Labels, drawn
from sim.world.demography.passers_by import children, subjects
from sim.world.manners import DRAWN, WHEELCHAIR, seated_m
from sim.world.visitors import populate
from sim.world.ways import Ways

LISTED, GROWN, SUBJECTS = 0.05, 16, 500
PLACE = load_scenario("shopping_centre").place
WALKING = Manners(**dict.fromkeys(DRAWN, 0.0))


def came(seed=1, people_per_h=4000, manners=None, **shares):
    """Everybody of an hour."""
    profile = [{"from_s": 0, "people_per_h": people_per_h}]
    arrivals = Arrivals.model_validate({"profile": profile, "listed_share": LISTED})
    crowd = CrowdSettings(
        demography=Demography.model_validate(shares), manners=manners or Manners()
    )
    return arrive(arrivals, SUBJECTS, PLACE, 3600.0, Streams(seed), crowd=crowd)


def scale():
    """Ten shares that add up to 1."""
    whole = st.lists(st.integers(0, 9), min_size=10, max_size=10).filter(any)
    return whole.map(lambda parts: [part / sum(parts) for part in parts])


@st.composite
def demographies(draw):
    """A scenario's shares; somebody is grown up, and some are above any age asked of the list."""
    african, asian = draw(st.integers(0, 5)), draw(st.integers(0, 5))
    young, old = draw(st.integers(0, 6)), draw(st.integers(1, 6))
    ages = [[3, 16, young / 20], [16, 40, 1 - (young + old) / 20], [50, 90, old / 20]]
    return {
        "female": draw(st.floats(0, 1)),
        "ages": ages,
        "ancestry": {
            "african": african / 10, "asian": asian / 10, "caucasian": 1 - (african + asian) / 10,
        },
        "tones": {name: draw(scale()) for name in ANCESTRIES},
        "youngest_listed": draw(st.sampled_from([3, 10, 16, 18, 55])),
    }  # fmt: skip


def met(count, share, of):
    """Whether a count is what a share of so many gives, within 5 standard deviations."""
    return abs(count - share * of) <= 5 * np.sqrt(share * (1 - share) * of) + 1e-9


@settings(deadline=None, max_examples=25)
@given(demographies(), st.integers(0, 1000))
def test_shares_are_met(shares, seed):
    luck = Streams(seed).uniforms("demography", np.arange(2000), DRAWS)
    n, wanted = len(luck), Demography.model_validate(shares)
    found = drawn(wanted, luck, np.full(n, YOUNGEST), np.full(n, OLDEST))
    assert met((found.sex == FEMALE).sum(), wanted.female, n)
    for low, high, share in wanted.ages:
        assert met(((found.age >= low) & (found.age < high)).sum(), share, n)
    for number, name in enumerate(ANCESTRIES):
        theirs = found.ancestry == number
        assert met(theirs.sum(), getattr(wanted.ancestry, name), n)
        for tone, share in enumerate(getattr(wanted.tones, name), start=1):
            assert met((found.tone[theirs] == tone).sum(), share, theirs.sum())


def test_who_comes_is_a_sample_of_the_shares_children_and_all():
    labels, wanted = came().labels, Demography()
    n = len(labels)
    assert n > 3500
    assert met((labels.sex == FEMALE).sum(), wanted.female, n)
    for low, high, share in wanted.ages:
        assert met(((labels.age >= low) & (labels.age < high)).sum(), share, n)
    for number, name in enumerate(ANCESTRIES):
        assert met((labels.ancestry == number).sum(), getattr(wanted.ancestry, name), n)


@settings(deadline=None, max_examples=25)
@given(demographies(), st.integers(0, 1000))
def test_no_child_is_alone_and_nobody_listed_is_younger_than_the_scenario_says(shares, seed):
    found = came(seed, 600, **shares)
    child, listed = children(found.labels), found.subject >= 0
    assert set(found.group[child]) <= set(found.group[~child])
    assert (found.labels.age[listed] >= shares["youngest_listed"]).all()
    everybody = np.arange(SUBJECTS)
    theirs = subjects(
        Demography.model_validate(shares), everybody, found.labels, found.subject, Streams(seed)
    )
    assert same(found.labels.take(listed), theirs.take(found.subject[listed]))
    assert (theirs.age >= shares["youngest_listed"]).all()
    assert (found.labels.age >= YOUNGEST).all()
    assert (found.labels.age < OLDEST).all()


def test_listed_children_come_where_the_scenario_lets_them():
    ages = [[3, 16, 0.5], [16, 90, 0.5]]
    found = came(ages=ages, youngest_listed=3)
    child = children(found.labels)
    assert (child & (found.subject >= 0)).sum() > 10
    assert not (children(came(ages=ages).labels) & (came(ages=ages).subject >= 0)).any()


@settings(deadline=None, max_examples=15)
@given(demographies(), demographies(), st.integers(0, 1000))
def test_other_shares_change_no_arrival_no_way_no_shop_and_nobody_listed(one, other, seed):
    grown = {"youngest_listed": 16}
    before, after = came(seed, 600, **one | grown), came(seed, 600, **other | grown)
    assert before.visits == after.visits
    assert np.array_equal(before.group, after.group)
    assert np.array_equal(before.subject, after.subject)
    assert np.array_equal(before.identity, after.identity)


@settings(deadline=None, max_examples=25)
@given(demographies(), st.data())
def test_a_share_changes_its_own_label_only(shares, data):
    own = {"female": "sex", "ages": "age", "ancestry": "ancestry", "tones": "tone"}
    part = data.draw(st.sampled_from([*own]))
    changed = shares | {part: data.draw(demographies())[part], "youngest_listed": 16}
    before, after = came(3, 600, **shares | {"youngest_listed": 16}), came(3, 600, **changed)
    kept = {one.name for one in fields(Labels)} - {own[part]}
    kept -= {"tone"} if part == "ancestry" else set()  # tones are those of an ancestry
    for name in kept:
        assert np.array_equal(getattr(before.labels, name), getattr(after.labels, name)), name
    if part in ("ancestry", "tones"):
        assert np.array_equal(before.height_m, after.height_m)
        assert np.array_equal(before.manner, after.manner)


def test_both_fidelities_draw_the_same_people():
    found = []
    for fidelity in ("scores", "pixels"):
        changed = {"fidelity": fidelity, "window.listed_share": "null"}
        loaded = load_scenario("corridor", changed)
        world = populate(loaded.scenario, loaded.place, Streams(3), Ways(loaded.place), 0, 60)
        found.append(world[0])
    scores, pixels = found
    assert len(scores) > 100
    for name in ("sex", "age", "ancestry", "tone", "height_m", "manner", "subject"):
        assert np.array_equal(getattr(scores, name), getattr(pixels, name))


def test_stature_is_that_of_sex_and_age():
    found = came(manners=WALKING)
    for number, sex in enumerate(SEXES):
        theirs = found.labels.sex == number
        age, tall = found.labels.age[theirs], found.height_m[theirs]
        median, low, high = (
            statures_m(sex, age, np.full(len(age), off)) for off in (0, -EXTREME, EXTREME)
        )
        assert (tall >= low - 1e-6).all()
        assert (tall <= high + 1e-6).all()
        assert met((tall > median).sum(), 0.5, len(tall))
    grown = found.labels.age >= 18
    women, men = (found.height_m[grown & (found.labels.sex == sex)] for sex in (FEMALE, MALE))
    assert men.mean() - women.mean() == pytest.approx(0.145, abs=0.02)


def test_heights_are_those_of_men_and_women_and_children():
    height = came(manners=WALKING).height_m
    grown = height[height > 1.4]
    assert grown.mean() == pytest.approx(1.69, abs=0.02)
    assert 0.07 < grown.std() < 0.11
    assert 0.05 < (height < 1.4).mean() < 0.12
    assert 0.8 < height.min() < height.max() < 2.05


def test_who_sits_is_smaller_and_the_rest_stay_as_they_were():
    before = came(manners=WALKING)
    after = came(manners=Manners.model_validate(WALKING.model_dump() | {"wheelchair": 0.1}))
    seated = after.manner == WHEELCHAIR
    assert seated.sum() > 100
    assert after.height_m[seated] == pytest.approx(seated_m(before.height_m[seated]), abs=1e-5)
    assert (after.height_m[seated] < before.height_m[seated]).all()
    assert abs(after.height_m[seated].mean() - 1.33) < 0.05
    assert np.array_equal(before.height_m[~seated], after.height_m[~seated])


def same(one: Labels, other: Labels) -> bool:
    pairs = ((getattr(one, field.name), getattr(other, field.name)) for field in fields(Labels))
    return all(np.array_equal(mine, theirs) for mine, theirs in pairs)
