"""What a deployment is, in one frozen tree; unknown fields are refused."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.settings import EngineSettings, Share

Positive = Annotated[float, Field(gt=0)]
NonNegative = Annotated[float, Field(ge=0)]
Span = Annotated[float, Field(gt=0, le=7 * 86_400)]
"""Seconds, a week at most."""
Point = tuple[float, float]
Name = Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")]
"""Of something that is found by it."""
Distortion = Annotated[float, Field(ge=-1000, le=1000)]
"""Of a lens, by powers of the radius in focal lengths."""


class Part(BaseModel):
    """Base of every part of a scenario: frozen, nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Hour(Part):
    """Footfall from `from_s` until the next hour begins."""

    from_s: NonNegative
    people_per_h: Annotated[float, Field(ge=0, le=1e6)]


class Arrivals(Part):
    """Who comes, when, and with whom."""

    profile: Annotated[tuple[Hour, ...], Field(min_length=1)]
    listed_share: Share = 0.001
    """Share of passers-by who are on the watchlist."""
    group_sizes: tuple[Share, ...] = (0.55, 0.3, 0.1, 0.05)
    """Share of groups of 1, 2, 3, ... people; adds up to 1."""
    shops_visited: tuple[int, int] = (0, 3)
    """Fewest and most shops on one visit."""
    dwell_s: Span = 420.0
    """Mean time in a shop, exponential."""
    speed_mps: Annotated[float, Field(ge=0.1, le=10)] = 1.34
    """Mean free walking speed (Weidmann 1993)."""
    speed_sd_mps: NonNegative = 0.26

    def expected(self, duration_s: float) -> float:
        """How many people come on average until a time."""
        ends = [*(hour.from_s for hour in self.profile[1:]), duration_s]
        return sum(
            hour.people_per_h * max(min(end, duration_s) - hour.from_s, 0.0) / 3600
            for hour, end in zip(self.profile, ends, strict=True)
        )


class Manners(Part):
    """Shares of grown-up people who go about in some way; the rest just walk."""

    phone: Share = 0.15
    """A phone in the hand, looked at four fifths of the time."""
    call: Share = 0.05
    """A phone at the ear (Thompson et al. 2013: 6 % hand-held)."""
    pram: Share = 0.03
    trolley: Share = 0.02
    wheelchair: Share = 0.01
    stick: Share = 0.015


class CrowdSettings(Part):
    """What the people who come are like."""

    manners: Manners = Manners()
    talk_share: Share = 0.12
    """Share of groups that stop on their way to talk."""
    talk_s: Positive = 40.0
    """Mean time of it, exponential."""
    walkers: Name = "flow"
    """Who walks them, by name."""


class Watchlist(Part):
    """Who is looked for."""

    size: Annotated[int, Field(ge=0, le=1_000_000)]
    right_to_arrest: Share = 0.6
    """Share of listed people whom a correct identification leads to arrest."""


class Imaging(Part):
    """How a camera makes a picture of light; docs/imaging.md has the formulas."""

    place: Literal["mall", "street", "station"] = "mall"
    hour: Literal["day", "dusk", "night"] = "day"
    """Place and hour give the light where the next two say nothing."""
    illuminance_lux: Positive | None = None
    colour_k: Annotated[float, Field(ge=1700, le=25000)] | None = None
    white_balance_k: Annotated[float, Field(ge=1700, le=25000)] | None = None
    """The light that comes out white; None: the light there is, as far as a camera can follow."""
    backlight_lux: NonNegative = 0.0
    """Light on what lies behind the glass of the backlit walls; 0: there is no glass."""
    backlight_box: tuple[Share, Share, Share, Share] = (0.2, 0.0, 0.8, 0.6)
    """x1 y1 x2 y2 of the glass, in shares of the picture."""
    exposure: bool = True
    """False: levels stay as drawn, at 0 dB."""
    f_number: Positive = 1.6
    shutter_s: Positive | None = None
    shutter_min_s: Positive = 0.0001
    shutter_max_s: Positive = 0.02
    gain_db: NonNegative | None = None
    gain_max_db: NonNegative = 36.0
    metered_level: Annotated[float, Field(gt=0, lt=1)] = 0.18
    """Linear mean level that automatic exposure aims at."""
    base_iso: Positive = 100.0
    """Sensitivity at 0 dB."""
    noise: bool = True
    full_well_e: Positive = 10000.0
    read_noise_e: NonNegative = 3.0
    motion_blur: bool = True
    focus_m: Positive | None = None
    """Distance that is sharp; None: all distances are."""
    pixel_um: Positive = 2.9
    softness_px: NonNegative = 0.5
    """Standard deviation of the lens's own spread."""
    k1: Distortion = 0.0
    k2: Distortion = 0.0
    line_time_us: NonNegative = 0.0
    """From one row's exposure to the next one's; 0: all at once."""
    rain_mm_per_h: Annotated[float, Field(ge=0, le=100)] = 0.0
    sharpening: NonNegative = 0.0
    sharpening_px: Positive = 1.0
    bitrate_kbps: Positive | None = None
    """None: constant quality, as large as it gets."""
    gop_s: Positive | None = None
    """From one intra frame to the next; None: as the encoder likes."""


class Camera(Part):
    """A fixed camera; `heading_deg` counter-clockwise from east, `tilt_deg` down from level,
    `fov_deg` horizontal.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")]
    at_m: Point
    height_m: Positive = 3.0
    heading_deg: float
    tilt_deg: Annotated[float, Field(ge=-30, le=90)] = 12.0
    fov_deg: Annotated[float, Field(gt=1, lt=150)] = 40.0
    width_px: Annotated[int, Field(ge=160, le=7680, multiple_of=2)] = 1280
    height_px: Annotated[int, Field(ge=120, le=4320, multiple_of=2)] = 720
    fps: Annotated[float, Field(gt=0, le=60)] = 5.0
    zone_interocular_px: Positive = 24.0
    """The zone of recognition is where a frontal face would have this much between the eyes."""
    imaging: Imaging | None = None
    """None: an ordinary camera in good light."""


class Operators(Part):
    """People at the screens who judge alerts."""

    count: Annotated[int, Field(ge=0)] = 1
    judging_s: Positive = 8.0
    """Median time to judge an alert, log-normal."""
    judging_spread: NonNegative = 0.5
    """Standard deviation of its logarithm."""
    confirm_true: Share = 0.9
    """Probability of confirming a true alert."""
    confirm_false: Share = 0.35
    """Probability of confirming a false alert."""
    patience_s: Positive = 60.0
    """An alert not judged within this time is dismissed unread."""
    judge: Name = "coin"
    """How they judge, by the name of a `footfall.judge`."""
    judge_dials: dict[str, float] = {}
    """What that judge is set by; each knows its own."""


class Officers(Part):
    """People on the floor who are sent."""

    posts_m: tuple[Point, ...] = ()
    """One officer stands at each."""
    speed_mps: Positive = 1.9
    notice: Share = 0.85
    """Probability of picking the right person out of the crowd once there."""
    patience_s: Positive = 20.0
    """A confirmed alert that finds no officer within this time goes unanswered."""
    give_up_s: Positive = 180.0
    engage_s: Positive = 30.0
    """Median time of speaking to someone before the identity is checked."""
    identity_check_s: Positive = 150.0
    """Median time of an identity check, log-normal."""
    arrest_s: Positive = 1500.0
    """Median time of an arrest and its processing: the officer is away."""
    spread: NonNegative = 0.4
    """Standard deviation of the logarithm of those times."""
    dispatch: Name = "nearest"
    """Who is sent, by the name of a `footfall.dispatch`."""
    dispatch_dials: dict[str, float] = {}
    """What that policy is set by; each knows its own."""


class Doubles(Part):
    """Innocent passers-by who are kin of listed people, as rendered."""

    twin: Annotated[int, Field(ge=0, le=100)] = 0
    sibling: Annotated[int, Field(ge=0, le=100)] = 0
    look_alike: Annotated[int, Field(ge=0, le=100)] = 0


class Window(Part):
    """The part of the day that is played in pixels."""

    start_s: NonNegative
    duration_s: Positive = 60.0
    cameras: tuple[str, ...] = ()
    """Ids of the cameras rendered; none named: all."""
    listed_share: Share | None = None
    """Volunteers seeded into the window, as trials do; None: as on the day."""
    watchlist: Annotated[int, Field(ge=1)] = 40
    """Subjects enrolled from rendered images in pixels fidelity."""
    doubles: Doubles = Doubles()
    """How many of the passers-by filmed are kin of somebody enrolled."""


class Scenario(Part):
    """One deployment: place, people, watchlist, cameras, engine, answer."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")]
    title: str
    description: str = ""
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 1
    starts_at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "10:00"
    duration_s: Span
    venue: str
    """Path of a GeoJSON file, relative to the scenario's own file."""
    arrivals: Arrivals
    crowd: CrowdSettings = CrowdSettings()
    watchlist: Watchlist
    cameras: Annotated[tuple[Camera, ...], Field(min_length=1)]
    engine: EngineSettings = EngineSettings()
    operators: Operators = Operators()
    officers: Officers = Officers()
    window: Window | None = None
    fidelity: Literal["scores", "pixels"] = "scores"

    @property
    def watching(self) -> tuple[Camera, ...]:
        """The cameras in use, in the order of the scenario: in pixels those of the window."""
        named = self.window.cameras if self.fidelity == "pixels" and self.window else ()
        return tuple(camera for camera in self.cameras if not named or camera.id in named)
