import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.measure.standin import StandIn, Strangers, gate


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


@given(st.integers(0, 60), st.floats(0.2, 0.9), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=30)
def test_no_two_admitted_are_look_alikes_and_nobody_is_refused_without_one(count, bound, seed):
    raw = np.random.default_rng(seed).standard_normal((count, 6)).astype(np.float32)
    unit = raw / np.linalg.norm(raw, axis=1, keepdims=True)
    admitted = gate(unit, bound)
    chosen, refused = unit[admitted], unit[~admitted]
    assert np.triu(chosen @ chosen.T, 1).max(initial=-1) <= bound
    assert not len(refused) or ((refused @ chosen.T).max(1) > bound).all()


def test_a_bound_of_one_keeps_nobody_out_whatever_rounding_makes_of_products():
    rng = np.random.default_rng(2)
    one = rng.standard_normal(512).astype(np.float32)
    alike = np.repeat((one / np.linalg.norm(one))[None], 40, 0) * np.float32(1 + 1e-6)
    assert (alike @ alike.T).max() > 1
    assert gate(alike, 1.0).all()
    assert gate(alike[:1], 1.0, alike[1:]).all()


def test_no_two_listed_are_look_alikes_and_strangers_resemble_nobody_listed_much():
    model, rng = standin(look_alike=0.6), np.random.default_rng(1)
    _, gallery = model.subjects(200, rng)
    assert np.triu(gallery @ gallery.T, 1).max() <= model.look_alike

    def nearest(people):
        unit = np.stack(people) / np.linalg.norm(people, axis=1, keepdims=True)
        return (unit @ gallery.T).max(1).mean()

    strangers = Strangers(model, gallery)
    admitted = [strangers.draw(rng) for _ in range(200)]
    assert nearest(admitted) < nearest(model.enrolled(200, rng)[0]) - 0.02


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


def test_templates_are_unit_vectors_and_one_seed_draws_the_same():
    drawn = [standin().subjects(5, np.random.default_rng(3))[1] for _ in range(2)]
    assert np.allclose(np.linalg.norm(drawn[0], axis=1), 1, atol=1e-5)
    assert (drawn[0] == drawn[1]).all()
