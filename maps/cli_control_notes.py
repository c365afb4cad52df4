"""What commands say on standard error beside their answer."""

from __future__ import annotations

import sys
from collections.abc import Iterable


def tell(notes: Iterable[str]) -> None:
    """Write notes, one a line; control characters in them do nothing.

    Parameters
    ----------
    notes
        Plain sentences without a full stop.
    """
    if sys.stderr is None:
        return
    for note in dict.fromkeys(notes):
        shown = "".join(char if char.isprintable() else "�" for char in note)
        encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
        line = f"frontmap: note: {shown}\n"
        sys.stderr.write(line.encode(encoding, "backslashreplace").decode(encoding))
