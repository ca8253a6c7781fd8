import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.measure.calibration.products import Products
from engine.measure.calibration.standin import StandIn


def standin(**changed) -> StandIn:
    d = 32
    spread = np.linspace(0.25, 0.1, d).astype(np.float32)
    model = {
        "mean": np.full(d, 0.1, np.float32),
        "between": np.diag(spread),
        "within": np.diag(spread * 0.4),
        "noise": np.array([0.0, 0.5, 0.2, 0.2, 1.0]),
        "detection": np.array([5.0, -2.0, -0.5, -0.5, -3.0]),
        "pass_share": 0.4,
        "look_alike": 0.7,
    }
    return StandIn(**(model | changed))


def test_no_two_listed_are_look_alikes():
    model = standin(look_alike=0.6)
    _, gallery = model.subjects(200, np.random.default_rng(1))
    assert np.triu(gallery @ gallery.T, 1).max() <= model.look_alike


@given(st.integers(0, 600), st.integers(0, 600))
@settings(deadline=None, max_examples=20)
def test_a_longer_list_begins_with_the_shorter_one(one, other):
    fewer, more = sorted((one, other))
    short, long = (
        standin(look_alike=0.8).subjects(n, np.random.default_rng(3)) for n in (fewer, more)
    )
    for ours, theirs in zip(short, long, strict=True):
        assert len(ours) == fewer
        assert (ours == theirs[:fewer]).all()


def test_turned_people_and_noise_are_as_they_were_but_for_their_directions():
    """Its noise is drawn number by number, and any two templates compare as before."""
    rng, d = np.random.default_rng(4), 32
    raw = rng.standard_normal((d, d)).astype(np.float32) * np.linspace(0.1, 0, d, dtype=np.float32)
    model = standin(within=raw, between=rng.standard_normal((d, d)).astype(np.float32) / 10)
    turned = model.turned()
    assert (turned.within == np.diag(np.diag(turned.within))).all()

    def told(one: StandIn) -> np.ndarray:
        """What does not change as everything is turned: lengths and angles of all together."""
        people, noise = one.between @ one.between.T, one.within @ one.within.T
        return np.array([
            np.trace(people), np.trace(noise), np.trace(people @ noise),
            np.trace(noise @ noise @ people), one.mean @ one.mean, one.mean @ noise @ one.mean,
            one.mean @ people @ one.mean, one.mean @ people @ noise @ one.mean,
        ])  # fmt: skip

    np.testing.assert_allclose(told(turned), told(model), rtol=1e-4)


def test_a_turned_model_does_not_hang_on_the_sign_a_library_gives_a_direction():
    rng, d = np.random.default_rng(4), 32
    raw = rng.standard_normal((d, d)).astype(np.float32) * 0.1
    flipped = raw @ np.diag(rng.choice([-1.0, 1.0], d)).astype(np.float32)
    one, other = standin(within=raw).turned(), standin(within=flipped).turned()
    np.testing.assert_allclose(one.mean, other.mean, atol=1e-4)
    np.testing.assert_allclose(one.between, other.between, atol=1e-4)


@pytest.mark.parametrize("column", [0, 1, 2, 3])
def test_worse_views_are_noisier_and_found_less_often(column):
    views = np.array([[40.0, 0.0, 0.0, 1.0]] * 4)
    views[:, column] = ([40, 20, 10, 5], [0, 20, 40, 60], [0, 10, 20, 40], [1, 0.8, 0.5, 0.2])[
        column
    ]
    assert (np.diff(standin().scale(*views.T)) > 0).all()
    assert (np.diff(standin().detects(*views.T)) < 0).all()


def test_nobody_is_detected_from_behind():
    turned = np.array([0.0, 89.0, 91.0, -120.0, 180.0])
    assert (standin().detects(np.full(5, 40.0), turned, np.zeros(5), np.ones(5)) > 0).tolist() == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_frames_of_one_pass_share_part_of_their_noise():
    rng = np.random.default_rng(1)
    person, good = standin().enrolled(1, rng)[0][0], np.ones(2)

    def alike(share: float) -> float:
        model = standin(pass_share=share)
        pairs = [model.probes(person, good, rng) for _ in range(400)]
        return float(np.mean([a @ b for a, b in pairs]))

    assert alike(0.9) > alike(0.5) > alike(0.0)


def strangers(model: StandIn, scale: float) -> float:
    """The mean comparison of views with other people's pictures."""
    rng = np.random.default_rng(8)
    people, enrolled = model.enrolled(300, rng)
    views = model.views(people, np.arange(300), np.full(300, scale), rng)
    return float((views * np.roll(enrolled, 1, axis=0)).sum(1).mean())


def test_what_all_share_is_lost_in_noise_or_stays():
    lost, half, stays = (standin(common=share) for share in (0.0, 0.5, 1.0))
    assert strangers(lost, 8.0) < strangers(lost, 1.0) - 0.1
    assert strangers(stays, 8.0) == pytest.approx(strangers(stays, 1.0), abs=0.01)
    assert strangers(lost, 8.0) + 0.03 < strangers(half, 8.0) < strangers(stays, 8.0) - 0.03


def test_good_views_are_the_same_whatever_stays_in_common():
    lost, stays = (standin(common=share) for share in (0.0, 1.0))
    person, good = lost.enrolled(1, np.random.default_rng(1))[0][0], np.ones(5)
    one, other = (model.probes(person, good, np.random.default_rng(2)) for model in (lost, stays))
    np.testing.assert_allclose(one, other, atol=1e-6)


@given(
    scale=st.floats(0.5, 20),
    common=st.floats(0, 1),
    mean=st.sampled_from([0.0, 0.02, 0.3]),
    seed=st.integers(0, 99),
)
def test_scores_from_products_are_those_of_templates(scale, common, mean, seed):
    rng, d, n = np.random.default_rng(seed), 32, 9
    common = common if mean else 0.0
    model = standin(mean=np.full(d, mean, np.float32), common=common, pass_share=1.0)
    people, enrolled = model.enrolled(n, rng)
    noise = model.noise_at_one(n, rng)
    seen = model.seen(people, np.full(n, scale), noise, np.zeros_like(noise))
    known = Products.of(*(one.astype(np.float64) for one in (people, noise, model.axis)))
    scores = known.scores(known.against(enrolled.astype(np.float64)), scale, common)
    np.testing.assert_allclose(scores, (seen * enrolled).sum(1), atol=1e-5)


@pytest.mark.parametrize("wrong", [{"common": -0.1}, {"common": 1.1}, {"common": np.nan}])
def test_more_in_common_than_there_is_is_refused(wrong):
    with pytest.raises(ValueError, match="common"):
        standin(**wrong)
    with pytest.raises(ValueError, match="0 where mean is 0"):
        standin(common=0.5, mean=np.zeros(32, np.float32))


def test_templates_are_unit_vectors_and_one_seed_draws_the_same():
    drawn = [standin().subjects(5, np.random.default_rng(3))[1] for _ in range(2)]
    assert np.allclose(np.linalg.norm(drawn[0], axis=1), 1, atol=1e-5)
    assert (drawn[0] == drawn[1]).all()
