"""What things cost, measured: one line a constant, with how it was measured.

Seconds of one core and bytes, by `python -m tests.bench.estimates` on two cores of a shared machine
on 30 November 2026, after commit 2f4633b: fitted by hand to the library's scenarios and to a few
larger ones, but for those that say otherwise. Other machines differ by a factor; estimates are for
orders of magnitude.
"""

BEGUN_S = 0.3
"""Any stage, before it does anything."""

# The crowd.
VISIT_S = 110e-6
"""Drawing one group's errand and line."""
WALKER_S = 45e-6
"""One person's line, laid end to end with the others."""
STEP_S = 0.16e-6
"""One person's half second on the floor: moved, noted, sorted, kept."""
REST_S = 2e-9
"""One person's half second in a shop."""
WAY_S, WAY_CORNER_S = 0.4e-3, 4e-9
"""A shortest way between two doors, and of it for each pair of corners."""
CORNERS_S, DIJKSTRA_S = 0.35e-6, 0.35e-6
"""A pair of corners: whether they see each other, and the shortest way from one to the other (of a
thousand pillars, 2,865 corners: 1.3 and 3.1 s)."""
WALKER_BYTES, ROW_BYTES = 5_000, 110
"""One person's line and all that is known of them; one row of the crowd at its highest."""
CORNERS_BYTES = 28
"""A pair of corners: distance, predecessor, and what they are made of."""
PERSON_DISK, ROW_DISK = 60, 5.0
"""In people.parquet and crowd.parquet."""

# Cameras.
LOOKED_AT_S = 15e-9
"""A row of the crowd that a camera is asked about."""
SIGHTING_S, HIDING_S = 2.5e-6, 15e-9
"""A sighting; two people in one picture at one time, of whom one may hide the other."""
WALLS_S = 40e-9
"""A ray from a camera and a wall."""
SIGHTING_BYTES, SIGHTING_DISK = 330, 16

# Search.
DETECT_S = 0.5e-6
"""A sighting, found by the drawn detector or not."""
PROBE_S, PROBE_ENTRY_S = 6e-6, 1.3e-9
"""A template drawn, and one entry of the list that it is compared with."""
STRANGER_S, STRANGER_ENTRY_S = 30e-6, 2.5e-9
"""Somebody who resembles nobody listed, and one entry they are compared with."""
ENTRY_S, ENTRY_PAIR_S = 40e-6, 10e-9
"""A list's entry drawn, and each pair of entries compared."""
ENTRY_BYTES, MEAN_BYTES = 12_000, 2_100
"""Of an entry with all that searches it; of the mean of one of the people."""
SEARCHED_DISK = 6

# The answer.
PASS_S, PASS_BYTES, PASS_DISK = 8e-6, 6_000, 12
"""Somebody before a camera: detected, searched, told in the log and counted."""
ALERT_S, ALERT_BYTES, ALERT_DISK = 2e-3, 10_000, 600
"""An alert from raised to resolved."""

# Pictures.
PAINT_S, PAINT_WALL_S = 14e-6, 12e-9
"""A pixel of the empty place, and each wall asked about for it."""
PIXEL_S, IMAGING_PIXEL_S = 0.03e-6, 0.12e-6
"""A pixel of a frame: copied, noised, coded; with an imaging part more."""
FIGURE_S, FIGURE_PIXEL_S = 25e-3, 0.2e-6
"""Somebody in a frame, and a pixel of them."""
FACE_S = 1.5
"""Somebody played by rendered people: their head and body made ready."""
PORTRAIT_S = 0.5
"""A picture for the watchlist, and its enrolment."""
WATCHED_FRAME_S, WATCHED_FACE_S = 45e-3, 12e-3
"""A frame before the engine, and a face in it."""
WATCHED_PIXELS = 1280 * 720
"""Of the frames that this was measured on."""
PICTURE_BYTES, FILM_BASE_BYTES = 400, 900_000_000
"""A pixel of one camera at work; what a worker holds before that."""
PIXEL_DISK = 0.12
"""A pixel of a frame in two films."""

# Studies of rendered people.
GATE_VIEWS, GAP_POSES = 5, 8
"""Views of each probed by the gate, and poses of each in the gap beside what is asked for."""
VIEW_S = 0.25
"""A head before a camera, drawn and looked at."""
LOOK_S = 0.03
"""A pack beside the first looking at a picture that is drawn already (by processor time of pack
`second` on 20 enrolment pictures)."""
PAIR_S, PAIR_BYTES = 40e-9, 9.0
"""Two people compared."""
FIT_S, FIT_VIEW_S = 60.0, 5e-3
"""A preset fitted, and each view that it is fitted to."""
PHOTO_S, PHOTO_PIXEL_S, PHOTO_VIEW_S = 0.11, 0.5e-6, 0.02
"""A photograph opened, its faces found, its main one acquired; each of its pixels; and each view of
it, shrunk. By processor time of 24 JPEGs of 12 rendered people, 250, 600 and 1200 px wide, in 1, 2
and 6 views: 3.5, 7.7 and 17 to 21 s, and 0.45 to 1.2 s more for 60 views more."""
TEMPLATE_BYTES, TEMPLATE_DISK = 4_500, 2_200

# Stress: reckoned from what it does, not measured.
FARM_S = 10.0
"""Workers started, each with its models, and the first frames looked at."""
TRIED_FRAMES = 7
"""Of each worker, before and beside those that are counted."""
SEARCHED_S = 0.1
"""One search, made on end for long enough to be told, and how often that is found out."""
INDEXED_S = 60e-6
"""A template drawn, put into the engine's index and its rivals', and searched for the true best."""
WORKER_BYTES = 300e6
"""What a worker holds: libraries, models, frames under way."""
