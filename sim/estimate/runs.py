"""What a run needs, stage by stage."""

from pathlib import Path

from engine.measure.calibration.presets import Preset
from scenarios.errors import ScenarioError
from scenarios.loader import Loaded
from scenarios.place import Place
from scenarios.schema import Scenario
from scenarios.venue import Venue
from sim.estimate import costs as c
from sim.estimate.crowd import FEW_CORNERS, Crowd, crowd_of
from sim.estimate.machine import this_machine
from sim.estimate.need import Estimate, Need
from sim.estimate.posts import cut_off
from sim.estimate.views import View, views_of
from sim.stages.span import cameras_of
from sim.world.ways import Ways

FILMING = 2
"""Processes that film and watch."""


def of_run(loaded: Loaded, preset: Preset, out: Path | None = None) -> Estimate:
    """Of playing a scenario from its first stage to its last; ScenarioError for a plan in which
    there is a door that nobody gets to, or a post from which nobody gets to people.
    """
    scenario, place = loaded.scenario, loaded.place
    ways = Ways(place)
    try:
        crowd = crowd_of(scenario, place, ways)
    except ScenarioError as err:
        raise ScenarioError(f"{loaded.venue_path}: {err}") from err
    few = scenario.officers.posts_m and crowd.corners <= FEW_CORNERS
    if few and (faults := [*cut_off(loaded, ways)]):
        raise ScenarioError(faults)
    views = views_of(scenario, place, crowd)
    pixels = scenario.fidelity == "pixels"
    made = (scenario, place, crowd, views)
    middle = _in_pixels(*made) if pixels else _in_scores(*made)
    parts = (_world(crowd), *middle, *_answer(scenario, crowd, views, preset))
    about = f"{scenario.name} in {scenario.fidelity}"
    return Estimate(about, _amounts(scenario, crowd, views), parts, this_machine(out))


def _amounts(scenario: Scenario, crowd: Crowd, views: list[View]) -> dict[str, float]:
    """What there is how much of, by the words in which it is told."""
    found = {
        "people": crowd.people,
        "people_walked": crowd.walked,
        "crowd_rows": crowd.rows,
        "sightings": sum(view.sightings for view in views),
    }
    if scenario.fidelity == "scores":
        probes = sum(view.probes for view in views)
        return found | {"probes": probes, "comparisons": probes * scenario.watchlist.size}
    return found | {
        "frames": sum(view.frames for view in views),
        "pixels": sum(view.pixels for view in views),
        "figures": sum(view.figures for view in views),
    }


def _world(crowd: Crowd) -> Need:
    pairs = float(crowd.corners) ** 2
    cpu_s = c.BEGUN_S + crowd.visits * c.VISIT_S + crowd.walked * c.WALKER_S
    cpu_s += crowd.steps * c.STEP_S + crowd.rests * c.REST_S
    cpu_s += pairs / 2 * c.CORNERS_S + pairs * c.DIJKSTRA_S
    cpu_s += crowd.ways * (c.WAY_S + pairs * c.WAY_CORNER_S)
    memory = crowd.people * c.WALKER_BYTES + crowd.rows * c.ROW_BYTES + pairs * c.CORNERS_BYTES
    disk = crowd.people * c.PERSON_DISK + crowd.rows * c.ROW_DISK
    return Need("world", cpu_s, memory, disk)


def _walls(place: Place) -> float:
    """Edges of the floor that has the most."""

    def edges(venue: Venue) -> int:
        rings = (venue.floor.exterior, *venue.floor.interiors)
        return sum(len(ring.coords) - 1 for ring in rings)

    return float(max(edges(level.venue) for level in place.levels))


def _kept_bytes(crowd: Crowd) -> float:
    """What stays in memory of a world."""
    return crowd.people * c.WALKER_BYTES / 4 + crowd.rows * c.ROW_BYTES / 3


def _in_scores(
    scenario: Scenario, place: Place, crowd: Crowd, views: list[View]
) -> tuple[Need, ...]:
    size = scenario.watchlist.size
    sightings = sum(view.sightings for view in views)
    pairs = sum(view.pairs for view in views)
    walls = _walls(place)
    look_s = len(views) * (crowd.rows * c.LOOKED_AT_S + 3 * walls**2 * c.WALLS_S)
    look_s += sightings * c.SIGHTING_S + pairs * c.HIDING_S
    kept = _kept_bytes(crowd)
    look = Need(
        "sightings", look_s, kept + sightings * c.SIGHTING_BYTES, sightings * c.SIGHTING_DISK
    )
    probes = sum(view.probes for view in views)
    seen = min(sum(view.passes for view in views), crowd.people)
    search_s = sightings * c.DETECT_S
    if size:
        search_s += probes * (c.PROBE_S + size * c.PROBE_ENTRY_S)
        search_s += seen * (c.STRANGER_S + size * c.STRANGER_ENTRY_S)
        search_s += size * c.ENTRY_S + float(size) ** 2 / 2 * c.ENTRY_PAIR_S
    memory = kept + sightings * c.SIGHTING_BYTES / 2 + size * c.ENTRY_BYTES
    memory += crowd.people * c.MEAN_BYTES if size else 0.0
    return look, Need("search", search_s, memory, sightings * c.SEARCHED_DISK)


def _answer(
    scenario: Scenario, crowd: Crowd, views: list[View], preset: Preset
) -> tuple[Need, ...]:
    passes = sum(view.passes for view in views)
    alerts = _alerts(scenario, crowd, passes, preset)
    memory = _kept_bytes(crowd) + passes * c.PASS_BYTES + alerts * c.ALERT_BYTES
    disk = passes * c.PASS_DISK + alerts * c.ALERT_DISK
    return (
        Need("decide", passes * c.PASS_S, memory, disk),
        Need("answer", passes * c.PASS_S + alerts * c.ALERT_S, memory, disk),
    )


def _alerts(scenario: Scenario, crowd: Crowd, passes: float, preset: Preset) -> float:
    """How many are raised: of whoever is listed, and of others by how often a stranger's pass
    reaches the threshold.
    """
    size = scenario.watchlist.size
    share = scenario.arrivals.listed_share
    if scenario.window and scenario.fidelity == "pixels" and scenario.window.listed_share:
        share = scenario.window.listed_share
    listed = min(size, crowd.walked * share) / max(crowd.walked, 1.0) * passes
    wanted = scenario.engine.threshold
    rate = scenario.engine.target_fpir
    if wanted is not None:
        frames = min(scenario.engine.minimum_frames, len(preset.score)) - 1
        reached = preset.rate[preset.score[frames] >= wanted]
        rate = min(float(reached.max(initial=preset.rate.min())) * size, 1.0)
    return listed + rate * passes if size else 0.0


def _in_pixels(
    scenario: Scenario, place: Place, crowd: Crowd, views: list[View]
) -> tuple[Need, ...]:
    cameras, kept = cameras_of(scenario), _kept_bytes(crowd)
    walls = _walls(place)
    film_s, largest, frames, figures = 0.0, 0.0, 0.0, 0.0
    for camera, view in zip(cameras, views, strict=True):
        pixels = view.pixels / max(view.frames, 1)
        film_s += pixels * (c.PAINT_S + walls * c.PAINT_WALL_S)
        film_s += view.pixels * (c.PIXEL_S + (c.IMAGING_PIXEL_S if camera.imaging else 0.0))
        film_s += view.figures * c.FIGURE_S + view.figure_pixels * c.FIGURE_PIXEL_S
        largest = max(largest, pixels * c.PICTURE_BYTES)
        frames, figures = frames + view.frames, figures + view.figures
    window = scenario.window
    listed = window.watchlist if window else 0
    played = min(sum(view.passes for view in views), crowd.walked)
    film_s += played * c.FACE_S + listed * c.PORTRAIT_S
    processes = min(FILMING, len(cameras))
    memory = kept + FILMING * (c.FILM_BASE_BYTES + largest)  # who draws portraits is as large
    disk = sum(view.pixels for view in views) * c.PIXEL_DISK
    watch_s = frames * c.WATCHED_FRAME_S + figures * c.WATCHED_FACE_S + listed * c.PORTRAIT_S
    return (
        Need("film", film_s, memory, disk, processes),
        Need("watch", watch_s, memory, 0.0, processes),
    )
