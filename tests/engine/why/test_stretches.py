from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.settings import EngineSettings
from engine.vision.quality import LIMITS
from engine.why.stretches import (
    ALERT,
    BELOW,
    BEYOND,
    MATCHED,
    NOT_DETECTED,
    REASONS,
    Glimpse,
    filled,
    fold,
    told,
)

STATES = st.sampled_from([ALERT, BELOW, MATCHED, NOT_DETECTED, "too_small", "turned_away"])
LOOKS = st.lists(st.tuples(STATES, st.floats(0, 1), st.sampled_from(["ann", "bob"])), max_size=30)


def looks(drawn):
    return [
        Glimpse(k / 5, k, state, value, subject) for k, (state, value, subject) in enumerate(drawn)
    ]


@settings(deadline=None, max_examples=60)
@given(LOOKS)
def test_stretches_cover_every_frame_once_in_the_order_of_time(drawn):
    stretches = fold(looks(drawn))
    assert sum(one.frames for one in stretches) == len(drawn)
    assert all(a.to_s < b.from_s for a, b in pairwise(stretches))
    for one in stretches:
        inside = [look for look in looks(drawn) if one.from_s <= look.time_s <= one.to_s]
        assert {look.state for look in inside} == {one.state}
        assert (one.low, one.high) == (
            min(look.value for look in inside),
            max(look.value for look in inside),
        )


@settings(deadline=None, max_examples=60)
@given(LOOKS)
def test_every_stretch_can_be_told(drawn):
    assert all(told(one, EngineSettings(), 0.7) for one in fold(looks(drawn)))


@settings(deadline=None, max_examples=60)
@given(st.sets(st.integers(0, 20), min_size=1), st.integers(1, 3))
def test_gaps_are_filled_to_the_frame(numbers, every):
    seen = [Glimpse(0.2 * k, k * every, BELOW, 0.1, "ann") for k in sorted(numbers)]
    whole = list(filled(seen, every, NOT_DETECTED))
    frames = [look.frame for look in whole]
    assert frames == list(range(frames[0], frames[-1] + 1, every))
    assert [look for look in whole if look.state == BELOW] == seen
    assert [look.time_s for look in whole] == pytest.approx([0.2 * f / every for f in frames])


def test_every_reason_has_its_words_its_setting_and_its_measure():
    assert [*BEYOND] == [*REASONS] == [limit.reason for limit in LIMITS]
    assert {limit.setting for limit in LIMITS} < set(EngineSettings.model_fields)


def test_words_name_the_measure_the_limit_and_the_score():
    small = fold([Glimpse(0, 0, "too_small", 9.84), Glimpse(1, 1, "too_small", 11.2)])
    said = [told(one, EngineSettings(), 0.75) for one in small]
    assert said == ["too small: 9.84 to 11.2 px, wanted at least 12"]
    below = fold([Glimpse(0, 0, BELOW, 0.5, "bob"), Glimpse(1, 1, BELOW, 0.66, "ann")])
    assert told(below[0], EngineSettings(), 0.75) == (
        "searched: best 0.660 against 0.750, nearest ann"
    )
    assert small[0].component == "InterEyeDistance"
    assert below[0].component is None
