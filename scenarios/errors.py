"""What can be wrong with a scenario or a venue."""


class ScenarioError(Exception):
    """A scenario or venue is refused; the message names the file, the field and the line."""
