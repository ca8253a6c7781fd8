"""Ways to damage a file's bytes: pure functions of the content and a generator."""

from collections.abc import Callable

import numpy as np

HEAD, MARK = 512, b"\xff\xff\xff\x7f"


def flipped_bits(content: bytes, rng: np.random.Generator) -> bytes:
    held = np.frombuffer(content, np.uint8).copy()
    at = rng.integers(0, len(held), max(len(held) // 200, 1))
    held[at] ^= (1 << rng.integers(0, 8, len(at))).astype(np.uint8)
    return held.tobytes()


def flipped_in_the_head(content: bytes, rng: np.random.Generator) -> bytes:
    return flipped_bits(content[:HEAD], rng) + content[HEAD:]


def without_its_end(content: bytes, rng: np.random.Generator) -> bytes:
    return content[: int(rng.integers(1, len(content)))]


def without_its_last_bytes(content: bytes, rng: np.random.Generator) -> bytes:
    return content[: -int(rng.integers(1, 16))]


def without_its_start(content: bytes, rng: np.random.Generator) -> bytes:
    return content[int(rng.integers(1, len(content))) :]


def without_its_middle(content: bytes, rng: np.random.Generator) -> bytes:
    first, last = _piece(content, rng)
    return content[:first] + content[last:]


def with_a_piece_twice(content: bytes, rng: np.random.Generator) -> bytes:
    first, last = _piece(content, rng)
    return content[:last] + content[first:]


def with_a_piece_zeroed(content: bytes, rng: np.random.Generator) -> bytes:
    first, last = _piece(content, rng)
    return content[:first] + bytes(last - first) + content[last:]


def with_a_piece_of_noise(content: bytes, rng: np.random.Generator) -> bytes:
    first, last = _piece(content, rng)
    return content[:first] + rng.bytes(last - first) + content[last:]


def with_halves_exchanged(content: bytes, _: np.random.Generator) -> bytes:
    half = len(content) // 2
    return content[half:] + content[:half]


def with_bytes_swapped_in_the_head(content: bytes, rng: np.random.Generator) -> bytes:
    held = bytearray(content)
    for _ in range(4):
        a, b = rng.integers(0, min(len(held), HEAD), 2)
        held[a], held[b] = held[b], held[a]
    return bytes(held)


def with_a_size_of_nothing(content: bytes, rng: np.random.Generator) -> bytes:
    return _sized(content, rng, bytes(4))


def with_a_giant_size(content: bytes, rng: np.random.Generator) -> bytes:
    return _sized(content, rng, MARK)


def with_its_own_copy_behind(content: bytes, _: np.random.Generator) -> bytes:
    return content + content


def with_noise_behind(content: bytes, rng: np.random.Generator) -> bytes:
    return content + rng.bytes(len(content))


MUTATORS: dict[str, Callable[[bytes, np.random.Generator], bytes]] = {
    one.__name__: one
    for one in (
        flipped_bits, flipped_in_the_head, without_its_end, without_its_last_bytes,
        without_its_start, without_its_middle, with_a_piece_twice, with_a_piece_zeroed,
        with_a_piece_of_noise, with_halves_exchanged, with_bytes_swapped_in_the_head,
        with_a_size_of_nothing, with_a_giant_size, with_its_own_copy_behind, with_noise_behind,
    )
}  # fmt: skip


def spliced(first: bytes, second: bytes, rng: np.random.Generator) -> bytes:
    """The start of one file and the end of another."""
    return without_its_end(first, rng) + without_its_start(second, rng)


def _piece(content: bytes, rng: np.random.Generator) -> tuple[int, int]:
    first = int(rng.integers(0, len(content)))
    return first, min(first + int(rng.integers(1, max(len(content) // 4, 2))), len(content))


def _sized(content: bytes, rng: np.random.Generator, size: bytes) -> bytes:
    at = int(rng.integers(0, max(min(len(content), HEAD) - len(size), 1)))
    return content[:at] + size + content[at + len(size) :]
