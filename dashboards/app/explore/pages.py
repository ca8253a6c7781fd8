"""A long list page by page, since a browser is sent only so many rows at once."""

import streamlit as st


def page(count: int, size: int, key: str, row: int | None = None) -> slice:
    """The rows of `count` that are shown, at most `size`; which of them can be chosen where there
    are more. `key` says what is listed: another list begins at the page of its `row`, or its first.
    """
    if count <= size:
        return slice(0, count)
    pages = -(-count // size)
    first, said = st.columns([1, 3], vertical_alignment="bottom")
    if row is not None and f"page-{key}" not in st.session_state:
        st.session_state[f"page-{key}"] = row // size + 1
    number = first.number_input(f"Page, 1 to {pages:,}", 1, pages, key=f"page-{key}")
    begins = (int(number) - 1) * size
    ends = min(begins + size, count)
    said.caption(f"{begins + 1:,} to {ends:,} of {count:,}")
    return slice(begins, ends)
