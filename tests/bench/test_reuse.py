"""A run that takes over what another made, beside the same run from scratch."""

from itertools import count

import pytest

from sim.run import play

HOURS = {
    "duration_s": "21600",
    "arrivals.profile": "[{from_s: 0, people_per_h: 4000}]",
    "window": "null",
}
NUMBER = count()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Six hours at the shopping centre, six cameras."""
    out = tmp_path_factory.mktemp("runs") / "made"
    return play("shopping_centre", out=out, fidelity="scores", overrides=HOURS).folder


@pytest.fixture
def again(made, tmp_path):
    """Plays it with something changed, from what was made or from scratch."""

    def run(field: str, value: str, *, kept: bool) -> None:
        play(
            "shopping_centre",
            out=tmp_path / str(next(NUMBER)),
            fidelity="scores",
            overrides=HOURS | {field: value},
            from_run=made if kept else None,
        )

    return run


@pytest.mark.parametrize(
    ("field", "value"), [("engine.threshold", "0.8"), ("operators.count", "1")]
)
def test_a_change_from_what_was_made_beside_one_from_scratch(beside, again, field, value):
    beside(
        f"{field} from another run, beside from scratch",
        lambda: again(field, value, kept=True),
        lambda: again(field, value, kept=False),
        rounds=3,
    )
