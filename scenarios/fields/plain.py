"""YAML as scenarios are written in: plain, and every field of it at a path."""

from collections.abc import Sequence
from typing import Any

import yaml

FieldPath = tuple[str | int, ...]
DATE = "tag:yaml.org,2002:timestamp"


class Plain(yaml.SafeLoader):
    """YAML without aliases, of which a few lines can stand for more than any memory holds, and
    without dates, since no field is one: what looks like a date is text.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012  # as yaml has it
        first: [one for one in ways if one[0] != DATE]
        for first, ways in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """The next node; a YAMLError for an alias."""
        if self.check_event(yaml.AliasEvent):
            mark = self.get_mark()
            raise yaml.MarkedYAMLError(problem="an alias, wanted it written out", problem_mark=mark)
        return super().compose_node(parent, index)


def dotted(field: Sequence[str | int]) -> str:
    """A field's path as it is written.

    >>> dotted(("cameras", 0, "id"))
    'cameras.0.id'
    """
    return ".".join(map(str, field))
