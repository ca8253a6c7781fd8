import numpy as np
from simpy import Environment

from scenarios.answer.operators import Operators
from sim.events import AlertConfirmed, AlertDismissed
from sim.response.luck import Luck
from sim.response.operators import ControlRoom
from sim.streams import Streams
from tests.sim.response.stage import STANDING, THRESHOLD, alert, story

MEDIAN_S, SPREAD, DAYS, ALERTS = 8.0, 0.5, 20, 600
MEAN_S = MEDIAN_S * np.exp(SPREAD**2 / 2)
VERDICTS = AlertConfirmed | AlertDismissed
SECOND_S2 = MEDIAN_S**2 * np.exp(2 * SPREAD**2)


def day(number: int, operators: int, load: float) -> np.ndarray:
    """(alerts, 2) when Poisson alerts come and when each is judged."""
    env, streams = Environment(), Streams(5, number)
    gaps = streams.rng("oracle").exponential(MEAN_S / (load * operators), ALERTS)
    settings = Operators(count=operators, judging_s=MEDIAN_S, judging_spread=SPREAD, patience_s=6e5)
    luck = Luck.of(streams, [alert(0.0, k, person=k) for k in range(ALERTS)])
    room, judged = ControlRoom(env, settings, luck, THRESHOLD), np.zeros(ALERTS)

    def follow(number: int, time_s: float):
        yield env.timeout(time_s)
        judged[number] = (yield from room.judge(alert(time_s, number, person=number))).time_s

    come = np.cumsum(gaps)
    for k, time_s in enumerate(come.tolist()):
        env.process(follow(k, time_s))
    env.run()
    return np.stack([come, judged], 1)


def within_five_errors(values: list[float], expected: float) -> bool:
    error = np.std(values, ddof=1) / np.sqrt(len(values))
    return abs(np.mean(values) - expected) < 5 * error


def test_one_operator_waits_as_pollaczek_and_khinchine_say():
    load = 0.5
    waits = [float(np.diff(day(k, 1, load)[50:]).mean()) for k in range(DAYS)]
    queue_s = load / MEAN_S * SECOND_S2 / (2 * (1 - load))
    assert within_five_errors(waits, MEAN_S + queue_s)


def test_alerts_in_hand_are_their_rate_times_their_stay():
    ratios = []
    for k in range(DAYS):
        times = day(k, 3, 0.7)
        grid = np.linspace(times[50, 0], times[-50, 0], 4001)[1:]
        came, gone = np.searchsorted(times[:, 0], grid), np.searchsorted(np.sort(times[:, 1]), grid)
        middle = times[50:-50]
        rate = len(middle) / (middle[-1, 0] - middle[0, 0])
        ratios.append(float((came - gone).mean() / (rate * np.diff(middle).mean())))
    assert within_five_errors(ratios, 1.0)


def test_confirmed_are_as_many_as_the_scenario_says_of_true_and_of_false_alerts():
    dials = {"confirm_true": 0.9, "confirm_false": 0.35, "count": 2000}
    for true, chance in ((True, 0.9), (False, 0.35)):
        alerts = [alert(0, k, person=k, true=true) for k in range(2000)]
        events = story(alerts, [STANDING] * 2000, dials, {"posts_m": []}, seed=3)
        confirmed = [isinstance(e, AlertConfirmed) for e in events if isinstance(e, VERDICTS)]
        assert len(confirmed) == 2000
        assert abs(np.mean(confirmed) - chance) < 5 * np.sqrt(chance * (1 - chance) / 2000)
