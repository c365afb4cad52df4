"""Addresses of web pages that a page may link to."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 2_000
"""Characters of the longest address that is taken."""
_CLEAN: Final = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!&'()*+,;=%]+", re.IGNORECASE)
_HOST: Final = re.compile(r"(?=.{1,253}$)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")


def is_web_address(text: str) -> bool:
    """Tell whether a text is the plain address of a web page, and nothing that could do harm.

    That is `http` or `https`, the name of a host, and characters that RFC 3986 allows in an
    address, the dollar sign apart; no name of a user, which makes an address look like another's.

    Parameters
    ----------
    text
        Text from anywhere.

    Examples
    --------
    >>> is_web_address("https://example.org/reports/1?day=6")
    True
    >>> is_web_address("javascript:alert(1)"), is_web_address("https://bank.example@evil.example/")
    (False, False)
    """
    if len(text) > LONGEST or not _CLEAN.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    plain = "@" not in parts.netloc and parts.hostname is not None
    return plain and _HOST.fullmatch(parts.hostname or "") is not None and port != 0
