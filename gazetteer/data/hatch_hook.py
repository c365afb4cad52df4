"""Hatchling's hook: build the gazetteer file from the text beside it, into the wheel."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GazetteerBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds `gazetteer/data/frontmap.sqlite` to a wheel; nothing is written into the source."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the file into a temporary folder and have the wheel include it.

        Parameters
        ----------
        version
            Hatchling's name of the kind of wheel; an editable one is left without the file, since
            a checkout builds it into the user's cache when it is first needed.
        build_data
            What hatchling is told to include.
        """
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from gazetteer.data.build import build
            from gazetteer.shipped import FILE_NAME
        finally:
            sys.path.remove(self.root)
        self._folder = Path(tempfile.mkdtemp(prefix="frontmap-"))
        built = self._folder / FILE_NAME
        build(built, data=Path(self.root) / "gazetteer" / "data")
        build_data["force_include"][str(built)] = f"gazetteer/data/{FILE_NAME}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary folder."""
        del version, build_data, artifact_path
        folder = getattr(self, "_folder", None)
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
