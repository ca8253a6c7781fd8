"""A crowd of 4,000 an hour in the mall, bodies steered: beside jupedsim's bare loop on as many, and
beside the time that goes by.
"""

import sys
import time

import jupedsim
import numpy as np

from scenarios.loader import load_scenario
from sim.streams import Streams
from sim.world.visitors import populate
from sim.world.walkers.steering.bodies import STEP_S
from sim.world.walkers.steering.floor import cleaned
from sim.world.ways import Ways

RATE_PER_H, LASTS_S = 4000, 600.0


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
