from collections.abc import Iterator

import pytest

from tests.e2e.served import browsing


@pytest.fixture(scope="module", autouse=True)
def browser() -> Iterator[None]:
    """One for all visits of a module; each has a profile of its own."""
    with browsing():
        yield
