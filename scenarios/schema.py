"""What a deployment is, in one frozen tree; unknown fields are refused."""

from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from engine.settings import WEEK_S, EngineSettings, Share

Span = Annotated[float, Field(ge=0.001, le=WEEK_S)]
"""Seconds, a week at most."""
Moment = Annotated[float, Field(ge=0, le=WEEK_S)]
"""Seconds after the start."""
Spread = Annotated[float, Field(ge=0, le=2)]
"""Standard deviation of a time's logarithm; at 2 one in forty takes fifty times the median."""
Metres = Annotated[float, Field(ge=-1e5, le=1e5)]
"""As far from the corner as a plan may reach."""
Point = tuple[Metres, Metres]
Ordinal = Annotated[int, Field(ge=-100, le=127)]
"""Of a level: 0 the ground, rising; the tallest building there is has 163 storeys, few of them open
to the public."""


class Spot(NamedTuple):
    """A point on the floor of a level.

    >>> Spot(3.0, 4.0)
    Spot(x_m=3.0, y_m=4.0, level=0)
    """

    x_m: Metres
    y_m: Metres
    level: Ordinal = 0


Shops = Annotated[int, Field(ge=0, le=5000)]
"""As many as a plan may have."""
Dial = Annotated[float, Field(ge=-1e9, le=1e9)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9_-]+$", max_length=64)]
"""Of something that is found by it; names of files are made of it."""
Lux = Annotated[float, Field(ge=1e-4, le=1e6)]
"""From a moonless night, .0002 lx, to beyond full sun, 130,000 lx."""
Shutter = Annotated[float, Field(ge=1e-6, le=1)]
"""Seconds; the shortest electronic shutters take some microseconds."""
Decibels = Annotated[float, Field(ge=0, le=100)]
"""Twice what sensors are sold with."""
Distortion = Annotated[float, Field(ge=-1000, le=1000)]
"""Of a lens, by powers of the radius in focal lengths."""


class Part(BaseModel):
    """Base of every part of a scenario: frozen, nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Hour(Part):
    """Footfall from `from_s` until the next hour begins."""

    from_s: Moment
    people_per_h: Annotated[float, Field(ge=0, le=1e6)]
    """The busiest station there is has some 200,000 (Shinjuku, 3.6 million a day)."""


class Arrivals(Part):
    """Who comes, when, and with whom."""

    profile: Annotated[tuple[Hour, ...], Field(min_length=1, max_length=7 * 24 * 12)]
    """A step for every five minutes of a week at most."""
    listed_share: Share = 0.001
    """Share of passers-by who are on the watchlist."""
    group_sizes: Annotated[tuple[Share, ...], Field(min_length=1, max_length=50)] = (
        0.55, 0.3, 0.1, 0.05,
    )  # fmt: skip
    """Share of groups of 1, 2, 3, ... people; adds up to 1."""
    shops_visited: tuple[Shops, Shops] = (0, 3)
    """Fewest and most shops on one visit."""
    dwell_s: Annotated[float, Field(ge=0.001, le=43_200)] = 420.0
    """Mean time in a shop, exponential; at most half a day, for which shops are open."""
    speed_mps: Annotated[float, Field(ge=0.1, le=10)] | None = None
    """Mean free walking speed; None: that of `crowd.population`."""
    speed_sd_mps: Annotated[float, Field(ge=0, le=2)] | None = None
    """Its standard deviation between people; None: that of `crowd.population`."""

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
    talk_s: Annotated[float, Field(ge=0.001, le=3600)] = 40.0
    """Mean time of it, exponential; who talks for longer than an hour sits down."""
    walkers: Name = "flow"
    """Who walks them, by name."""
    population: Literal["weidmann", "shopping", "corridor"] = "weidmann"
    """How fast they like to walk and how near they come to each other (`scenarios.populations`)."""


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
    illuminance_lux: Lux | None = None
    colour_k: Annotated[float, Field(ge=1700, le=25000)] | None = None
    white_balance_k: Annotated[float, Field(ge=1700, le=25000)] | None = None
    """The light that comes out white; None: the light there is, as far as a camera can follow."""
    backlight_lux: Annotated[float, Field(ge=0, le=1e6)] = 0.0
    """Light on what lies behind the glass of the backlit walls; 0: there is no glass."""
    backlight_box: tuple[Share, Share, Share, Share] = (0.2, 0.0, 0.8, 0.6)
    """x1 y1 x2 y2 of the glass, in shares of the picture."""
    exposure: bool = True
    """False: levels stay as drawn, at 0 dB."""
    f_number: Annotated[float, Field(ge=0.5, le=128)] = 1.6
    """In air no lens is faster than 0.5; pinholes have some 128."""
    shutter_s: Shutter | None = None
    shutter_min_s: Shutter = 0.0001
    shutter_max_s: Shutter = 0.02
    gain_db: Decibels | None = None
    gain_max_db: Decibels = 36.0
    metered_level: Annotated[float, Field(ge=0.001, lt=1)] = 0.18
    """Linear mean level that automatic exposure aims at."""
    base_iso: Annotated[float, Field(ge=1, le=100_000)] = 100.0
    """Sensitivity at 0 dB."""
    noise: bool = True
    full_well_e: Annotated[float, Field(ge=10, le=1e7)] = 10000.0
    read_noise_e: Annotated[float, Field(ge=0, le=1e4)] = 3.0
    motion_blur: bool = True
    focus_m: Annotated[float, Field(gt=0, le=1e5)] | None = None
    """Distance that is sharp; None: all distances are."""
    pixel_um: Annotated[float, Field(ge=0.3, le=50)] = 2.9
    """Sensors are sold from .5 to some 20 um."""
    softness_px: Annotated[float, Field(ge=0, le=50)] = 0.5
    """Standard deviation of the lens's own spread."""
    k1: Distortion = 0.0
    k2: Distortion = 0.0
    line_time_us: Annotated[float, Field(ge=0, le=2000)] = 0.0
    """From one row's exposure to the next one's; 0: all at once."""
    rain_mm_per_h: Annotated[float, Field(ge=0, le=100)] = 0.0
    sharpening: Annotated[float, Field(ge=0, le=20)] = 0.0
    sharpening_px: Annotated[float, Field(ge=0.1, le=50)] = 1.0
    bitrate_kbps: Annotated[float, Field(ge=8, le=1e6)] | None = None
    """None: constant quality, as large as it gets."""
    gop_s: Annotated[float, Field(ge=0.01, le=3600)] | None = None
    """From one intra frame to the next; None: as the encoder likes."""


class Camera(Part):
    """A fixed camera; `heading_deg` counter-clockwise from east, `tilt_deg` down from level,
    `fov_deg` horizontal.
    """

    id: Name
    at_m: Point
    level: Ordinal = 0
    """On which it hangs; it sees nobody on any other."""
    height_m: Annotated[float, Field(gt=0, le=100)] = 3.0
    """Over its level's floor."""
    heading_deg: Annotated[float, Field(ge=-3600, le=3600)]
    tilt_deg: Annotated[float, Field(ge=-30, le=90)] = 12.0
    fov_deg: Annotated[float, Field(gt=1, lt=150)] = 40.0
    width_px: Annotated[int, Field(ge=160, le=7680, multiple_of=2)] = 1280
    height_px: Annotated[int, Field(ge=120, le=4320, multiple_of=2)] = 720
    fps: Annotated[float, Field(ge=0.01, le=60)] = 5.0
    zone_interocular_px: Annotated[float, Field(gt=0, le=1000)] = 24.0
    """The zone of recognition is where a frontal face would have this much between the eyes."""
    imaging: Imaging | None = None
    """None: an ordinary camera in good light."""


class Operators(Part):
    """People at the screens who judge alerts."""

    count: Annotated[int, Field(ge=0, le=10_000)] = 1
    judging_s: Span = 8.0
    """Median time to judge an alert, log-normal."""
    judging_spread: Spread = 0.5
    """Standard deviation of its logarithm."""
    confirm_true: Share = 0.9
    """Probability of confirming a true alert."""
    confirm_false: Share = 0.35
    """Probability of confirming a false alert."""
    patience_s: Span = 60.0
    """An alert not judged within this time is dismissed unread."""
    judge: Name = "coin"
    """How they judge, by the name of a `footfall.judge`."""
    judge_dials: dict[str, Dial] = {}
    """What that judge is set by; each knows its own."""


class Officers(Part):
    """People on the floor who are sent."""

    posts_m: Annotated[tuple[Spot, ...], Field(max_length=1000)] = ()
    """One officer stands at each: [x, y], or [x, y, level] off the ground."""
    speed_mps: Annotated[float, Field(ge=0.1, le=10)] = 1.9
    notice: Share = 0.85
    """Probability of picking the right person out of the crowd once there."""
    patience_s: Span = 20.0
    """A confirmed alert that finds no officer within this time goes unanswered."""
    give_up_s: Span = 180.0
    engage_s: Span = 30.0
    """Median time of speaking to someone before the identity is checked."""
    identity_check_s: Span = 150.0
    """Median time of an identity check, log-normal."""
    arrest_s: Span = 1500.0
    """Median time of an arrest and its processing: the officer is away."""
    spread: Spread = 0.4
    """Standard deviation of the logarithm of those times."""
    dispatch: Name = "nearest"
    """Who is sent, by the name of a `footfall.dispatch`."""
    dispatch_dials: dict[str, Dial] = {}
    """What that policy is set by; each knows its own."""


class Doubles(Part):
    """Innocent passers-by who are kin of listed people, as rendered."""

    twin: Annotated[int, Field(ge=0, le=100)] = 0
    sibling: Annotated[int, Field(ge=0, le=100)] = 0
    look_alike: Annotated[int, Field(ge=0, le=100)] = 0


class Window(Part):
    """The part of the day that is played in pixels."""

    start_s: Moment
    duration_s: Span = 60.0
    cameras: tuple[str, ...] = ()
    """Ids of the cameras rendered; none named: all."""
    listed_share: Share | None = None
    """Volunteers seeded into the window, as trials do; None: as on the day."""
    watchlist: Annotated[int, Field(ge=1, le=1_000_000)] = 40
    """Subjects enrolled from rendered images in pixels fidelity."""
    doubles: Doubles = Doubles()
    """How many of the passers-by filmed are kin of somebody enrolled."""


class Scenario(Part):
    """One deployment: place, people, watchlist, cameras, engine, answer."""

    name: Name
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
