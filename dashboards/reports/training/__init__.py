"""Training sessions reviewed, to print and to hand on."""
