"""Where the time of watching goes, stage by stage."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

STAGES = ("detect", "judge", "embed", "search", "track", "decide")
"""Of one frame; `judge` cuts faces out and measures their quality."""


@dataclass(slots=True)
class StageTimes:
    """Seconds spent in each stage so far, over `frames` frames."""

    frames: int = 0
    spent_s: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        """Count what happens inside towards a stage."""
        began = perf_counter()
        try:
            yield
        finally:
            self.spent_s[stage] += perf_counter() - began

    def to_json(self) -> dict[str, dict[str, float]]:
        """Each stage's sum and share a frame, in seconds."""
        return {
            stage: {"sum_s": round(spent, 4), "per_frame_s": round(spent / max(self.frames, 1), 6)}
            for stage, spent in self.spent_s.items()
        }
