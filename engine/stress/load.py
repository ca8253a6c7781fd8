"""What a stress run offers the engine."""

from dataclasses import dataclass

from engine.faces import Image
from engine.feeds.recorded import MemoryFeed


@dataclass(frozen=True, slots=True)
class Load:
    """Pictures of one size that feeds of a stress run repeat; `faces` a picture on average."""

    name: str
    pictures: tuple[Image, ...]
    faces: float

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height)."""
        return (self.pictures[0].shape[1], self.pictures[0].shape[0])

    def feed(self, name: str, frames: int, fps: float) -> MemoryFeed:
        """A feed of so many frames, `fps` to the second; no picture is copied."""
        repeated = [self.pictures[k % len(self.pictures)] for k in range(frames)]
        return MemoryFeed(repeated, name, fps)
