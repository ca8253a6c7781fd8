"""The engine's dials; frozen, so that a run's scenario says all of them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

WEEK_S = 7 * 86_400
"""As long as anything lasts."""
Share = Annotated[float, Field(ge=0, le=1)]


class EngineSettings(BaseModel):
    """How the engine looks and when it speaks."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True
    )

    pack: str = "open"
    """The models, by the name of their pack."""
    preset: str = "rendered"
    """Which calibration the threshold and the stand-in rest on."""
    detector_score: Share = 0.5
    """Lowest detector confidence that counts as a face."""
    minimum_interocular_px: Annotated[float, Field(gt=0, le=1000)] = 12.0
    """Smaller faces are detected but too poor to search."""
    maximum_yaw_deg: Annotated[float, Field(gt=0, le=90)] = 50.0
    """Faces turned further away are detected but too poor to search."""
    threshold: Annotated[float, Field(ge=-1, le=1)] | None = None
    """Comparison score that counts as a match; None: the preset's for target_fpir."""
    target_fpir: Annotated[float, Field(gt=0, lt=1)] = 0.001
    """Wanted false positive identification rate at this watchlist's size."""
    minimum_frames: Annotated[int, Field(ge=1, le=10_000)] = 2
    """Frames of one track that must match the same subject for an alert, the first among them."""
    cooldown_s: Annotated[float, Field(ge=0, le=WEEK_S)] = 60.0
    """After an alert, the same subject on the same feed is silent for this long."""
    lost_after_s: Annotated[float, Field(gt=0, le=WEEK_S)] = 1.0
    """A track unseen for longer has ended."""
    maximum_pitch_deg: Annotated[float, Field(gt=0, le=180)] = 180.0
    """Heads bowed or seen from above or below further than this are too poor to search."""
    maximum_roll_deg: Annotated[float, Field(gt=0, le=180)] = 180.0
    """Heads tilted further aside in the picture are too poor to search."""
    minimum_sharpness: Annotated[float, Field(ge=0, le=1e9)] = 0.0
    """Softer faces are too poor to search."""
    maximum_dark: Share = 1.0
    """Faces with a larger share of pixels clipped at black are too poor to search."""
    maximum_bright: Share = 1.0
    """Faces with a larger share of pixels clipped at white are too poor to search."""
    minimum_range_bits: Annotated[float, Field(ge=0, le=8)] = 0.0
    """Faces whose luminance has less entropy are too poor to search."""
    minimum_uniformity: Share = 0.0
    """Faces whose two halves are lit less alike are too poor to search."""
    evidence_frames: Annotated[int, Field(ge=1, le=1000)] = 5
    """Best frames of a track that are fused into its track score; it decides nothing."""
