"""What a server's answer means: the file, another address, a wait, or a refusal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import ExitStack
from http import HTTPStatus
from typing import Final, NoReturn
from urllib.parse import urldefrag, urljoin, urlsplit

from gazetteer.download.manifest import http_time
from gazetteer.download.patience import Clock
from gazetteer.download.transport import Reply, Transport
from gazetteer.errors import DownloadFailed

_MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_PASSING: Final = (408, 425, 429, 500, 502, 503, 504)
_ABSENT: Final = (404, 410)


class Broken(Exception):
    """A try ended early, and another one may help; `wait_s` is what the server asks for."""

    def __init__(self, reason: str, wait_s: float | None = None) -> None:
        self.wait_s = wait_s
        super().__init__(reason)


class Stale(Exception):
    """What came and what the server has do not belong together: only a new start may help."""


def followed(transport: Transport, url: str, headers: Mapping[str, str], stack: ExitStack) -> Reply:
    """Ask for a file, also where the server moved it on itself.

    Parameters
    ----------
    transport
        What asks.
    url
        Where the file is.
    headers
        Head lines of the question.
    stack
        Closes the answers.

    Raises
    ------
    DownloadFailed
        If the server sends on to another server, to an unsafe connection or round in a circle.
    """
    asked, address = [url], url
    while True:
        reply = stack.enter_context(transport.get(address, headers=headers))
        if reply.status not in _REDIRECTS:
            return reply
        stack.close()
        address = urldefrag(urljoin(address, reply.headers.get("location", ""))).url
        fault = _redirect_fault(asked[-1], address)
        if fault is not None:
            raise DownloadFailed(url, fault, status=reply.status)
        if address in asked or len(asked) > _MOST_REDIRECTS:
            raise DownloadFailed(
                url, "the server sends on from one address to the next without end",
                status=reply.status,
            )  # fmt: skip
        asked.append(address)


def _redirect_fault(old: str, new: str) -> str | None:
    """Say why a redirect is not followed."""
    try:
        before, after = urlsplit(old), urlsplit(new)
        names = before.hostname, after.hostname
    except ValueError:
        return f"the server sends on to {new[:200]!r}, which is no address"
    if after.scheme not in ("http", "https") or not after.hostname:
        return f"the server sends on to {new[:200]!r}, which is no address on the web"
    if names[0] != names[1]:
        return (
            f"the server sends on to another one, {new[:200]!r}; if you trust it, ask it by "
            "its address (--from)"
        )
    if (before.scheme, after.scheme) == ("https", "http"):
        return f"the server sends on to {new[:200]!r}, a connection that anybody can read and alter"
    return None


def refuse_wrong_status(url: str, reply: Reply, clock: Clock) -> None:
    """Pass an answer that holds the whole file, and no other.

    Parameters
    ----------
    url
        Where the file is.
    reply
        The answer.
    clock
        For a wait until a time of day.

    Raises
    ------
    Broken
        If the server may answer better later.
    Stale
        If it cannot go on where we want it to.
    DownloadFailed
        If it has no such file, or refuses.
    """
    status = reply.status
    packed = reply.headers.get("content-encoding", "identity").strip().lower()
    if status == 200 and packed in ("", "identity"):
        return
    if status == 200:
        raise DownloadFailed(
            url, f"the server packs it once more ({packed[:20]!r}) though asked not to; name "
            "another (--from)", status=status,
        )  # fmt: skip
    if status in _PASSING:
        wait_s = _wait_s(reply.headers.get("retry-after", ""), clock)
        raise Broken(f"the server answers {_named(status)}", wait_s)
    if status == 416:
        raise Stale("the server cannot go on where the file broke off")
    if status in _ABSENT:
        raise DownloadFailed(url, f"the server has no such file ({_named(status)})", status=status)
    raise DownloadFailed(
        url, f"the server answers {_named(status)}; is the address right?", status=status
    )


def refuse_wrong_start(url: str, start: bytes, reply: Reply) -> NoReturn:
    """Say what came in place of the file.

    Parameters
    ----------
    url
        Where the file is.
    start
        First bytes that came.
    reply
        The answer.

    Raises
    ------
    DownloadFailed
        Always.
    """
    page = start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    if page or "html" in reply.headers.get("content-type", "").lower():
        reason = (
            "a web page came in its place: an error page of the server, or the log-in page of this "
            "network; open the address in a browser to see"
        )
    else:
        reason = f"what came is another kind of file: it starts with {start[:8]!r}"
    raise DownloadFailed(url, reason, status=reply.status)


def _wait_s(text: str, clock: Clock) -> float | None:
    """Read how long a server asks to wait: seconds, or until a time of day."""
    if re.fullmatch(r"[0-9]{1,9}", text.strip()):
        return float(text)
    moment = http_time(text)
    return None if moment is None else max(0.0, (moment - clock.utc()).total_seconds())


def _named(status: int) -> str:
    """Write a status with its name: `503 Service Unavailable`."""
    known = status in {entry.value for entry in HTTPStatus}
    return f"{status} {HTTPStatus(status).phrase}" if known else str(status)
