"""The one refusal of a picture."""


class PictureError(ValueError):
    """What a file holds instead of a picture; whoever asked for one names the file."""
