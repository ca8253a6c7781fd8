"""The animated map: a canvas that plays a stretch of a run; nothing is loaded from a network."""

from dashboards.map_component.component import show_map
from dashboards.map_component.scene import scene

__all__ = ["scene", "show_map"]
