"""Where cameras go, to print and to hand on: a page, a plan with its schedule, a map."""
