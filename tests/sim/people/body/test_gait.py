import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.people.body import gait
from sim.people.body.rig import posed
from sim.people.dress.surfaces import mannequin

PHASES = range(gait.PHASES)
PACES = range(len(gait.PACES))


def joints():
    return mannequin().rig.joints(mannequin().vertices)


def stepping(phase, pace):
    """Where every joint is in a phase, by the bone that begins there."""
    rig, rest = mannequin().rig, joints()
    moves = posed(rig, rest, gait.walking(rig, rest, phase, gait.PACES[pace]))
    places = np.einsum("nij,nj->ni", moves, np.column_stack([rest, np.ones(len(rest))]))
    return {bone.name: place for bone, place in zip(rig.bones, places, strict=True)}


@pytest.mark.parametrize("pace", PACES)
def test_arms_hang_in_every_phase(pace):
    for phase in PHASES:
        at = stepping(phase, pace)
        for side in "LR":
            arm = at[f"hand.{side}"] - at[f"upperarm.{side}"]
            assert np.degrees(np.arccos(-arm[1] / np.linalg.norm(arm))) < 60


def test_arms_swing_against_the_legs():
    at = stepping(0, 1)
    assert at["foot.L"][2] > at["foot.R"][2] + 3
    assert at["hand.L"][2] < at["hand.R"][2] - 2


def test_half_a_cycle_later_left_is_right():
    one, other = stepping(1, 1), stepping(5, 1)
    for name in ("foot", "lowerleg", "hand"):
        mirrored = one[f"{name}.L"] * [-1, 1, 1]
        np.testing.assert_allclose(mirrored, other[f"{name}.R"], atol=0.12)


@pytest.mark.parametrize("pace", PACES)
def test_a_planted_foot_stays_where_it_is_while_the_body_goes_on(pace):
    stature_dm = np.ptp(mannequin().skin.base[:, 1]) + 2.1
    back = stepping(1, pace)["foot.L"][2] - stepping(3, pace)["foot.L"][2]
    carried = gait.USUAL_STRIDE * gait.PACES[pace] * stature_dm / 4
    assert back == pytest.approx(carried, rel=0.12)


@settings(deadline=None, max_examples=60)
@given(
    st.floats(0, 1e4), st.floats(1.0, 2.1), st.floats(0.2, 2.5), st.floats(0, 1, exclude_max=True)
)
def test_a_whole_stride_further_the_phase_is_the_same_and_an_eighth_further_the_next(
    walked, height, speed, start
):
    stride = gait.stride_m(height, speed)
    now = gait.phase(walked, height, speed, start)
    assert now in PHASES
    later = [gait.phase(walked + k * stride / 8, height, speed, start) for k in range(9)]
    steps = np.diff(later) % gait.PHASES
    assert set(steps.tolist()) <= {0, 1, 2}
    assert abs(steps.sum() - 8) <= 1


def test_the_tall_and_the_quick_take_longer_strides():
    assert gait.stride_m(1.9, 1.3) > gait.stride_m(1.5, 1.3)
    assert gait.stride_m(1.7, 2.0) > gait.stride_m(1.7, 1.3) > gait.stride_m(1.7, 0.6)
