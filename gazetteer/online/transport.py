"""How a geocoder of geopy fetches an answer: with a limit on its size and on the time it takes."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from ssl import SSLContext
from typing import Any, Final, NoReturn
from urllib.error import HTTPError, URLError
from urllib.request import HTTPSHandler, ProxyHandler, Request, build_opener

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import (
    GeocoderParseError,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)

LARGEST_ANSWER_BYTES: Final = 4_000_000
"""Twenty places with every name that they have come to well below a tenth of this."""
_CHUNK_BYTES: Final = 65_536


class Transport(BaseSyncAdapter):  # type: ignore[misc]  # geopy carries no types
    """An adapter of geopy over the standard library; pass it as `adapter_factory`.

    geopy's own adapters read an answer of any size, for as long as it drips in.

    Parameters
    ----------
    proxies
        Proxy by scheme; None takes those of the environment.
    ssl_context
        Whom to trust; None trusts what the system trusts.
    """

    def __init__(
        self, *, proxies: Mapping[str, str] | None, ssl_context: SSLContext | None
    ) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._opener = build_opener(
            ProxyHandler(None if proxies is None else dict(proxies)),
            HTTPSHandler(context=ssl_context),
        )

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:  # noqa: ANN401
        """Fetch an answer and read it as JSON.

        Parameters
        ----------
        url
            What to ask.
        timeout
            Longest time for the whole answer, seconds.
        headers
            Header fields of the request.

        Raises
        ------
        GeocoderParseError
            If the answer is no JSON.
        """
        try:
            return json.loads(
                self.get_text(url, timeout=timeout, headers=headers), parse_constant=_refuse
            )
        except (ValueError, RecursionError) as error:
            raise GeocoderParseError("the answer is no JSON") from error

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """Fetch an answer.

        Parameters
        ----------
        url
            What to ask.
        timeout
            Longest time for the whole answer, seconds.
        headers
            Header fields of the request.

        Raises
        ------
        AdapterHTTPError
            If the server answers with a status of 400 or more.
        GeocoderParseError
            If the answer is no UTF-8 or too large.
        GeocoderTimedOut
            If it takes too long.
        GeocoderUnavailable
            If there is no way to the server.
        GeocoderServiceError
            If the server speaks no HTTP.
        """
        until = time.monotonic() + timeout
        request = Request(url, headers=dict(headers))  # noqa: S310 - geopy admits http and https alone
        try:
            with self._opener.open(request, timeout=timeout) as response:
                return _read(response, until).decode()
        except HTTPError as error:
            with error:
                fields = {name.lower(): value for name, value in error.headers.items()}
            raise AdapterHTTPError(
                f"status {error.code}", status_code=error.code, headers=fields, text=""
            ) from error
        except UnicodeDecodeError as error:
            raise GeocoderParseError("the answer is no UTF-8") from error
        except TimeoutError as error:
            raise GeocoderTimedOut("the answer takes too long") from error
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise GeocoderTimedOut("the connection takes too long") from error
            raise GeocoderUnavailable(str(error.reason)) from error
        except http.client.HTTPException as error:
            raise GeocoderServiceError("the server speaks no HTTP") from error
        except OSError as error:
            raise GeocoderUnavailable(error.strerror or str(error)) from error


def _read(response: http.client.HTTPResponse, until: float) -> bytes:
    """Read a body, within the limits."""
    body = bytearray()
    while chunk := response.read1(_CHUNK_BYTES):
        body += chunk
        if len(body) > LARGEST_ANSWER_BYTES:
            raise GeocoderParseError(f"the answer is larger than {LARGEST_ANSWER_BYTES:,} bytes")
        if time.monotonic() > until:
            raise TimeoutError
    return bytes(body)


def _refuse(constant: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python reads and JSON does not know."""
    raise ValueError(constant)
