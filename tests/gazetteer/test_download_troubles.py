"""A download against a server on this machine that misbehaves in the ways that servers do."""

from __future__ import annotations

import base64
import hashlib
import shutil
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from gazetteer.download.fetch import Fetched, fetch
from gazetteer.download.patience import Clock, Patience
from gazetteer.download.transport import WebTransport
from gazetteer.errors import DownloadFailed

AGENT = "frontmap-tests/1"
Load = Callable[..., Fetched]
Failed = Callable[..., DownloadFailed]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_that_is_not_there(
    web: Any, failed: Failed, tmp_path: Path, slept: list[float]
) -> None:
    error = failed()
    assert (error.status, slept, len(web.asked)) == (404, [], 1)
    assert "404 Not Found" in error.reason
    assert names_in(tmp_path / "data") == []


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_in_trouble_is_asked_again(
    status: int, web: Any, load: Load, slept: list[float]
) -> None:
    web.answers["/UA.zip"] = [web.status(status), web.status(status), web.whole(web.body)]
    assert load().path.read_bytes() == web.body
    assert slept == [1, 2]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("7", 7), ("0", 1), ("Tue, 07 Jan 2025 03:21:40 GMT", 40), ("soon", 1), ("-3", 1),
     ("Mon, 06 Jan 2025 00:00:00 GMT", 1)],
)  # fmt: skip
def test_a_server_that_says_when_to_come_back(
    text: str, seconds: float, web: Any, load: Load, slept: list[float]
) -> None:
    web.answers["/UA.zip"] = [web.status(503, retry_after=text), web.whole(web.body)]
    load()
    assert slept == [seconds]


def test_a_server_that_wants_a_long_rest_is_left_alone(
    web: Any, failed: Failed, slept: list[float]
) -> None:
    web.answers["/UA.zip"] = [web.status(503, retry_after="3600")]
    assert "wait 3600 seconds" in failed().reason
    assert slept == []


@pytest.mark.parametrize("status", [204, 300, 304, 401, 403, 418, 599])
def test_an_answer_that_makes_no_sense_is_named(status: int, web: Any, failed: Failed) -> None:
    web.answers["/UA.zip"] = [web.status(status)]
    error = failed()
    assert (error.status, len(web.asked)) == (status, 1)
    assert str(status) in error.reason


def test_a_part_that_nobody_asked_for(web: Any, failed: Failed) -> None:
    web.answers["/UA.zip"] = [web.part(web.body, 0)]
    assert "206" in failed().reason


def test_a_server_that_cannot_go_on_is_asked_for_all(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.cut(web.body, at=9_000), web.status(416), web.whole(web.body)]
    assert load().path.read_bytes() == web.body
    assert web.ranges == [None, "bytes=9000-", None]


def test_a_file_that_never_fits_together_is_given_up(web: Any, failed: Failed) -> None:
    web.answers["/UA.zip"] = [web.cut(web.body, at=9_000), web.status(416)] * 5
    assert "try again later" in failed(patience=Patience(tries=9)).reason
    assert len(web.asked) < 10


@pytest.mark.parametrize("heads", [{"content_type": "text/html"}, {"content_type": ""}])
def test_a_web_page_in_place_of_the_zip(
    heads: dict[str, str], web: Any, failed: Failed, tmp_path: Path
) -> None:
    page = b"\xef\xbb\xbf\n <!DOCTYPE html><title>Log in to this network</title>"
    web.answers["/UA.zip"] = [web.status(200, page, **heads)]
    assert "a web page came" in failed().reason
    assert names_in(tmp_path / "data") == []


def test_a_log_in_page_does_not_cost_what_came_before(
    web: Any, failed: Failed, load: Load, tmp_path: Path
) -> None:
    web.answers["/UA.zip"] = [web.cut(web.body, at=100_000), web.status(200, b"<html>Log in")]
    failed()
    assert (tmp_path / "data" / "UA.zip.part").read_bytes() == web.body[:100_000]
    web.answers["/UA.zip"] = [web.whole(web.body)]
    assert load().path.read_bytes() == web.body
    assert web.ranges[-1] == "bytes=100000-"


def test_another_kind_of_file(web: Any, failed: Failed) -> None:
    web.answers["/UA.zip"] = [web.status(200, b"\x1f\x8b\x08" + bytes(50))]
    assert "another kind of file" in failed().reason


def test_a_zip_bomb(web: Any, failed: Failed, tmp_path: Path) -> None:
    web.answers["/UA.zip"] = [web.whole(web.packed(bytes(3_000_000)))]
    error = failed()
    assert "bomb" in error.reason
    assert names_in(tmp_path / "data") == []


def test_bytes_packed_on_the_way_are_not_unpacked(web: Any, failed: Failed) -> None:
    web.answers["/UA.zip"] = [web.status(200, web.body, content_encoding="gzip")]
    assert "packs it once more" in failed().reason


def test_a_file_that_is_too_big_by_its_own_word_or_in_fact(
    web: Any, failed: Failed, tmp_path: Path
) -> None:
    web.answers["/UA.zip"] = [web.cut(web.body, at=100, length=10**12)]
    assert "1,000,000.0 MB" in failed().reason

    def endless(ask: Any) -> None:
        ask.start(200, {"connection": "close"})
        ask.wfile.write(web.body)
        ask.close_connection = True

    web.answers["/UA.zip"] = [endless]
    assert "more than" in failed(most_bytes=200_000).reason
    assert names_in(tmp_path / "data") == []


def test_a_file_for_which_there_is_no_room(
    web: Any, failed: Failed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage._replace(free=1000))
    web.answers["/UA.zip"] = [web.whole(web.body)]
    assert "room for 1,000 bytes" in failed().reason


def drip(web: Any) -> Callable[[Any], None]:
    def answer(ask: Any) -> None:
        ask.start(200, {"etag": '"1"', "content_length": str(len(web.body))})
        for at in range(len(web.body)):
            ask.wfile.write(web.body[at : at + 1])
            if web.over.wait(0.0005):
                return

    return answer


def test_a_server_that_trickles(web: Any, failed: Failed, load: Load, tmp_path: Path) -> None:
    web.answers["/UA.zip"] = [drip(web)]
    # Every look at this clock is a second later.
    hasty = Clock(map(float, count()).__next__)
    patience = Patience(slow_bytes_per_s=50_000, window_s=10)
    error = failed(clock=hasty, patience=patience)
    assert "bytes a second" in error.reason
    assert "the same command goes on" in error.reason
    came = (tmp_path / "data" / "UA.zip.part").read_bytes()
    assert 0 < len(came) < len(web.body)
    assert web.body.startswith(came)
    web.answers["/UA.zip"] = [web.whole(web.body)]
    assert load().path.read_bytes() == web.body


def test_a_server_that_falls_silent(web: Any, load: Load, slept: list[float]) -> None:
    def silent(ask: Any) -> None:
        ask.start(200, {"etag": '"1"', "content_length": str(len(web.body))})
        ask.wfile.write(web.body[:5_000])
        ask.wfile.flush()
        web.over.wait(5)

    web.answers["/UA.zip"] = [silent, web.whole(web.body)]
    assert load().path.read_bytes() == web.body
    assert web.ranges == [None, "bytes=5000-"]
    assert slept == [1]


def test_a_server_that_never_answers(web: Any, failed: Failed) -> None:
    web.answers["/UA.zip"] = [lambda _: web.over.wait(5)]
    assert "does not answer" in failed(patience=Patience(tries=1)).reason


def test_nobody_listens(web: Any, tmp_path: Path, slept: list[float]) -> None:
    with WebTransport(user_agent=AGENT, connect_s=1) as transport:
        for url, says in (
            ("http://127.0.0.1:9/UA.zip", "takes no connection"),
            ("http://no-such-host.invalid/UA.zip", "name is not known"),
        ):
            with pytest.raises(DownloadFailed, match=says):
                fetch(
                    url, tmp_path / "UA.zip", transport=transport, clock=Clock(sleep=slept.append),
                    patience=Patience(tries=2),
                )  # fmt: skip


def test_an_address_that_is_none_is_not_tried_again(tmp_path: Path, slept: list[float]) -> None:
    with WebTransport(user_agent=AGENT) as transport:
        for url in ("file:///etc/hostname", "http://", "http://[1/UA.zip", "nonsense"):
            with pytest.raises(DownloadFailed, match="address"):
                fetch(
                    url, tmp_path / "UA.zip", transport=transport, clock=Clock(sleep=slept.append)
                )
    assert slept == []


def test_a_redirect_on_the_same_server_is_followed(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.status(302, location="/new/UA.zip")]
    web.answers["/new/UA.zip"] = [web.cut(web.body, at=100_000), web.whole(web.body)]
    got = load()
    assert got.path.read_bytes() == web.body
    assert got.manifest.url == web.url + "UA.zip"
    assert [path for path, _ in web.asked] == ["/UA.zip", "/new/UA.zip"] * 2


@pytest.mark.parametrize(
    ("location", "says"),
    [
        ("http://localhost:{port}/UA.zip", "if you trust it"), ("/UA.zip", "without end"),
        ("//[bad/UA.zip", "no address"), ("file:///etc/hostname", "no address on the web"),
        ("", "without end"), ("ftp://127.0.0.1/UA.zip", "no address on the web"),
    ],
)  # fmt: skip
def test_a_redirect_that_leads_astray(location: str, says: str, web: Any, failed: Failed) -> None:
    web.answers["/UA.zip"] = [web.status(301, location=location.format(port=web.port))]
    assert says in failed().reason
    assert len(web.asked) == 1


def test_redirects_round_in_a_circle_and_on_and_on(web: Any, failed: Failed) -> None:
    web.answers["/UA.zip"] = [web.status(307, location="/b")]
    web.answers["/b"] = [web.status(308, location="/UA.zip")]
    assert "without end" in failed().reason
    for n in range(20):
        web.answers[f"/{n}"] = [web.status(302, location=f"/{n + 1}")]
    assert "without end" in failed(path="0").reason
    assert len(web.asked) < 15


@pytest.mark.parametrize(
    ("name", "form", "algorithm"),
    [
        ("repr_digest", "sha-256=:{}:", "sha256"), ("content_digest", "sha-512=:{}:", "sha512"),
        ("digest", "SHA-256={}", "sha256"), ("content_md5", "{}", "md5"),
    ],
)  # fmt: skip
def test_a_hash_that_the_server_states_is_checked(
    *, name: str, form: str, algorithm: str, web: Any, failed: Failed, load: Load
) -> None:
    def stated(body: bytes) -> dict[str, str]:
        digest = hashlib.new(algorithm, body, usedforsecurity=False).digest()
        return {name: form.format(base64.b64encode(digest).decode())}

    web.answers["/UA.zip"] = [web.whole(web.body, **stated(web.other))]
    assert "not the one that the server states" in failed().reason
    web.answers["/UA.zip"] = [web.whole(web.body, **stated(web.body))]
    assert load().path.read_bytes() == web.body


def test_a_stop_from_the_keyboard_keeps_what_came(web: Any, load: Load, tmp_path: Path) -> None:
    class Impatient:
        def moved(self, done: int, total: int | None) -> None:
            if done > 100_000:
                raise KeyboardInterrupt

        def waits(self, reason: str, seconds: float) -> None: ...

        def checks(self) -> None: ...

    web.answers["/UA.zip"] = [web.whole(web.body)]
    with pytest.raises(KeyboardInterrupt):
        load(progress=Impatient())
    came = (tmp_path / "data" / "UA.zip.part").read_bytes()
    assert len(came) > 100_000
    assert web.body.startswith(came)
    assert load().path.read_bytes() == web.body
    assert web.ranges == [None, f"bytes={len(came)}-"]


def test_progress_is_told_all_the_way(web: Any, load: Load) -> None:
    told: list[tuple[Any, ...]] = []

    class Teller:
        def moved(self, done: int, total: int | None) -> None:
            told.append((done, total))

        def waits(self, reason: str, seconds: float) -> None:
            told.append((reason, seconds))

        def checks(self) -> None:
            told.append(("checks",))

    web.answers["/UA.zip"] = [web.cut(web.body, at=100_000), web.whole(web.body)]
    load(progress=Teller())
    assert told[-2:] == [(len(web.body), len(web.body)), ("checks",)]
    assert ("the connection was cut", 1) in told
    moved = [entry for entry in told if entry[-1] == len(web.body)]
    assert moved == sorted(moved)


def test_two_at_once_do_not_write_into_one_another(web: Any, failed: Failed, load: Load) -> None:
    half, go = threading.Event(), threading.Event()

    def slowly(ask: Any) -> None:
        ask.start(200, {"etag": '"1"', "content_length": str(len(web.body))})
        ask.wfile.write(web.body[:100_000])
        half.set()
        go.wait(5)
        ask.wfile.write(web.body[100_000:])

    web.answers["/UA.zip"] = [slowly]
    results: list[Fetched] = []
    with WebTransport(user_agent=AGENT) as transport:
        first = threading.Thread(target=lambda: results.append(load(transport=transport)))
        first.start()
        assert half.wait(5)
        assert "another frontmap" in failed().reason
        go.set()
        first.join()
    assert results[0].path.read_bytes() == web.body


def test_a_folder_that_cannot_be_written(web: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "UA.zip").mkdir()
    web.answers["/UA.zip"] = [web.whole(web.body)]
    with WebTransport(user_agent=AGENT) as transport:
        for target in (tmp_path / "file" / "UA.zip", tmp_path / "UA.zip"):
            with pytest.raises(DownloadFailed, match="cannot be written"):
                fetch(web.url + "UA.zip", target, transport=transport)
    assert web.asked == []
    assert (tmp_path / "file").read_text() == "no folder"
