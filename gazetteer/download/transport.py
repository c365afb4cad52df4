"""How a file is asked for: the `Transport` that a download is handed, and the one over HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import Final, Protocol, Self

import requests
import urllib3
from requests import exceptions as refusals

from gazetteer.errors import DownloadFailed

_CUT: Final = "the connection was cut"
_SILENT: Final = "the server fell silent"


class Reply(Protocol):
    """A server's answer, of which the body is still to be read."""

    status: int
    """HTTP status: 200, 206, 304, 404 …"""
    headers: Mapping[str, str]
    """Head lines; names in lower case."""

    def read(self, most: int) -> bytes:
        """Read what has come of the body, as it came: no encoding is undone.

        Parameters
        ----------
        most
            Bytes to read at most. Fewer are given as soon as any are there; none at the end.

        Raises
        ------
        ConnectionError
            If the connection is cut.
        TimeoutError
            If nothing comes for too long.
        """
        ...


class Transport(Protocol):
    """What asks a server; follows no redirect and tries nothing again."""

    def get(self, url: str, *, headers: Mapping[str, str]) -> AbstractContextManager[Reply]:
        """Ask for a file.

        Parameters
        ----------
        url
            Where it is.
        headers
            Head lines of the question.

        Raises
        ------
        ConnectionError
            If no connection can be made, or it is cut.
        TimeoutError
            If nothing comes for too long.
        DownloadFailed
            If asking again cannot help: an address that is none, a certificate that is not valid.
        """
        ...


class WebTransport:
    """Asks over HTTP, one question at a time and over one connection; close it after use."""

    def __init__(self, *, user_agent: str, connect_s: float = 10, silent_s: float = 30) -> None:
        """Take how to ask.

        Parameters
        ----------
        user_agent
            Who asks, so that a server's keeper knows whom to turn to.
        connect_s
            Longest wait for a connection, seconds.
        silent_s
            Longest wait for the next bytes, seconds.
        """
        self._session = requests.Session()
        self._session.headers.update({"User-Agent": user_agent})
        self._timeout_s = (connect_s, silent_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()

    @contextmanager
    def get(self, url: str, *, headers: Mapping[str, str]) -> Iterator[Reply]:
        """Ask for a file; see `Transport.get`.

        Parameters
        ----------
        url
            Where it is.
        headers
            Head lines of the question.

        Raises
        ------
        ConnectionError
            If no connection can be made.
        TimeoutError
            If no answer comes for too long.
        DownloadFailed
            If asking again cannot help.
        """
        try:
            response = self._session.get(
                url,
                # A file's bytes are counted and gone on with: nothing may pack them on the way.
                headers={"Accept-Encoding": "identity", **headers},
                stream=True,
                allow_redirects=False,
                timeout=self._timeout_s,
            )
        except refusals.SSLError as error:
            raise DownloadFailed(
                url, "no safe connection can be made: the server's certificate is not accepted"
            ) from error
        except refusals.Timeout as error:
            raise TimeoutError("the server does not answer") from error
        except (ValueError, refusals.InvalidSchema) as error:
            raise DownloadFailed(url, f"this is no address to ask ({error})") from error
        except (refusals.RequestException, urllib3.exceptions.HTTPError) as error:
            raise ConnectionError(_why(error)) from error
        try:
            yield _WebReply(response)
        finally:
            response.close()


class _WebReply:
    """An answer of requests; its stream is read itself, since requests waits for whole blocks."""

    def __init__(self, response: requests.Response) -> None:
        self.status = response.status_code
        self.headers: Mapping[str, str] = {
            name.lower(): value for name, value in response.headers.items()
        }
        self._stream: urllib3.response.BaseHTTPResponse = response.raw

    def read(self, most: int) -> bytes:
        try:
            return self._stream.read1(most, decode_content=False) or b""
        except urllib3.exceptions.ReadTimeoutError as error:
            raise TimeoutError(_SILENT) from error
        except urllib3.exceptions.HTTPError as error:
            raise ConnectionError(_CUT) from error


def _why(error: Exception) -> str:
    """Say in plain words why there is no answer."""
    cause: object = error.args[0] if error.args else error
    cause = getattr(cause, "reason", cause)
    if isinstance(error, refusals.ProxyError):
        return "the proxy that this machine names does not let it through"
    if isinstance(cause, urllib3.exceptions.NameResolutionError):
        return "the server's name is not known here (is there a network?)"
    if isinstance(cause, urllib3.exceptions.NewConnectionError):
        return "the server takes no connection (is there a network?)"
    return _CUT
