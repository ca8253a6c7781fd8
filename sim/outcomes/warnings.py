"""What planners should know of a run's cameras before they read its rates, from what came of it."""

from collections.abc import Mapping
from typing import Any

MANY, FEW = 50, 0.05
"""From so many people in view on, a camera is told of that could recognise a smaller share."""


def warnings(cameras: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Of each camera that had many people in view and could recognise hardly any, a sentence.

    >>> warnings({"hall": {"people_in_view": 400, "recognition_opportunities": 3}})[0][:58]
    'camera hall: it could recognise 3 of the 400 people in its'
    >>> warnings({"door": {"people_in_view": 40, "recognition_opportunities": 0}})
    []
    """
    return [
        f"camera {name}: it could recognise {one['recognition_opportunities']:,} of the"
        f" {one['people_in_view']:,} people in its view: its zone of recognition is small"
        for name, one in cameras.items()
        if one["people_in_view"] >= MANY
        and one["recognition_opportunities"] < FEW * one["people_in_view"]
    ]
