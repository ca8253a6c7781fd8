"""A long list page by page, since a browser is sent only so many rows at once."""

import streamlit as st


def page(count: int, size: int, key: str) -> slice:
    """The rows of `count` that are shown, at most `size`; which of them can be chosen where there
    are more. `key` says what is listed: another list begins at its first page.
    """
    if count <= size:
        return slice(0, count)
    pages = -(-count // size)
    first, said = st.columns([1, 3], vertical_alignment="bottom")
    number = first.number_input(f"Page, 1 to {pages:,}", 1, pages, key=f"page-{key}")
    begins = (int(number) - 1) * size
    ends = min(begins + size, count)
    said.caption(f"{begins + 1:,} to {ends:,} of {count:,}")
    return slice(begins, ends)
