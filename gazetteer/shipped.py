"""Where the gazetteer that ships is: in the installed package, or built once in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

FILE_NAME: Final = "frontmap.sqlite"


def shipped_path() -> Path:
    """Find the shipped gazetteer; in a checkout without one, build it into the user's cache.

    Returns
    -------
    Path
        A gazetteer file. The cached one is named by a hash of what it is built from, so that a
        change of the data or of the code that builds it makes another file.
    """
    data = Path(__file__).parent / "data"
    installed = data / FILE_NAME
    if installed.is_file():
        return installed
    from platformdirs import user_cache_path

    from gazetteer.data.build import build, input_hash

    cached = user_cache_path("frontmap") / f"gazetteer-{input_hash(data)[:16]}.sqlite"
    if not cached.is_file():
        build(cached, data=data)
    return cached
