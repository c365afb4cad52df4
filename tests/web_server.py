"""A server on this machine that answers as a test says, and misbehaves as servers do."""

from __future__ import annotations

import hashlib
import io
import re
import socket
import threading
import zipfile
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

Answer = Callable[["Ask"], None]
MODIFIED = "Tue, 07 Jan 2025 03:21:00 GMT"


def packed(content: bytes, *, table: str = "UA.txt") -> bytes:
    """Make a zip as GeoNames does."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(table, content)
        archive.writestr("readme.txt", "made up")
    return stream.getvalue()


def unpackable(seed: str) -> bytes:
    """Make bytes that hardly pack, so that a zip of them is more than one block of the network."""
    return hashlib.shake_128(seed.encode()).digest(300_000)


class Ask(BaseHTTPRequestHandler):
    """One question to the server."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        web = self.server.web
        heads = {name.lower(): value for name, value in self.headers.items()}
        web.asked.append((self.path, heads))
        web.callers.add(self.client_address)
        answers = web.answers.get(self.path)
        if not answers:
            self.say(404, b"none")
            return
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def say(self, status: int, body: bytes = b"", **heads: str) -> None:
        """Answer at once; `content_length=""` leaves that line out."""
        self.start(status, {"content_length": str(len(body)), **heads})
        self.wfile.write(body)

    def start(self, status: int, heads: Mapping[str, str]) -> None:
        """Send the status and the head lines; `_` stands for `-`."""
        self.send_response(status)
        for name, value in heads.items():
            if value:
                self.send_header(name.replace("_", "-").title(), value)
        self.end_headers()

    def hang_up(self) -> None:
        """Close the connection in the middle."""
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Keeps quiet about connections that its clients close."""

    daemon_threads = True
    web: Web

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""


class Web:
    """The running server, with what it answers and what it was asked."""

    packed = staticmethod(packed)
    body = packed(unpackable("a made-up table"))
    """A zip with UA.txt."""
    other = packed(unpackable("the table of another day"))
    """The same with other content."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        """Per path the answers in turn; the last one stays."""
        self.asked: list[tuple[str, dict[str, str]]] = []
        """Paths with their head lines, in lower case."""
        self.callers: set[object] = set()
        """Connections that were made."""
        self.over = threading.Event()
        """Set when the test is over; what hangs waits for it."""
        self._server = Server(("127.0.0.1", 0), Ask)
        self._server.web = self
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def ranges(self) -> list[str | None]:
        """The `Range` of every question."""
        return [heads.get("range") for _, heads in self.asked]

    @staticmethod
    def whole(body: bytes, *, etag: str = '"1"', **more: str) -> Answer:
        """Answer as a good server does, also to questions for a part or for news."""

        def answer(ask: Ask) -> None:
            heads = {"etag": etag, "last_modified": MODIFIED, **more}
            marks = {mark for mark in (etag, heads["last_modified"]) if mark}
            if ask.headers.get("If-None-Match") == etag:
                ask.start(304, heads)
                return
            part = re.fullmatch(r"bytes=(\d+)-", ask.headers.get("Range", ""))
            if part is None or ask.headers.get("If-Range") not in marks:
                ask.say(200, body, **heads)
                return
            first = int(part[1])
            heads["content_range"] = f"bytes {first}-{len(body) - 1}/{len(body)}"
            if first >= len(body):
                ask.say(416, b"", content_range=f"bytes */{len(body)}")
            else:
                ask.say(206, body[first:], **heads)

        return answer

    @staticmethod
    def cut(body: bytes, *, at: int, etag: str = '"1"', length: int | None = None) -> Answer:
        """Promise the whole file, send a piece from its start, and hang up."""

        def answer(ask: Ask) -> None:
            promised = len(body) if length is None else length
            heads = {"etag": etag, "content_length": str(promised), "last_modified": MODIFIED}
            ask.start(200, heads)
            ask.wfile.write(body[:at])
            ask.hang_up()

        return answer

    @staticmethod
    def part(body: bytes, first: int, **heads: str) -> Answer:
        """Answer a part whatever `If-Range` says."""

        def answer(ask: Ask) -> None:
            part = {"content_range": f"bytes {first}-{len(body) - 1}/{len(body)}"}
            ask.say(206, body[first:], **(part | heads))

        return answer

    @staticmethod
    def status(status: int, body: bytes = b"", **heads: str) -> Answer:
        """Answer a status alone."""
        return lambda ask: ask.say(status, body, **heads)
