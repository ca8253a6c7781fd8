"""The one way to a terminal: names are shown as they are, and never steer it.

Square brackets, colons and escapes in a file's name or a scenario's title are no markup.
"""

import errno
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from dashboards.visible import visible

WIDE = 120
"""Characters in a line where standard output is a file or a pipe."""


class Screen(Console):
    """A console that reads no markup. A string is one line, below any line breaks it begins with;
    what else would break or steer the line stands there as its escape.
    """

    def render_str(self, text: str, **options: Any) -> Text:
        """A string as text, in tables as well."""
        told = text.lstrip("\n")
        shown = text[: len(text) - len(told)] + visible(told)
        return super().render_str(shown, **options | {"markup": False, "emoji": False})

    def on_broken_pipe(self) -> None:
        """Whoever read it has gone, like `head`: what is told beside the work is told no more, and
        the work goes on; on standard output that is answered where the command ends.
        """
        self.quiet = True
        if not self.stderr:
            raise BrokenPipeError(errno.EPIPE, "got a reader that has gone, wanted one")


def console(stderr: bool = False) -> Screen:
    """Standard output, or error, as wide as the terminal."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else WIDE
    return Screen(stderr=stderr, width=width, highlight=False)


def bold(text: str) -> Text:
    """What stands out, such as a title."""
    return Text(visible(text), style="bold")


def dim(text: str) -> Text:
    """What stands back."""
    return Text(visible(text), style="dim")


def print_results(screen: Screen, folder: Path | str) -> None:
    """Where a command's results are, and how they are seen in the page."""
    beside = Path(folder).parent
    screen.print(f"Results: {folder} (see them: footfall dashboard {beside})", soft_wrap=True)
