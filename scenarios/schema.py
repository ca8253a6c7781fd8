"""What a deployment is, in one frozen tree; unknown fields are refused."""

from typing import Annotated, Literal

from pydantic import Field

from engine.settings import EngineSettings, Share
from scenarios.answer.briefed import Briefed
from scenarios.answer.categories import Category
from scenarios.answer.officers import Officers
from scenarios.answer.operators import Operators
from scenarios.failures import Failure
from scenarios.fields.parts import (
    Decibels,
    Distortion,
    Lux,
    Moment,
    Name,
    Ordinal,
    Part,
    Point,
    Shutter,
    Span,
    TimeOfDay,
)
from scenarios.footfall.arrivals import Arrivals
from scenarios.footfall.demography import Demography
from scenarios.footfall.planted import Planted


class Manners(Part):
    """Shares of the people from 16 on, of those old enough for it, who go about in some way; the
    rest just walk.
    """

    phone: Share = 0.15
    """A phone in the hand, looked at four fifths of the time."""
    call: Share = 0.05
    """A phone at the ear (Thompson et al. 2013: 6 % hand-held)."""
    pram: Share = 0.03
    """They are 18 or older and push a pram."""
    trolley: Share = 0.02
    """They pull a case on wheels."""
    wheelchair: Share = 0.01
    """They sit in a wheelchair."""
    stick: Share = 0.045
    """They are 55 or older and walk with a stick."""


class CrowdSettings(Part):
    """What the people who come are like."""

    demography: Demography = Demography()
    """Sex, age, ancestry and skin tone, as shares."""
    manners: Manners = Manners()
    """How they go about."""
    talk_share: Share = 0.12
    """Share of groups that stop on their way to talk."""
    talk_s: Annotated[float, Field(ge=0.001, le=3600)] = 40.0
    """Mean time of it, exponential; who talks for longer than an hour sits down."""
    walkers: Name = "flow"
    """Who walks them, by name."""
    population: Literal["weidmann", "shopping", "corridor"] = "weidmann"
    """How fast they like to walk and how near they come to each other (populations)."""


class Watchlist(Part):
    """Who is looked for."""

    size: Annotated[int, Field(ge=0, le=1_000_000)]
    """People enrolled."""
    right_to_arrest: Share = 0.6
    """Share of listed people whom a correct identification leads to arrest."""
    categories: Annotated[tuple[Category, ...], Field(max_length=20)] = ()
    """What people are looked for, the most urgent first; those whom no share names come last."""


class Imaging(Part):
    """How a camera makes a picture of light; docs/imaging.md has the formulas."""

    place: Literal["mall", "street", "station"] = "mall"
    """With `hour`, the light where the fields of light say nothing."""
    hour: Literal["day", "dusk", "night"] = "day"
    """Place and hour give the light where the next two say nothing."""
    illuminance_lux: Lux | None = None
    """Light on what the camera sees; None: that of place and hour."""
    colour_k: Annotated[float, Field(ge=1700, le=25000)] | None = None
    """Colour temperature of the light; None: that of place and hour."""
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
    """Time of exposure; None: automatic, first of all."""
    shutter_min_s: Shutter = 0.0001
    """Shortest that automatic exposure takes."""
    shutter_max_s: Shutter = 0.02
    """Longest that automatic exposure takes."""
    gain_db: Decibels | None = None
    """20 dB are a factor of 10; None: automatic, once the shutter is at its longest."""
    gain_max_db: Decibels = 36.0
    """Most that automatic exposure takes."""
    metered_level: Annotated[float, Field(ge=0.001, lt=1)] = 0.18
    """Linear mean level that automatic exposure aims at."""
    base_iso: Annotated[float, Field(ge=1, le=100_000)] = 100.0
    """Sensitivity at 0 dB."""
    noise: bool = True
    """Shot and read noise."""
    full_well_e: Annotated[float, Field(ge=10, le=1e7)] = 10000.0
    """Electrons that make a pixel white at 0 dB."""
    read_noise_e: Annotated[float, Field(ge=0, le=1e4)] = 3.0
    """Standard deviation of reading a pixel."""
    motion_blur: bool = True
    """People are smeared by their own way while the shutter is open."""
    focus_m: Annotated[float, Field(gt=0, le=1e5)] | None = None
    """Distance that is sharp; None: all distances are."""
    pixel_um: Annotated[float, Field(ge=0.3, le=50)] = 2.9
    """Sensors are sold from .5 to some 20 um."""
    softness_px: Annotated[float, Field(ge=0, le=50)] = 0.5
    """Standard deviation of the lens's own spread."""
    k1: Distortion = 0.0
    """Radial distortion, negative for barrels."""
    k2: Distortion = 0.0
    """Second coefficient of the distortion."""
    line_time_us: Annotated[float, Field(ge=0, le=2000)] = 0.0
    """From one row's exposure to the next one's; 0: all at once."""
    rain_mm_per_h: Annotated[float, Field(ge=0, le=100)] = 0.0
    """Rain before the camera."""
    sharpening: Annotated[float, Field(ge=0, le=20)] = 0.0
    """Amount of the unsharp mask."""
    sharpening_px: Annotated[float, Field(ge=0.1, le=50)] = 1.0
    """Standard deviation of its blur."""
    bitrate_kbps: Annotated[float, Field(ge=8, le=1e6)] | None = None
    """None: constant quality, as large as it gets."""
    gop_s: Annotated[float, Field(ge=0.01, le=3600)] | None = None
    """From one intra frame to the next; None: as the encoder likes."""


class Camera(Part):
    """A fixed camera; `heading_deg` counter-clockwise from east, `tilt_deg` down from level,
    `fov_deg` horizontal.
    """

    id: Name
    """Names feeds and files."""
    at_m: Point
    """Where it hangs on the plan, x east and y north."""
    level: Ordinal = 0
    """On which it hangs; it sees nobody on any other."""
    height_m: Annotated[float, Field(gt=0, le=100)] = 3.0
    """Over its level's floor."""
    heading_deg: Annotated[float, Field(ge=-3600, le=3600)]
    """Where it looks, counter-clockwise from east."""
    tilt_deg: Annotated[float, Field(ge=-30, le=90)] = 12.0
    """Down from level."""
    fov_deg: Annotated[float, Field(gt=1, lt=150)] = 40.0
    """Horizontal field of view."""
    width_px: Annotated[int, Field(ge=160, le=7680, multiple_of=2)] = 1280
    """Width of the picture."""
    height_px: Annotated[int, Field(ge=120, le=4320, multiple_of=2)] = 720
    """Height of the picture."""
    fps: Annotated[float, Field(ge=0.01, le=60)] = 5.0
    """Frames a second."""
    zone_interocular_px: Annotated[float, Field(gt=0, le=1000)] = 24.0
    """The zone of recognition is where a frontal face would have this much between the eyes."""
    imaging: Imaging | None = None
    """How it makes a picture of light; None: an ordinary camera in good light."""
    active_s: Annotated[tuple[tuple[Moment, Moment], ...], Field(max_length=10_000)] = ()
    """From when to when it looks so, one span after the other; none: always."""


class Doubles(Part):
    """Innocent passers-by who are kin of listed people, as rendered."""

    twin: Annotated[int, Field(ge=0, le=100)] = 0
    """Twins of somebody enrolled."""
    sibling: Annotated[int, Field(ge=0, le=100)] = 0
    """Siblings of somebody enrolled."""
    look_alike: Annotated[int, Field(ge=0, le=100)] = 0
    """Look-alikes of somebody enrolled."""


class Window(Part):
    """The part of the day that is played in pixels."""

    start_s: Moment
    """Where it begins, from the start of the day."""
    duration_s: Span = 60.0
    """How long it lasts."""
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
    """Names run folders."""
    title: str
    """For people."""
    description: str = ""
    """A few sentences."""
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 1
    """All chance follows from it: the same seed, the same run."""
    starts_at: TimeOfDay = "10:00"
    """Time of day at second 0."""
    duration_s: Span
    """How long people arrive."""
    venue: str
    """Path of a GeoJSON file, relative to the scenario's own file."""
    arrivals: Arrivals
    """Who comes."""
    crowd: CrowdSettings = CrowdSettings()
    """What the people who come are like."""
    watchlist: Watchlist
    """Who is looked for."""
    cameras: Annotated[tuple[Camera, ...], Field(min_length=1)]
    """At least one."""
    engine: EngineSettings = EngineSettings()
    """How the engine looks, and when it speaks."""
    operators: Operators = Operators()
    """Who judges alerts."""
    officers: Officers = Officers()
    """Who is sent."""
    failures: Annotated[tuple[Failure, ...], Field(max_length=100)] = ()
    """What goes wrong, and when."""
    briefed: Briefed | None = None
    """Who looks for people without the engine; None: nobody."""
    planted: Planted = Planted()
    """Differences between groups, put in to see whether they are found."""
    window: Window | None = None
    """The part played in pixels; None: there is none."""
    fidelity: Literal["scores", "pixels"] = "scores"
    """`scores` plays the day with drawn templates, `pixels` the window with pictures."""

    @property
    def watching(self) -> tuple[Camera, ...]:
        """The cameras in use, in the order of the scenario: in pixels those of the window."""
        named = self.window.cameras if self.fidelity == "pixels" and self.window else ()
        return tuple(camera for camera in self.cameras if not named or camera.id in named)
