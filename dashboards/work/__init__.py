"""Commands that run in the background and outlive whoever began them."""
