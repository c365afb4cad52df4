"""`python -m maps` is `frontmap`."""

from __future__ import annotations

from maps.cli import main

main()
