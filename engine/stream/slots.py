"""Frames in shared memory: written once by a reader, seen by a worker where they lie."""

from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory

import numpy as np

from engine.faces import Image


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a frame lies: `number` of the slot, `block` of memory, `shape` of the picture."""

    number: int
    block: str
    shape: tuple[int, ...]


class Slots:
    """The parent's pool: slots are made when needed, used again, and unlinked at the end.

    There are never more than frames in flight at one time, over all runs of a farm. A slot too
    small for a frame gets a larger block. Not safe among threads by itself: take and free under
    one lock.
    """

    def __init__(self) -> None:
        self._blocks: list[SharedMemory] = []
        self._free: set[int] = set()

    def __len__(self) -> int:
        return len(self._blocks)

    def take(self, shape: tuple[int, ...]) -> Slot:
        """A free slot with room for a uint8 picture of `shape`."""
        wanted = int(np.prod(shape))
        fitting = [k for k in self._free if self._blocks[k].size >= wanted]
        if fitting:
            number = min(fitting, key=lambda k: (self._blocks[k].size, k))
        elif self._free:
            number = min(self._free)
            _discard(self._blocks[number])
            self._blocks[number] = SharedMemory(create=True, size=wanted)
        else:
            number = len(self._blocks)
            self._blocks.append(SharedMemory(create=True, size=wanted))
        self._free.discard(number)
        return Slot(number, self._blocks[number].name, shape)

    def write(self, slot: Slot, bgr: Image) -> None:
        """Put a picture into a slot that was taken for it."""
        _picture(self._blocks[slot.number], slot)[...] = bgr

    def free(self, slot: Slot) -> None:
        """Nobody needs what is in the slot any more."""
        self._free.add(slot.number)

    def free_all(self) -> None:
        """Nobody needs anything any more."""
        self._free.update(range(len(self._blocks)))

    def close(self) -> None:
        """Unlink every block."""
        for block in self._blocks:
            _discard(block)
        self._blocks.clear()
        self._free.clear()


class Views:
    """A worker's side: slots as pictures, each block mapped once."""

    def __init__(self) -> None:
        self._blocks: dict[int, SharedMemory] = {}

    def picture(self, slot: Slot) -> Image:
        """The frame in a slot, not copied; good until the next one of that slot."""
        block = self._blocks.get(slot.number)
        if block is None or block.name != slot.block:
            if block is not None:
                block.close()
            block = self._blocks[slot.number] = SharedMemory(slot.block)
        return _picture(block, slot)

    def close(self) -> None:
        """Unmap every block."""
        for block in self._blocks.values():
            block.close()
        self._blocks.clear()


def _picture(block: SharedMemory, slot: Slot) -> Image:
    return np.ndarray(slot.shape, np.uint8, block.buf)


def _discard(block: SharedMemory) -> None:
    with suppress(BufferError):  # a reader that was left behind still writes to it
        block.close()
    block.unlink()
