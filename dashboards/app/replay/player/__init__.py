"""The player in the browser: one clock for the map and the feeds."""
