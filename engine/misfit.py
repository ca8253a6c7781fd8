"""What a schema refuses, in plain words: what was got and what is wanted, never pydantic's own."""

import re
from collections.abc import Mapping
from reprlib import Repr
from typing import Any

from pydantic import AfterValidator

SHORT = Repr()
SHORT.maxstring = SHORT.maxlong = SHORT.maxother = 80
"""How messages tell a value."""
UNKNOWN, MISSING, TOO_SHORT, NO_JSON = "extra_forbidden", "missing", "too_short", "json_invalid"
"""Pydantic's kinds of misfits about fields, lists and files, and not about single values."""
WHOLE, NUMBER, TEXT, YES = "a whole number", "a number", "text", "true or false"
LIST, FIELDS, DAY = "a list", "fields with values", "a date as 2026-01-31"

WANTED = {
    UNKNOWN: "no field of that name", MISSING: "a value", NO_JSON: "JSON ({error})",
    "invalid_key": "a field's name", "model_type": FIELDS, "dict_type": FIELDS,
    "int_type": WHOLE, "int_parsing": WHOLE, "int_from_float": WHOLE,
    "int_parsing_size": "a whole number of fewer digits",
    "float_type": NUMBER, "float_parsing": NUMBER, "finite_number": "a finite number",
    "greater_than": "more than {gt}", "greater_than_equal": "at least {ge}",
    "less_than": "less than {lt}", "less_than_equal": "at most {le}",
    "multiple_of": "a multiple of {multiple_of}",
    "bool_type": YES, "bool_parsing": YES,
    "string_type": TEXT, "string_unicode": "text of letters that can be written",
    "string_too_short": "{min_length} or more letters",
    "string_too_long": "at most {max_length} letters",
    "tuple_type": LIST, "list_type": LIST, "named_tuple_type": LIST,
    TOO_SHORT: "a list of {min_length} or more", "too_long": "a list of at most {max_length}",
    "date_type": DAY, "date_parsing": DAY,
    "literal_error": "{expected}", "value_error": "{error}",
}  # fmt: skip
"""Every kind of misfit that our schemas can have."""


def formed(pattern: str, words: str) -> AfterValidator:
    """A check that all of a text is of a form, which the words tell where it is not."""
    form = re.compile(pattern)

    def check(text: str) -> str:
        if not form.fullmatch(text):
            raise ValueError(words)
        return text

    return AfterValidator(check)


def where(problem: Mapping[str, Any]) -> str:
    """The field of one of pydantic's errors, as it is written.

    >>> where({"loc": ("cameras", 0, "id")}), where({"loc": ("dials", 3, "[key]")})
    ('cameras.0.id', 'dials.3')
    """
    return ".".join(str(step) for step in problem["loc"] if step != "[key]")


def got(problem: Mapping[str, Any]) -> str:
    """What stands there, in short.

    >>> got({"type": "missing", "input": {}}), got({"type": "int_type", "input": "two"})
    ('none', "'two'")
    """
    none = problem["type"] == MISSING or problem["input"] is None
    return "none" if none else SHORT.repr(problem["input"])


def wanted(problem: Mapping[str, Any]) -> str:
    """What was to stand there; KeyError for a kind of misfit that none of our schemas has.

    >>> wanted({"type": "less_than_equal", "ctx": {"le": 1e6}})
    'at most 1,000,000'
    """
    about = {name: _plain(value) for name, value in problem.get("ctx", {}).items()}
    return WANTED[problem["type"]].format(**about)


def _plain(value: Any) -> str:
    """A bound of a field, or words."""
    if not isinstance(value, int | float):
        return str(value)
    return f"{int(value):,}" if value == int(value) else f"{value:,}"
