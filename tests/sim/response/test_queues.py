"""Operators and officers wait and are busy as queueing theory says, in closed form."""

import numpy as np
from simpy import Environment

from scenarios.answer.operators import Operators
from sim.response.luck import Luck
from sim.response.officers.pursuit import Pursuit
from sim.response.officers.stand import Stand
from sim.response.officers.urgency import Urgency
from sim.response.operators import ControlRoom
from sim.response.service import OutOfPatienceError, in_time
from sim.streams import Streams
from tests.sim.response.stage import STANDING, THRESHOLD, Stroll, alert, scenario, ways
from tests.sim.response.stage import day as hall

MEAN_S, RUNS, ALERTS, WARM = 8.0, 16, 450, 60


def erlang_c(servers: int, load: float) -> float:
    """The share of arrivals that wait before so many servers, each busy that share of the time
    (Erlang 1917; Gross & Harris, Fundamentals of queueing theory, 2.3).
    """
    offered, blocked = servers * load, 1.0
    for k in range(1, servers + 1):
        blocked = offered * blocked / (k + offered * blocked)
    return blocked / (1 - load * (1 - blocked))


def wait_s(servers: int, load: float) -> float:
    """The mean wait of M/M/c before service of MEAN_S."""
    return erlang_c(servers, load) * MEAN_S / (servers * (1 - load))


def within_five_errors(values, expected: float) -> bool:
    error = np.std(values, ddof=1) / np.sqrt(len(values))
    return abs(np.mean(values) - expected) < 5 * error


def arrivals_s(run: int, rate_hz: float, name: str = "come") -> np.ndarray:
    return np.cumsum(Streams(9, run).rng(name).exponential(1 / rate_hz, ALERTS))


class Exponential:
    """A judge whose times are as M/M/c wants them."""

    def __init__(self, env: Environment) -> None:
        self.env = env

    def judge(self, _claim, _pair, rng):
        yield self.env.timeout(rng.exponential(MEAN_S))
        return True


def judged(run: int, servers: int, load: float) -> np.ndarray:
    """(alerts, 2) when each alert came, and when it had been judged."""
    env, streams = Environment(), Streams(9, run)
    luck = Luck.of(streams, [alert(0.0, k, k) for k in range(ALERTS)])
    settings = Operators(count=servers, patience_s=6e5)
    room = ControlRoom(env, settings, luck, THRESHOLD)
    room.judge_in_use = Exponential(env)
    come_s, gone_s = arrivals_s(run, servers * load / MEAN_S), np.zeros(ALERTS)

    def follow(number, time_s):
        yield env.timeout(time_s)
        gone_s[number] = (yield from room.judge(alert(time_s, number, number))).time_s

    for number, time_s in enumerate(come_s.tolist()):
        env.process(follow(number, time_s))
    env.run()
    return np.stack([come_s, gone_s], 1)


def test_three_operators_wait_as_erlang_says():
    stays_s = [float(np.diff(judged(run, 3, 0.7)[WARM:]).mean()) for run in range(RUNS)]
    assert within_five_errors(stays_s, MEAN_S + wait_s(3, 0.7))


def stand_of(env: Environment, posts, **officers) -> Stand:
    strolls = [STANDING, Stroll((80.0, 10.0))]
    of = scenario(officers={"posts_m": posts, **officers})
    return Stand(
        env, of.officers, Pursuit(hall(strolls), ways(), 1.0, 60.0), Urgency((), Streams(9))
    )


def served(run: int, stand: Stand, rate_hz: float, person, wait=1e9) -> list:
    """Of each call when it came, when somebody was sent, who, whom it was about, and for how long;
    officers stay for an exponential time of MEAN_S. Those whom nobody went to have officer -1.
    """
    env, rng, found = stand.env, Streams(9, run).rng("service"), []
    come_s = arrivals_s(run, rate_hz)
    lasts_s = rng.exponential(MEAN_S, ALERTS)

    def follow(number, time_s):
        yield env.timeout(time_s)
        about = person[number]
        call = stand.call(alert(time_s, number, about), time_s)
        try:
            officer = yield from in_time(env, call, wait)
        except OutOfPatienceError:
            found.append((time_s, time_s, -1, about, 0.0))
            return
        found.append((time_s, env.now, officer.officer, about, lasts_s[number]))
        yield env.timeout(lasts_s[number])
        stand.back(officer)

    for number, time_s in enumerate(come_s.tolist()):
        env.process(follow(number, time_s))
    env.run()
    return sorted(found)


def test_calls_wait_for_four_officers_as_erlang_says_and_little_counts_them():
    waits_s, ratios = [], []
    for run in range(RUNS):
        posts = [(10.0 + 20 * k, 10.0) for k in range(4)]
        stand = stand_of(Environment(), posts, dispatch="longest-idle")
        calls = np.array(served(run, stand, 4 * 0.7 / MEAN_S, [0] * ALERTS))
        came_s, sent_s = calls[WARM:, 0], calls[WARM:, 1]
        waits_s.append(float((sent_s - came_s).mean()))
        grid = np.linspace(came_s[0], came_s[-1], 3001)[1:]
        waiting = np.searchsorted(calls[:, 0], grid) - np.searchsorted(np.sort(calls[:, 1]), grid)
        rate_hz = len(came_s) / (came_s[-1] - came_s[0])
        ratios.append(float(waiting.mean() / (rate_hz * waits_s[-1])))
    assert within_five_errors(waits_s, wait_s(4, 0.7))
    assert within_five_errors(ratios, 1.0)


POSTS = [(10.0, 10.0), (45.0, 10.0), (90.0, 10.0)]
PREFERRED = {0: (0, 1, 2), 1: (2, 1, 0)}
"""Whom the nearest policy would send to somebody at (20, 10), and at (80, 10)."""
SHARE, OFFERED = 0.7, 1.6
"""Of calls that are about the first of them; calls in a mean service."""


def hypercube() -> tuple[np.ndarray, np.ndarray]:
    """Shares of time that each officer is busy (3,), and of calls that each answers from each place
    (3, 2), by Larson's hypercube queueing model with calls that are lost when all are busy: the
    states are who is busy, one bit each (Larson 1974, Computers & Operations Research 1, 67-95).
    """
    count, rates = 8, {0: OFFERED * SHARE, 1: OFFERED * (1 - SHARE)}
    flow = np.zeros((count, count))
    sent = {
        (state, place): next((k for k in order if not state >> k & 1), None)
        for state in range(count)
        for place, order in PREFERRED.items()
    }
    for state in range(count):
        for place, rate in rates.items():
            if (officer := sent[state, place]) is not None:
                flow[state, state | 1 << officer] += rate
        for officer in range(3):
            if state >> officer & 1:
                flow[state, state & ~(1 << officer)] += 1.0
    balance = np.vstack([flow.T - np.diag(flow.sum(1)), np.ones(count)])
    steady = np.linalg.lstsq(balance, np.append(np.zeros(count), 1.0), rcond=None)[0]
    busy = np.array([sum(steady[s] for s in range(count) if s >> k & 1) for k in range(3)])
    answered = np.zeros((3, 2))
    for (state, place), officer in sent.items():
        if officer is not None:
            answered[officer, place] += steady[state] * rates[place] / OFFERED
    return busy, answered


def test_the_nearest_are_busy_and_sent_as_larson_s_hypercube_says():
    busy, answered = hypercube()
    seen = []
    for run in range(RUNS):
        person = (Streams(9, run).rng("place").random(ALERTS) >= SHARE).astype(int).tolist()
        stand = stand_of(Environment(), POSTS)
        calls = np.array(served(run, stand, OFFERED / MEAN_S, person, wait=1e-9))
        calls = calls[WARM:]
        lasted_s = calls[-1, 0] - calls[0, 0]
        mine = [calls[calls[:, 2] == k] for k in range(3)]
        worked = [float(one[:, 4].sum() / lasted_s) for one in mine]
        shares = [
            float((one[:, 3] == place).sum() / len(calls)) for one in mine for place in (0, 1)
        ]
        seen.append([*worked, *shares])
    for column, expected in zip(np.array(seen).T, [*busy, *answered.ravel()], strict=True):
        assert within_five_errors(column, float(expected))
