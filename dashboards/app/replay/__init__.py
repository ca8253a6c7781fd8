"""Replay: map, feeds, alerts and officers of a run under one clock."""
