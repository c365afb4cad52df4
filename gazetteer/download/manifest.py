"""The note beside a downloaded file: where it is from, of which day, how big, with which hash."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Self

from gazetteer.errors import SourceUnreadable


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of a downloaded file."""

    url: str
    """Where it was asked for."""
    size: int
    """Bytes."""
    sha256: str
    """Hash of its bytes, hexadecimal."""
    etag: str | None = None
    """The server's name for this version, as it came."""
    last_modified: str | None = None
    """The server's time of this version, as it came: an HTTP date."""
    date: str | None = None
    """Day of `last_modified`, ISO 8601, UTC."""
    fetched: str | None = None
    """When the download ended, ISO 8601, UTC."""
    licence: str | None = None
    """SPDX expression of what the file holds."""
    credit: str | None = None
    """Whom to name."""

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self | None:
        """Read it from plain values; None where they are no manifest.

        Parameters
        ----------
        values
            What stands in the file.
        """
        known = {field.name for field in dataclasses.fields(cls)}
        given = {name: value for name, value in values.items() if name in known}
        texts = (given.get(name) for name in known - {"size"})
        sound = (
            isinstance(given.get("size"), int)
            and {"url", "sha256"} <= {name for name, value in given.items() if value is not None}
            and all(text is None or isinstance(text, str) for text in texts)
        )
        return cls(**given) if sound else None


def manifest_path(path: Path) -> Path:
    """Name the file in which the manifest of a file stands: `RU.zip.json` beside `RU.zip`.

    Parameters
    ----------
    path
        The downloaded file.
    """
    return path.with_name(f"{path.name}.json")


def read_manifest(path: Path) -> Manifest | None:
    """Read the manifest of a file; None where there is none, or it is damaged.

    Parameters
    ----------
    path
        The downloaded file.
    """
    values = read_note(manifest_path(path))
    return None if values is None else Manifest.from_json(values)


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write the manifest of a file, whole or not at all.

    Parameters
    ----------
    path
        The downloaded file.
    manifest
        What is known of it.
    """
    write_note(manifest_path(path), dataclasses.asdict(manifest))


def verify(path: Path) -> Manifest:
    """Compare a downloaded file with its manifest.

    Parameters
    ----------
    path
        The downloaded file.

    Returns
    -------
    Manifest
        What is known of the file, which is as it was downloaded.

    Raises
    ------
    SourceUnreadable
        If the file or its manifest is missing or damaged, or the two do not fit.
    """
    manifest = read_manifest(path)
    if manifest is None:
        raise SourceUnreadable(
            str(path), f"no {manifest_path(path).name} beside it tells what it was; download it"
        )
    try:
        size = path.stat().st_size
        if size != manifest.size:
            raise SourceUnreadable(
                str(path), f"it has {size} bytes and had {manifest.size}; download it again"
            )
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        if isinstance(error, SourceUnreadable):
            raise
        raise SourceUnreadable(str(path), error.strerror or str(error)) from error
    if found != manifest.sha256:
        raise SourceUnreadable(
            str(path), "its content is not what was downloaded (SHA-256); download it again"
        )
    return manifest


def http_time(text: str | None) -> datetime | None:
    """Read an HTTP date; None where it is none.

    Parameters
    ----------
    text
        A head line such as `Tue, 07 Jan 2025 03:21:00 GMT`.
    """
    try:
        moment = parsedate_to_datetime(text or "")
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def read_note(path: Path) -> dict[str, Any] | None:
    """Read a small file of plain values; None where there is none, or it is damaged.

    Parameters
    ----------
    path
        The file.
    """
    try:
        values = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def write_note(path: Path, values: Mapping[str, Any]) -> None:
    """Write a small file of plain values, whole or not at all.

    Parameters
    ----------
    path
        The file.
    values
        What can be written as JSON.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(json.dumps(values, indent=2) + "\n", encoding="ascii")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
