"""A library scenario with so few people and so small a picture that a test can film it."""

from pathlib import Path

import yaml

from scenarios.loader import library


def quiet_mall(folder: Path) -> str:
    """The mall for a handful of people, as a file in a folder."""
    file = library()["mall"]
    raw = yaml.safe_load(file.read_text())
    raw["venue"] = str(file.parent / raw["venue"])
    raw["arrivals"]["profile"] = [{"from_s": 0, "people_per_h": 300}]
    raw["cameras"] = [raw["cameras"][0] | {"width_px": 320, "height_px": 180}]
    raw["window"] |= {"duration_s": 1, "watchlist": 3}
    written = folder / "quiet.yaml"
    written.write_text(yaml.safe_dump(raw))
    return str(written)
