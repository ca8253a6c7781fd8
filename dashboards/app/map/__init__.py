"""The animated map: a canvas that plays a stretch of a run; nothing is loaded from a network."""

from dashboards.app.map.component import show_map
from dashboards.app.map.scene import scene

__all__ = ["scene", "show_map"]
