from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csc_array, csr_array

from sim.errors import SimError
from sim.placement.solve import Demand, Limits, Problem, UnsolvableError, solve
from sim.placement.solve.annealing import annealed, covering
from sim.placement.solve.ground import grounds
from sim.placement.solve.pool import fits, pooled
from sim.placement.solve.rules import Rules
from sim.placement.solve.tangents import Tangents

CHANCES = st.sampled_from([0.0, 0.0, 0.0, 0.1, 0.3, 0.5, 0.9, 0.99, 1.0])


def demand(draw, candidates, rows=8):
    told = draw(
        st.lists(st.lists(CHANCES, min_size=candidates, max_size=candidates), max_size=rows)
    )
    weight = draw(st.lists(st.integers(0, 5), min_size=len(told), max_size=len(told)))
    chance = csc_array(np.array(told, float).reshape(len(told), candidates))
    return Demand(chance, np.array(weight, float))


@st.composite
def problems(draw):
    """Small ones, with any of the limits."""
    n = draw(st.integers(1, 7))
    some = st.lists(st.integers(0, n - 1), min_size=1, max_size=3, unique=True).map(np.array)
    scanned = draw(st.none() | st.just(True)) and demand(draw, n)
    costs = draw(st.none() | st.lists(st.integers(1, 4), min_size=n, max_size=n))
    limits = Limits(
        most=draw(st.none() | st.integers(0, n)),
        cost=None if costs is None else np.array(costs, float),
        budget=None if costs is None else draw(st.integers(0, 12)),
        place=draw(st.none() | st.lists(st.integers(0, 3), min_size=n, max_size=n).map(np.array)),
        allowed=draw(st.none() | st.lists(st.booleans(), min_size=n, max_size=n).map(np.array)),
        must=tuple(draw(st.lists(some, max_size=2))),
        ways=tuple(draw(st.lists(some, max_size=3))),
        scanned=scanned,
        most_scanned=None if scanned is None else draw(st.floats(0, 12)),
    )
    days = [demand(draw, n) for _ in range(draw(st.integers(1, 3)))]
    return Problem(days, limits, worst=draw(st.booleans()))


def best(problem):
    """By trying all choices; None if none keeps to the limits."""
    rules, ground = Rules(problem.limits, problem.candidates), grounds(problem)
    everyone = range(problem.candidates)
    sets = (one for size in range(len(everyone) + 1) for one in combinations(everyone, size))
    return max((ground.value(one) for one in sets if rules.kept(one)), default=None)


@given(problem=problems())
def test_nothing_is_better_than_the_best_of_all_choices(problem):
    optimum = best(problem)
    if optimum is None:
        with pytest.raises(UnsolvableError, match="limits: got no choice"):
            solve(problem)
        return
    found = solve(problem)
    assert found.value == pytest.approx(optimum, abs=1e-5)
    assert found.bound >= optimum - 1e-6 * max(optimum, 1.0)
    assert found.bound >= found.value
    assert Rules(problem.limits, problem.candidates).kept(found.chosen)
    assert found.proof == "optimal"


@given(problem=problems(), data=st.data())
def test_a_bound_holds_however_early_the_search_ends(problem, data):
    optimum = best(problem)
    if optimum is None:
        return
    turns = iter(range(data.draw(st.integers(0, 30))))
    try:
        found = solve(problem, cancelled=lambda: next(turns, None) is None)
    except UnsolvableError:
        return  # none was found that early
    assert found.value <= optimum + 1e-9
    assert found.bound >= optimum - 1e-6 * max(optimum, 1.0)


@given(chance=st.lists(CHANCES, min_size=1, max_size=6), at=st.floats(0, 6))
def test_lines_are_above_every_choice(chance, at):
    row = csr_array(np.array([chance]))
    constant, factors = Tangents(row).lines(np.array([at]))
    for taken in np.ndindex(*(2,) * len(chance)):
        got = 1 - np.prod(1 - np.array(chance) * taken)
        assert constant[0] + (factors @ np.array(taken))[0] >= got - 1e-12


@given(chance=st.lists(CHANCES, min_size=1, max_size=6))
def test_the_lowest_line_touches_every_choice(chance):
    row = csr_array(np.array([chance]))
    for taken in np.ndindex(*(2,) * len(chance)):
        got = 1 - np.prod(1 - np.array(chance) * taken)
        _, height = Tangents(row).best(np.array(taken, float))
        assert height[0] == pytest.approx(got, abs=1e-6)


def random_problem(rng, candidates=30, rows=60, **limits):
    chance = rng.random((rows, candidates)) * (rng.random((rows, candidates)) < 0.15)
    return Problem([Demand(csc_array(chance), rng.random(rows))], Limits(**limits))


def test_more_cameras_never_get_less():
    values = [solve(random_problem(np.random.default_rng(1), most=most)).value for most in range(8)]
    assert values == sorted(values)
    assert values[0] == 0.0


def test_a_camera_that_adds_nothing_is_not_taken():
    alike = csc_array(np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0]]))
    assert len(solve(Problem([Demand(alike, np.ones(2))], Limits(most=3))).chosen) == 1


def test_the_order_of_candidates_does_not_matter():
    problem = random_problem(np.random.default_rng(2), most=4)
    order = np.random.default_rng(3).permutation(problem.candidates)
    (day,) = problem.days
    turned = Problem([Demand(day.chance[:, order], day.weight)], problem.limits)
    ours, theirs = solve(problem), solve(turned)
    assert sorted(order[list(theirs.chosen)].tolist()) == list(ours.chosen)
    assert theirs.value == pytest.approx(ours.value)


def test_fewer_scanned_are_kept_to():
    rng = np.random.default_rng(4)
    seen = Demand(csc_array((rng.random((50, 16)) < 0.1).astype(float)), np.ones(50))
    free = solve(random_problem(np.random.default_rng(5), 16, most=4))
    values = []
    for cap in (0.0, 8.0, 14.0, 50.0):
        limits = {"most": 4, "scanned": seen, "most_scanned": cap}
        found = solve(random_problem(np.random.default_rng(5), 16, **limits))
        assert found.scanned <= cap
        assert found.proof == "optimal"
        values.append(found.value)
    assert values == sorted(values)
    assert values[0] < values[1] < values[-1] == pytest.approx(free.value)


def test_the_worst_day_is_better_served_when_it_is_asked_for():
    days = (
        random_problem(np.random.default_rng(6)).days
        + random_problem(np.random.default_rng(7)).days
    )
    mean, worst = (solve(Problem(days, Limits(most=3), worst=w)) for w in (False, True))
    least = [
        min(grounds(Problem([day])).value(found.chosen) for day in days) for found in (mean, worst)
    ]
    assert least[0] < least[1] == pytest.approx(worst.value)


def test_who_cancels_gets_the_best_so_far():
    told = []
    problem = random_problem(np.random.default_rng(8), 120, 2000, most=10)
    found = solve(problem, cancelled=lambda: len(told) > 3, progress=told.append)
    assert found.proof == "cancelled"
    assert len(found.chosen) == 10
    assert found.bound > found.value >= max(one.value for one in told)
    bounds = [one.bound for one in told]
    assert bounds == sorted(bounds, reverse=True)


@pytest.mark.parametrize("certain", [True, False])
def test_what_is_raised_while_it_is_told_ends_the_search(certain):
    problem = random_problem(np.random.default_rng(11), 80, 600, most=8)
    if certain:
        (day,) = problem.days
        whole = csc_array((day.chance.toarray() > 0).astype(float))
        problem = Problem([Demand(whole, day.weight)], problem.limits)

    turns = iter(range(12))

    def cancelled():
        if next(turns, None) is None:
            raise KeyboardInterrupt
        return False

    with pytest.raises(KeyboardInterrupt):
        solve(problem, cancelled=cancelled)


def test_where_nobody_can_be_got_that_is_proved():
    """Bounds that come out as 1e-17 are none."""
    chance = csc_array(np.array([[0.3, 0.1], [0.0, 0.1]]))
    ways = (np.array([0, 1]),)
    found = solve(Problem([Demand(chance, np.array([4.0, 1.0]))], Limits(ways=ways)))
    assert (found.value, found.bound, found.proof) == (0.0, 0.0, "optimal")


def sure_problem(rng):
    """Sixty candidates on a square, of whom every seventh is not allowed, for 120 surely or not."""
    near = np.hypot(*np.moveaxis(rng.random((120, 1, 2)) - rng.random((1, 60, 2)), -1, 0)) < 0.13
    allowed = np.ones(60, bool)
    allowed[::7] = False
    return Problem(
        [Demand(csc_array(near.astype(float)), rng.integers(1, 9, 120).astype(float))],
        Limits(most=8, allowed=allowed),
    )


def test_annealed_choices_put_together_come_to_the_best_and_keep_to_the_limits():
    problem = sure_problem(np.random.default_rng(3))
    ground, rules = grounds(problem), Rules(problem.limits, 60)
    assert fits(ground, rules)
    begin, kept = tuple(np.flatnonzero(rules.allowed)[:8].tolist()), []
    pooled(ground, rules, begin, lambda: False, kept.append)
    worth = [ground.value(one) for one in (begin, *kept)]
    assert worth == sorted(set(worth))
    assert all(rules.kept(one) for one in kept)
    found = solve(problem)
    assert (found.proof, worth[-1]) == ("optimal", pytest.approx(found.value))
    assert not fits(ground, Rules(Limits(most=8, must=(np.array([1]),)), 60))
    assert not fits(ground, Rules(Limits(most=8, place=np.arange(60) // 2), 60))


def test_what_is_annealed_hangs_on_the_chance_alone_and_never_ends_below_its_begin():
    ground = grounds(sure_problem(np.random.default_rng(4))).parts[0]
    begin = np.arange(1, 7)
    found = [annealed(covering(ground), begin, 20.0, np.random.default_rng(5)) for _ in range(2)]
    assert found[0].tolist() == found[1].tolist()
    assert len(set(found[0].tolist())) == 6
    assert ground.value(found[0].tolist()) > ground.value(begin.tolist())
    ended = annealed(covering(ground), begin, 20.0, np.random.default_rng(5), lambda: True)
    assert ended.tolist() == begin.tolist()


def test_without_time_there_is_still_a_choice_and_a_bound():
    found = solve(random_problem(np.random.default_rng(9), most=3), within_s=0.0)
    assert (len(found.chosen), found.proof) == (3, "time is up")
    assert 0 < found.gap < 1


def test_a_gap_that_is_enough_ends_the_search():
    found = solve(random_problem(np.random.default_rng(10), 60, 300, most=8), gap=0.1)
    assert found.proof in ("within the gap", "optimal")
    assert found.value >= 0.9 * found.bound


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"most": -1}, "most: got -1, wanted 0 or more"),
        ({"budget": 3.0}, "budget: got no cost"),
        ({"most_scanned": 3.0}, "most_scanned: got no scanned"),
        ({"place": np.arange(3)}, r"place: got \(3,\), wanted one for each of 30"),
        ({"must": (np.array([30]),)}, r"must: got \[30\], wanted candidates below 30"),
    ],
)
def test_limits_that_say_no_sense_are_refused(told, message):
    with pytest.raises(SimError, match=message):
        random_problem(np.random.default_rng(1), **told)


def test_chances_are_probabilities():
    with pytest.raises(SimError, match="chance: got numbers outside 0 to 1"):
        Demand(csc_array(np.array([[1.1]])), np.ones(1))
    with pytest.raises(SimError, match=r"weight: got \(2,\), wanted one for each of 1 rows"):
        Demand(csc_array(np.array([[1.0]])), np.ones(2))


def test_where_nobody_can_be_recognised_a_choice_still_keeps_to_the_limits():
    """Greedy takes candidate 2 first, which shares its mount with 4, that must be taken."""
    limits = Limits(
        place=np.array([1, 0, 2, 0, 2, 0, 0]),
        must=(np.array([3, 2]), np.array([4])),
        ways=(np.array([0]),),
    )
    found = solve(Problem([Demand(csc_array(np.zeros((1, 7))), np.ones(1))], limits))
    assert found.chosen == (3, 4)
    assert (found.value, found.proof) == (0.0, "optimal")


def test_a_choice_that_scans_too_many_ends_no_branch_that_holds_others():
    """Whole shares at a node may scan too many: only that choice is out, not the whole node."""
    listed = [
        [0.99, 1, 0.9, 0.1, 0, 1, 0.9], [0.5, 0, 0.1, 0.9, 0.5, 0.99, 0],
        [0, 0, 0.5, 0.5, 0, 0.5, 0.9], [0.3, 0, 0.5, 0, 0, 0, 0.3], [0, 0, 0.3, 0, 0, 0.9, 0.9],
        [0.99, 0.1, 0, 0.5, 0, 0.9, 0.9], [0.1, 0, 0.3, 0.5, 1, 0, 0.1],
        [0.3, 0, 0, 0.3, 0.5, 0.9, 0],
    ]  # fmt: skip
    others = [
        [0.3, 0.99, 0, 0, 0.99, 1, 0.9], [0.5, 0, 0.9, 0.99, 0.9, 0.3, 0.9],
        [1, 0.9, 0, 0.9, 0, 0.1, 0.1], [0.1, 0.5, 0, 0.1, 0.5, 0.3, 0], [0, 0, 0.99, 0.3, 0, 0, 1],
        [0, 0.9, 0.9, 0.1, 0.99, 0.1, 0.99], [0, 0.99, 0.1, 0.1, 0.3, 0.5, 0],
        [0.99, 0, 1, 0.9, 0, 0.1, 0.9],
    ]  # fmt: skip
    limits = Limits(
        most=2,
        place=np.array([3, 0, 0, 2, 2, 3, 3]),
        scanned=Demand(csc_array(np.array(others)), np.array([0.0, 1, 2, 2, 3, 1, 4, 2])),
        most_scanned=5.9043996703020145,
    )
    days = [Demand(csc_array(np.array(listed)), np.array([5.0, 0, 2, 2, 2, 1, 1, 5]))]
    problem = Problem(days, limits, worst=True)
    found = solve(problem)
    assert found.value == pytest.approx(best(problem))
    assert found.proof == "optimal"
