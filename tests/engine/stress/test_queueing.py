from heapq import heapreplace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.stress.arrivals import poisson
from engine.stress.queueing import Queue, Service, erlang_c

BATCHES = 50


def waits(queue, frames=150_000):
    """Of frames served in the order they come, service times exponential or all alike."""
    rng = np.random.default_rng(1)
    times_s = poisson(rng, queue.rate_hz, frames)
    mean_s, alike = queue.service.mean_s, queue.service.scv == 0
    service_s = np.full(frames, mean_s) if alike else rng.exponential(mean_s, frames)
    free_s, found = [0.0] * queue.workers, []
    for due_s, taken_s in zip(times_s.tolist(), service_s.tolist(), strict=True):
        begun_s = max(free_s[0], due_s)
        heapreplace(free_s, begun_s + taken_s)
        found.append(begun_s - due_s)
    return np.array(found)


def mean_and_error(values):
    """The error from means of batches, since waits that follow each other are alike."""
    means = values.reshape(BATCHES, -1).mean(1)
    return means.mean(), means.std(ddof=1) / np.sqrt(BATCHES)


@pytest.mark.parametrize(("workers", "scv"), [(1, 0.0), (1, 1.0), (2, 1.0), (3, 1.0)])
def test_the_mean_wait_is_that_of_a_simulation_where_theory_is_exact(workers, scv):
    queue = Queue(0.7 * workers, workers, Service(1.0, scv))
    mean_s, error_s = mean_and_error(waits(queue))
    assert queue.mean_wait_s == pytest.approx(mean_s, abs=5 * error_s)


def test_the_approximation_for_two_workers_with_one_service_time_is_near():
    queue = Queue(1.4, 2, Service(1.0, 0.0))
    mean_s, error_s = mean_and_error(waits(queue))
    assert queue.mean_wait_s == pytest.approx(mean_s, abs=5 * error_s + 0.05 * mean_s)


def test_the_quantile_of_the_wait_is_exact_where_services_are_exponential():
    queue = Queue(1.4, 2, Service(1.0, 1.0))
    beyond = waits(queue) > queue.latency_s(0.95) - queue.service.mean_s
    share, error = mean_and_error(beyond.astype(float))
    assert share == pytest.approx(0.05, abs=5 * error)


@given(st.integers(1, 20), st.floats(0.01, 0.98), st.floats(0, 4))
@settings(deadline=None, max_examples=60)
def test_the_greatest_rate_has_the_latency_that_was_allowed(workers, load, scv):
    service = Service(0.1, scv)
    queue = Queue(load * workers / 0.1, workers, service)
    bound_s = queue.latency_s(0.99) + 0.01
    greatest_hz = queue.greatest_rate_hz(0.99, bound_s)
    assert queue.rate_hz <= greatest_hz < workers / 0.1
    assert Queue(greatest_hz, workers, service).latency_s(0.99) == pytest.approx(bound_s, rel=1e-3)


def test_beyond_what_workers_bear_the_wait_is_endless_and_below_a_service_nothing_is_in_bound():
    queue = Queue(20.0, 2, Service(0.1, 0.0))
    assert not queue.stable
    assert queue.mean_wait_s == queue.latency_s(0.5) == float("inf")
    assert queue.greatest_rate_hz(0.99, 0.1) == 0.0


@given(st.integers(1, 30), st.floats(0, 0.99))
@settings(deadline=None, max_examples=60)
def test_more_workers_for_the_same_work_make_waiting_rarer(workers, share):
    busy = share * workers
    assert 0 <= erlang_c(workers + 1, busy) <= erlang_c(workers, busy) <= 1
