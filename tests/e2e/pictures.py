"""`python -m tests.e2e.pictures` makes the pictures of README and docs from two real runs."""

import sys
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import pyarrow.parquet as pq

from engine.feeds import open_feed
from sim.run import play
from tests.e2e.served import served, visited

PICTURES = Path("docs/pictures")
SCENARIO = "shopping_centre"


def main(folder: Path) -> None:
    """Play a day and its window, then picture the page and a camera's frame."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    pixels, scores = folder / "pixels", folder / "scores"
    if not pixels.exists():
        play(SCENARIO, out=pixels, fidelity="pixels")
    if not scores.exists():
        play(SCENARIO, out=scores, fidelity="scores")
    picture_frame(pixels)
    with TemporaryDirectory() as one:
        (Path(one) / "scores").symlink_to(scores.resolve())
        picture_page(Path(one))


def picture_frame(run: Path) -> None:
    """The annotated frame with the most faces among those that come soon after an alert."""
    best = max(
        (
            (faces, watched, frame)
            for watched in sorted((run / "watch").iterdir())
            for frame, faces in _faces_at_alerts(watched)
        ),
        key=lambda one: one[0],
    )
    _, watched, frame = best
    picture = next(islice(open_feed(watched / "annotated.mp4"), frame, None)).bgr
    cv2.imwrite(str(PICTURES / "camera.png"), picture, [cv2.IMWRITE_PNG_COMPRESSION, 9])


def picture_page(runs: Path) -> None:
    """The top of the page of outcomes, and the map at an alert."""
    with served(runs) as server, visited(server.url, 1400, 1180) as visit:
        visit.page.locator(".js-plotly-plot").first.wait_for()
        visit.page.wait_for_timeout(1500)
        visit.page.screenshot(path=PICTURES / "page.png")
        visit.open("Map")
        visit.page.get_by_label("Play", exact=True).click()
        visit.page.wait_for_timeout(6000)
        visit.page.get_by_label("Pause", exact=True).click()
        visit.page.screenshot(path=PICTURES / "map.png")


def _faces_at_alerts(watched: Path) -> list[tuple[int, int]]:
    """Frames with a matched face, each with how many faces it shows."""
    faces = pq.read_table(watched / "faces.parquet", columns=["frame", "subject", "score"])
    summary = pq.read_table(watched / "faces.parquet", columns=["frame"])["frame"]
    counts = {row["values"]: row["counts"] for row in summary.value_counts().to_pylist()}
    alerted = {row["frame"] for row in faces.to_pylist() if row["subject"] is not None}
    return [(frame, counts[frame]) for frame in sorted(alerted)]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with TemporaryDirectory() as made:
            main(Path(made))
