"""Where cameras go, told."""
