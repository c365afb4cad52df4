"""A progress bar on standard error, where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

MANY: Final = 20
"""Files from which on reading or measuring them is worth a bar."""
Watch = Callable[[int, int], None]
"""Is told how much is done and how much there is."""


@contextmanager
def progress(what: str, *, wanted: bool = True) -> Iterator[Watch]:
    """Show a bar while work goes on; it is gone when the work is done.

    Parameters
    ----------
    what
        What is being done: `Reading control maps`.
    wanted
        Whether the work takes long enough for a bar.

    Yields
    ------
    callable
        To be told how much is done and how much there is; without a bar it does nothing.
    """
    if not (wanted and sys.stderr.isatty()):
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
