"""Work for processes that reads and writes tables."""

import sys

import pyarrow as pa


def loaded(values, _progress):
    """Whether pandas was loaded for a column of values, what it holds, and as a data frame does."""
    column = pa.array(values)
    before = "pandas" in sys.modules
    return before, column.to_pylist(), pa.table({"a": column}).to_pandas()["a"].tolist()
