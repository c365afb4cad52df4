"""The hashes of a file that a server states in its head lines.

`Repr-Digest` and `Content-Digest` are those of RFC 9530, `Digest` that of RFC 3230, `Content-MD5`
that of RFC 1864.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_ALGORITHMS: Final = {"sha-256": "sha256", "sha-512": "sha512", "md5": "md5"}
_WHOLE: Final = ("repr-digest", "content-digest", "digest")
_BLOCK_BYTES: Final = 1 << 20
_PAIR: Final = re.compile(r"\s*([\w-]+)\s*=\s*:?([A-Za-z0-9+/]+={0,2}):?\s*(?:;.*)?")


def digests_of(headers: Mapping[str, str]) -> dict[str, str]:
    """Read what an answer that gives the whole file says of its hashes.

    Parameters
    ----------
    headers
        Head lines; names in lower case.

    Returns
    -------
    dict
        Name of the hash in `hashlib` → its value, hexadecimal. What cannot be read is left out.
    """
    pairs = [("md5", headers.get("content-md5", ""))]
    for line in (headers.get(name, "") for name in _WHOLE):
        pairs += [(m[1], m[2]) for m in map(_PAIR.fullmatch, line.split(",")) if m]
    found = {}
    for name, text in pairs:
        algorithm = _ALGORITHMS.get(name.lower())
        value = _hexadecimal(text)
        if (
            algorithm
            and len(value) == 2 * hashlib.new(algorithm, usedforsecurity=False).digest_size
        ):
            found[algorithm] = value
    return found


def wrong_digest(path: Path, stated: Mapping[str, str]) -> str | None:
    """Name the stated hash that a file does not have; None where it has all of them.

    Parameters
    ----------
    path
        The file.
    stated
        Name of the hash in `hashlib` → its value, hexadecimal.
    """
    for algorithm, value in sorted(stated.items()):
        with path.open("rb") as stream:
            found = hashlib.new(algorithm, usedforsecurity=False)
            while block := stream.read(_BLOCK_BYTES):
                found.update(block)
        if found.hexdigest() != value:
            return algorithm
    return None


def _hexadecimal(text: str) -> str:
    try:
        return base64.b64decode(text.strip(), validate=True).hex()
    except (binascii.Error, ValueError):
        return ""
