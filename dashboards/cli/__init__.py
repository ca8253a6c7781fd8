"""The command `footfall`."""

from dashboards.cli.door import main

__all__ = ["main"]
