"""A plan as a small drawing: floor, shops, doors, cameras and where they recognise faces."""

from collections.abc import Sequence
from typing import Any

from dashboards.figures.palette import Theme, colours
from dashboards.visible import escape

Ring = Sequence[Sequence[float]]
WIDE_PX, HIGH_PX = 400, 240
MARGIN = 0.03
"""Of the longer side, left around the plan."""


def plan_svg(plan: dict[str, Any], title: str, theme: Theme = "light") -> str:
    """The plan (of `dashboards.app.map.plan`) as an SVG element in a theme's colours."""
    named = colours(theme)
    west, south, east, north = plan["bounds"]
    width, height = east - west, north - south
    air = MARGIN * max(width, height)
    view = f"{-air:.1f} {-air:.1f} {width + 2 * air:.1f} {height + 2 * air:.1f}"
    stroke = max(width, height) / 400

    def path(rings: Sequence[Ring], style: str) -> str:
        steps = "".join(
            "M" + "L".join(f"{x - west:.1f} {north - y:.1f}" for x, y in ring) + "Z"
            for ring in rings
        )
        rule = f"stroke-width:{stroke:.2f};fill-rule:evenodd;{style}"
        return f'<path d="{steps}" style="{rule}"/>' if steps else ""

    parts = [path(plan["floor"], f"fill:{named['paper']};stroke:{named['blind']}")]
    parts += [
        path([shop["ring"]], f"fill:{named['quiet']};stroke:{named['blind']}")
        for shop in plan["shops"]
    ]
    parts += [path([ring], f"fill:{named['line']}") for ring in plan["low"]]
    parts += [
        path([door["ring"]], f"fill:{named['officer']};opacity:.25") for door in plan["entrances"]
    ]
    for camera in plan["cameras"]:
        parts.append(path(camera["some"], f"fill:{named['camera']};opacity:.3"))
        parts.append(path(camera["zone"], f"fill:{named['camera']};opacity:.45"))
        x, y = camera["at"]
        parts.append(
            f'<circle cx="{x - west:.1f}" cy="{north - y:.1f}" r="{4 * stroke:.2f}"'
            f' style="fill:{named["camera"]}"/>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}"'
        f' width="{WIDE_PX}" height="{HIGH_PX}" preserveAspectRatio="xMidYMid meet">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )
