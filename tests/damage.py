"""Videos with a part destroyed."""

from pathlib import Path

import av


def destroyed(path: Path, first: int, count: int) -> Path:
    """Zeroes over the packets `first` to before `first + count` of a video, in their file order."""
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        places = [(packet.pos, packet.size) for packet in packets[first : first + count]]
    content = bytearray(path.read_bytes())
    for at, length in places:
        content[at : at + length] = bytes(length)
    path.write_bytes(content)
    return path
