"""Crowds: bodies steered on one level beside jupedsim's bare loop on as many, and on three levels;
lines walked by flow beside numpy laying as many places between corners; each beside the time that
goes by. Bytes of what is kept.
"""

import sys
import time

import jupedsim
import numpy as np

from scenarios.loader import load_scenario
from sim.folder import RunFolder
from sim.stages.world import DELTA
from sim.streams import Streams
from sim.tables import crowd_table
from sim.world.visitors import populate
from sim.world.walkers.steering.bodies import STEP_S
from sim.world.walkers.steering.floor import cleaned
from sim.world.ways import Ways

RATE_PER_H, LASTS_S = 4000, 600.0
DAY_S, FILLED_S = 6 * 3600.0, 300.0


def test_steered_bodies_beside_the_bare_loop_and_real_time(beside, capsys):
    changes = {
        "crowd.walkers": "jupedsim",
        "duration_s": str(LASTS_S),
        "arrivals.profile": f"[{{from_s: 0, people_per_h: {RATE_PER_H}}}]",
        "window": "null",
    }
    loaded = load_scenario("mall", changes)
    ways, here = Ways(loaded.place), []
    floor = cleaned(loaded.place.levels[0].venue.floor)

    def ours():
        began = time.process_time()
        _, crowd = populate(loaded.scenario, loaded.place, Streams(1), ways, end_s=LASTS_S)
        here.append((time.process_time() - began, len(crowd.tick) / (LASTS_S / crowd.dt_s)))

    def bare():
        _bare(floor, round(here[0][1]))

    beside("steered bodies, beside jupedsim's bare loop on as many", ours, bare, rounds=3)
    took_s, people = np.median(here, axis=0)
    with capsys.disabled():
        sys.stdout.write(f"{LASTS_S / took_s:.0f} times real time, {people:.0f} on the floor\n")


def _bare(floor, people):
    """So many bodies walk to and fro."""
    simulation = jupedsim.Simulation(
        model=jupedsim.CollisionFreeSpeedModelV2(), geometry=floor, dt=STEP_S
    )
    stage = simulation.add_direct_steering_stage()
    journey = simulation.add_journey(jupedsim.JourneyDescription([stage]))
    rng, (x1, y1, x2, y2) = np.random.default_rng(1), floor.buffer(-0.3).bounds
    bodies = []
    while len(bodies) < people:
        about = jupedsim.CollisionFreeSpeedModelV2AgentParameters(
            position=(rng.uniform(x1, x2), rng.uniform(y1, y2)),
            journey_id=journey,
            stage_id=stage,
            radius=0.15,
        )
        try:
            bodies.append(simulation.add_agent(about))
        except RuntimeError:  # in a wall, or upon another
            continue
    starts = [simulation.agent(body).position for body in bodies]
    for turn in range(int(LASTS_S / 20)):
        for body, place in zip(bodies, starts[turn:] + starts[:turn], strict=True):
            simulation.agent(body).target = place
        simulation.iterate(round(20 / STEP_S))


def test_six_hours_of_flow_beside_laying_as_many_places(beside, tmp_path, capsys):
    changes = {
        "duration_s": str(DAY_S),
        "arrivals.profile": f"[{{from_s: 0, people_per_h: {RATE_PER_H}}}]",
        "window": "null",
    }
    loaded = load_scenario("shopping_centre", changes)
    ways, here = Ways(loaded.place), []

    def ours():
        began = time.process_time()
        people, crowd = populate(loaded.scenario, loaded.place, Streams(1), ways)
        here.append((time.process_time() - began, people, crowd))

    def laid():
        """The same rows, straight from corner to corner of each way, all at once."""
        crowd = here[0][2]
        times = np.arange(len(crowd.tick), dtype=np.float64)
        corners = times[:: max(len(times) // (10 * len(here[0][1])), 1)]
        for column in (crowd.x_m, crowd.y_m, crowd.heading_deg):
            np.interp(times, corners, column[corners.astype(int)]).astype(np.float32)

    beside("six hours of flow, beside laying its places", ours, laid, rounds=3)
    took_s = np.median([one[0] for one in here])
    _, people, crowd = here[0]
    RunFolder(tmp_path).table("crowd.parquet", crowd_table(crowd), delta=DELTA)
    size = (tmp_path / "crowd.parquet").stat().st_size
    with capsys.disabled():
        sys.stdout.write(
            f"{len(people):,} people, {len(crowd.tick):,} rows: {took_s:.1f} s of processor time,"
            f" {DAY_S / took_s:,.0f} times real time; {size / len(crowd.tick):.2f} bytes a row\n"
        )


def test_bodies_on_three_levels_beside_real_time(benchmark, capsys):
    """They come within five minutes and walk from floor to floor, since every shop may be chosen;
    timed is the last stretch of which it tells how far it is, when most are there.
    """
    changes = {
        "crowd.walkers": "jupedsim",
        "duration_s": str(FILLED_S),
        "arrivals.profile": "[{from_s: 0, people_per_h: 45000}]",
        "arrivals.shops_visited": "[3, 3]",
        "arrivals.dwell_s": "5",
        "window": "null",
    }
    loaded, told = load_scenario("galleries", changes), []
    ways = Ways(loaded.place)

    def play():
        reached = []
        _, crowd = populate(
            loaded.scenario, loaded.place, Streams(1), ways, end_s=FILLED_S,
            progress=lambda share: reached.append((share * FILLED_S, time.process_time())),
        )  # fmt: skip
        (from_s, began), (to_s, ended) = reached[-2:]
        there = np.bincount(crowd.tick)[int(from_s / crowd.dt_s) :]
        told.append(((to_s - from_s) / (ended - began), there.mean()))

    benchmark.pedantic(play, rounds=1)
    times, people = told[-1]
    with capsys.disabled():
        said = f"{times:.1f} times real time with {people:,.0f} people on the floors at once"
        sys.stdout.write(f"\nThree levels: {said}\n")
