"""The face that a claim rests on, beside the image that it was taken for."""

from streamlit.delta_generator import DeltaGenerator

from dashboards.app import films
from dashboards.app.films import Claim
from dashboards.app.runs import kept
from engine.faces import Image
from sim.reader import StoredRun


def show_faces(
    run: StoredRun, camera: str, claim: Claim, seen: DeltaGenerator, listed: DeltaGenerator
) -> None:
    """Each in its place; a subject without a kept image leaves theirs empty."""
    cut = kept(_face, run, camera, claim.frame, claim.box_px)
    seen.image(cut, channels="BGR", caption="in the frame", alt="The face in the frame")
    enrolled = films.portrait(run, claim.subject)
    if enrolled:
        told = f"subject {claim.subject}"
        listed.image(str(enrolled), caption=told, width="stretch", alt=f"Enrolled image of {told}")


def _face(
    run: StoredRun, camera: str, frame: int, box_px: tuple[float, float, float, float]
) -> Image:
    return films.face(run.file(f"feeds/{camera}.mp4"), frame, box_px)
