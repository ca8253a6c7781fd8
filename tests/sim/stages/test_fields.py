import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.loader import library, load_scenario
from sim.run import ABOUT
from sim.stages.fields import dials, felt, only, values
from sim.stages.line import LINES

SCENARIO = load_scenario("shopping_centre").scenario
READS = sorted({field for stages in LINES.values() for stage in stages for field in stage.reads})


@given(st.sets(st.sampled_from(READS)))
def test_a_stage_is_given_what_it_reads_and_no_more(reads):
    part = only(SCENARIO, sorted(reads))
    assert part.model_fields_set == set()
    for field in type(SCENARIO).model_fields:
        wanted = any(path.split(".")[0] == field for path in reads)
        assert hasattr(part, field) == wanted
    if "cameras.*.at_m" in reads and "cameras" not in reads:
        assert [camera.at_m for camera in part.cameras] == [c.at_m for c in SCENARIO.cameras]
        imaging = any(path.startswith("cameras.*.imaging") for path in reads)
        assert hasattr(part.cameras[0], "imaging") == imaging


@given(st.sets(st.sampled_from(READS)))
def test_values_are_those_that_the_part_holds(reads):
    told = values(SCENARIO, sorted(reads))
    assert set(told) == reads
    part = only(SCENARIO, sorted(reads))
    for path, value in told.items():
        inner = part
        for step in path.split("."):
            inner = (
                [getattr(one, step, None) for one in inner]
                if isinstance(inner, list)
                else (list(inner) if step == "*" else getattr(inner, step))
            )
        if not hasattr(inner, "model_dump") and not isinstance(inner, list | tuple):
            assert value == inner


@pytest.mark.parametrize(
    ("field", "reads", "right"),
    [
        ("engine", ["engine.threshold"], True),
        ("engine.threshold", ["engine"], True),
        ("engine.threshold", ["engine.target_fpir"], False),
        ("cameras.2.imaging.k1", ["cameras"], True),
        ("cameras.2.imaging.k1", ["cameras.*.at_m"], False),
        ("cameras.2.at_m.0", ["cameras.*.at_m"], True),
    ],
)
def test_a_field_is_felt_if_something_at_in_or_around_it_is_read(field, reads, right):
    assert felt(field, reads) is right


PLAYED = [
    (fidelity, name)
    for fidelity in LINES
    for name, file in library().items()
    if fidelity == "scores" or "\nwindow:" in file.read_text()
]


@pytest.mark.parametrize(("fidelity", "name"), PLAYED)
def test_of_the_library_a_run_feels_all_but_what_is_said_of_pictures(fidelity, name):
    scenario = load_scenario(name, {"fidelity": fidelity}).scenario
    reads = [*ABOUT, *(field for stage in LINES[fidelity] for field in stage.reads)]
    deaf = {field for field in dials(scenario) if not felt(field, reads)}
    about_pictures = ("window.", "cameras.*.imaging.", "description")
    assert all(field.startswith(about_pictures) for field in deaf)
    assert fidelity == "scores" or not deaf
