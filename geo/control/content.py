"""What a file holds, told by how it begins and never by its ending alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final, Literal

from geo.errors import ControlInvalid

ContentKind = Literal["json", "kml", "gpkg", "shp", "zip", "other"]
SIZE_LIMIT_BYTES: Final = 500_000_000
"""No file is read that is larger, packed or unpacked."""
_SHAPE_MAGIC: Final = b"\x00\x00\x27\x0a"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


class NoControlMap(ControlInvalid):
    """A file that is plainly something else than a control map."""


def content_kind(data: bytes) -> ContentKind:
    """Tell what a file holds.

    Parameters
    ----------
    data
        Its bytes, or the first few thousand of them.
    """
    if data.startswith(b"SQLite format 3\x00"):
        return "gpkg"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if data.startswith(_SHAPE_MAGIC):
        return "shp"
    text = _opening(data)
    if text.startswith(("{", "[")):
        return "json"
    if re.match(r"<(?:\?xml|!--|kml|\w+:kml)", text, re.IGNORECASE) and re.search(
        r"<(?:\w+:)?kml[\s>]", text
    ):
        return "kml"
    return "other"


def refused(data: bytes, *, file: str) -> ControlInvalid:
    """Say what a file of no known format is instead.

    Parameters
    ----------
    data
        Its bytes.
    file
        Its name.
    """
    if not data.strip():
        return ControlInvalid(f"{file} is empty; fetch or export it again")
    text = _opening(data)
    if re.match(r"<!doctype html|<html", text, re.IGNORECASE):
        title = re.search(r"<title[^>]*>\s*([^<]{1,80})", text, re.IGNORECASE)
        says = f" ({' '.join(title[1].split())!r})" if title else ""
        return ControlInvalid(
            f"{file} is a web page{says}, not a control map: the server answered with a page; "
            "fetch the map itself again"
        )
    if data.startswith(b"\x1f\x8b"):
        return ControlInvalid(f"{file} is packed with gzip; unpack it first")
    what = "another kind of XML" if text.startswith("<") else "text" if text else "binary data"
    return NoControlMap(
        f"{file} is no control map but {what}; wanted is JSON, GeoJSON, GeoPackage, Shapefile, "
        "KML or KMZ"
    )


def parsed_json(data: bytes, *, file: str) -> Any:  # noqa: ANN401 - JSON may be anything
    """Parse JSON, telling a file that was cut short from one that is wrong.

    A file with one feature a line is read as a collection of them.

    Parameters
    ----------
    data
        The file's bytes: UTF-8, UTF-16 or UTF-32.
    file
        Its name.

    Raises
    ------
    ControlInvalid
        If it is no JSON.
    """
    try:
        text = data.decode("utf-8-sig" if not data.startswith(_UTF_16) else "utf-16")
        return json.loads(text)
    except UnicodeDecodeError as error:
        raise ControlInvalid(
            f"{file} is damaged: byte {error.start:,} is no text in {error.encoding.upper()}; "
            "fetch or export it again"
        ) from error
    except RecursionError as error:
        raise ControlInvalid(f"{file} is no control map: its JSON is nested too deep") from error
    except json.JSONDecodeError as error:
        lines = _by_line(error.doc) if error.msg == "Extra data" else None
        if lines is not None:
            return {"type": "FeatureCollection", "features": lines}
        raise _broken(error, file) from error
    except ValueError as error:
        raise ControlInvalid(f"{file} is no JSON that can be read: {error}") from error


def read_bytes(path: Path) -> bytes:
    """Read a file whole.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    ControlInvalid
        If it is missing, a folder, too large or cannot be read.
    """
    try:
        if path.is_dir():
            raise ControlInvalid(f"{path} is a folder, not a file")
        size = path.stat().st_size
        if size > SIZE_LIMIT_BYTES:
            raise ControlInvalid(
                f"{path.name} has {size:,} bytes; no control map of more than "
                f"{SIZE_LIMIT_BYTES:,} is read"
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ControlInvalid(f"there is no file {path}") from error
    except OSError as error:
        raise ControlInvalid(f"{path} cannot be read: {error.strerror or error}") from error


def _opening(data: bytes) -> str:
    """The first characters of a text; empty for binary data."""
    head = data[:4096]
    if head.startswith(_UTF_16):
        return head[: len(head) & ~1].decode("utf-16", errors="replace").lstrip()
    if b"\x00" in head:
        return ""
    text = head.decode("utf-8-sig", errors="replace").lstrip()
    return "" if text.count("\ufffd") * 5 > len(text) else text


def _by_line(text: str) -> list[Any] | None:
    """The features of a text that has one a line; None where it is none such."""
    try:
        values = [json.loads(line.strip("\x1e")) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return None
    features = [value for value in values if isinstance(value, dict)]
    every = len(features) == len(values) and all(v.get("type") == "Feature" for v in features)
    return features if every else None


def _broken(error: json.JSONDecodeError, file: str) -> ControlInvalid:
    """Say whether JSON was cut short or is wrong, and where."""
    rest = error.doc[error.pos :].strip()
    half_a_word = len(rest) < 8 and not rest.endswith(("]", "}"))
    if half_a_word or error.msg.startswith("Unterminated string"):
        return ControlInvalid(
            f"{file} is cut short: it breaks off after {len(error.doc):,} characters; "
            "fetch it again"
        )
    return ControlInvalid(
        f"{file} is no valid JSON: {error.msg.lower()} in line {error.lineno}, column "
        f"{error.colno}; fetch or export it again"
    )
