"""The canvas of the Plan page, as somebody with a mouse uses it."""

from tests.e2e.served import Visit

TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Browsers tell pages of the mouse once a frame."""


def drag(visit: Visit, begin_m: tuple[float, float], end_m: tuple[float, float]) -> None:
    """A camera from one place of the plan to another."""
    mouse, begin, end = visit.page.mouse, px(visit, begin_m), px(visit, end_m)
    mouse.move(*begin)
    mouse.down()
    mouse.move(*end, steps=12)
    mouse.up()
    visit.settle()


def px(visit: Visit, at_m: tuple[float, float]) -> tuple[float, float]:
    """Where a place of the plan is in the window, by what the canvas says of two of its points."""
    canvas = visit.page.locator("canvas[role=img]")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    (x1, y1), (x2, y2) = (
        (box["x"] + s * box["width"], box["y"] + s * box["height"]) for s in (0.3, 0.6)
    )
    (e1, n1), (e2, n2) = (tip(visit, *at) for at in ((x1, y1), (x2, y2)))
    return (
        x1 + (at_m[0] - e1) * (x2 - x1) / (e2 - e1),
        y1 + (at_m[1] - n1) * (y2 - y1) / (n2 - n1),
    )


def tip(visit: Visit, x: float, y: float) -> tuple[float, float]:
    """The place of the plan that the canvas tells of a point of the window."""
    visit.page.mouse.move(x, y)
    visit.page.evaluate(TWO_FRAMES)
    told = visit.page.locator(".tip").inner_text()
    east, north = told.removeprefix("x, y: ").split(" m")[0].split(", ")
    return float(east), float(north)


def typed(visit: Visit) -> tuple[float, float]:
    """Where the chosen camera is, by the fields."""
    east, north = (visit.page.get_by_label(name).input_value() for name in ("East", "North"))
    return float(east), float(north)
