"""What failures do to those who answer: operators who leave their desks, a radio that is silent."""

from collections.abc import Callable, Sequence

from simpy import Environment

from scenarios.failures import Failure
from sim.events import Event, OperatorLeft, OperatorReturned
from sim.response.officers.stand import Stand
from sim.response.operators import Desks
from sim.response.service import OutOfPatienceError, Steps, in_time


def begin(
    env: Environment,
    failures: Sequence[Failure],
    desks: Desks,
    stand: Stand,
    record: Callable[[Event], None],
) -> None:
    """Let the failures come that are about people: operators of the `desks`, officers' radio."""
    for one in failures:
        if one.kind == "operator_away":
            for _ in range(int(one.much)):
                env.process(_away(env, one, desks, record))
        elif one.kind == "radio_down":
            env.process(_silent(env, one, stand))


def last_word_s(failures: Sequence[Failure], now_s: float) -> float:
    """Up to when officers have news at a time: now, or the beginning of the silence."""
    silent = [one for one in failures if one.kind == "radio_down" and one.lasts(now_s)]
    return min([now_s, *(one.from_s for one in silent)])


def _away(
    env: Environment, one: Failure, desks: Desks, record: Callable[[Event], None]
) -> Steps[None]:
    """One operator leaves as soon as they have judged what they are at, before whoever waits."""
    yield env.timeout(max(one.from_s - env.now, 0.0))
    try:
        leaving = yield from in_time(env, desks.leave(), one.to_s - env.now)
    except OutOfPatienceError:
        return
    if env.now < one.to_s:
        record(OperatorLeft(env.now, leaving[0]))
        yield env.timeout(one.to_s - env.now)
        record(OperatorReturned(env.now, leaving[0]))
    desks.back(leaving)


def _silent(env: Environment, one: Failure, stand: Stand) -> Steps[None]:
    """Nobody is sent until it is over."""
    yield env.timeout(max(one.from_s - env.now, 0.0))
    stand.silences += 1
    yield env.timeout(one.to_s - env.now)
    stand.silences -= 1
    stand.bring_together()
