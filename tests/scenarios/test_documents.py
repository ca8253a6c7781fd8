import json
import re
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from engine.settings import EngineSettings
from scenarios.answer.briefed import Briefed
from scenarios.answer.categories import Category
from scenarios.failures import Failure
from scenarios.footfall.arrivals import (
    Arrivals,
    Avoiders,
    Counts,
    Day,
    Door,
    Hour,
    Returns,
    Shift,
    Surge,
)
from scenarios.footfall.demography import Ancestries, Demography, Tones
from scenarios.footfall.planted import Planted
from scenarios.footfall.purposes import Purpose, Purposes
from scenarios.schema import (
    Camera,
    CrowdSettings,
    Doubles,
    Imaging,
    Manners,
    Officers,
    Operators,
    Scenario,
    Watchlist,
    Window,
)

DOCUMENT = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text()
PARTS: dict[str, type[BaseModel]] = {
    "The scenario": Scenario,
    "arrivals": Arrivals,
    "arrivals.profile": Hour,
    "arrivals.doors": Door,
    "arrivals.surges": Surge,
    "arrivals.day": Day,
    "arrivals.counts": Counts,
    "arrivals.staff": Shift,
    "arrivals.purposes": Purposes,
    "A purpose": Purpose,
    "arrivals.returns": Returns,
    "arrivals.avoiders": Avoiders,
    "crowd": CrowdSettings,
    "crowd.demography": Demography,
    "crowd.demography.ancestry": Ancestries,
    "crowd.demography.tones": Tones,
    "crowd.manners": Manners,
    "watchlist": Watchlist,
    "watchlist.categories": Category,
    "cameras": Camera,
    "cameras.imaging": Imaging,
    "engine": EngineSettings,
    "operators": Operators,
    "officers": Officers,
    "failures": Failure,
    "briefed": Briefed,
    "planted": Planted,
    "window": Window,
    "window.doubles": Doubles,
}


def rows(title):
    """Field to default, from the table below a title."""
    section = re.split(r"^#+ ", DOCUMENT, flags=re.MULTILINE)
    (text,) = [s for s in section if s.startswith(title + "\n")]
    found = re.findall(r"^\| `(\w+)` \|[^|]*\| ([^|]+) \|", text, flags=re.MULTILINE)
    return {field: default.strip() for field, default in found}


@pytest.mark.parametrize("title", PARTS)
def test_every_field_stands_in_the_document_with_its_default(title):
    told, fields = rows(title), PARTS[title].model_fields
    assert [*told] == [*fields]
    for name, field in fields.items():
        if field.is_required():
            assert told[name] == "required"
        elif isinstance(field.default, BaseModel):
            assert told[name] == "all defaults"
        else:
            default = json.loads(json.dumps(field.default))  # tuples are lists there
            assert yaml.safe_load(told[name].strip("`")) == default, name
