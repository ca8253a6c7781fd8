"""A window of two seconds before two cameras, as small as films may be."""

CAMERA = "at_m: [13.0, 30.0], height_m: 2.8, heading_deg: 180, tilt_deg: 7, fov_deg: 20"
SMALL = f"{{id: small, {CAMERA}, width_px: 320, height_px: 180, fps: 2}}"
LARGER = f"{{id: larger, {CAMERA}, width_px: 640, height_px: 360, fps: 6}}"
TWO_SECONDS = {
    "cameras": f"[{SMALL}, {LARGER}]",
    "window.duration_s": "2",
    "window.watchlist": "4",
    "engine.threshold": "0.5",  # faces of 13 px between the eyes are alerted, too
}
