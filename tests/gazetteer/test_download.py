"""A download against a server on this machine that misbehaves in every way servers do."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gazetteer.download.archive import check_zip
from gazetteer.download.fetch import Fetched, fetch
from gazetteer.download.manifest import read_manifest, verify
from gazetteer.download.patience import Clock, Patience
from gazetteer.download.transport import WebTransport
from gazetteer.errors import DownloadFailed

MODIFIED = datetime(2025, 1, 7, 3, 21, tzinfo=UTC)
AGENT = "frontmap-tests/1"
Load = Callable[..., Fetched]


def packed(text: bytes, name: str = "UA.txt") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
        archive.writestr("readme.txt", "made up")
    return stream.getvalue()


# Bytes that hardly pack, so that the zip is bigger than one block of the network.
BODY = packed(hashlib.shake_128(b"a made-up table").digest(300_000))
OTHER = packed(hashlib.shake_128(b"another day's table").digest(300_000))


class Sleeper:
    """A clock of which every look is `step_s` later; it sleeps by counting."""

    def __init__(self, step_s: float = 0) -> None:
        self.slept: list[float] = []
        self.now_s = 0.0
        self.step_s = step_s

    def monotonic_s(self) -> float:
        self.now_s += self.step_s
        return self.now_s

    def clock(self) -> Clock:
        return Clock(self.monotonic_s, self.slept.append, lambda: MODIFIED)


@pytest.fixture
def sleeper() -> Sleeper:
    return Sleeper()


@pytest.fixture
def load(web: Any, tmp_path: Path, sleeper: Sleeper) -> Iterator[Load]:
    """Fetch /UA.zip into the test's folder."""
    with WebTransport(user_agent=AGENT, connect_s=1, silent_s=0.2) as transport:

        def loaded(path: str = "UA.zip", **more: Any) -> Fetched:
            settings: dict[str, Any] = {
                "transport": transport,
                "check": check_zip,
                "magic": b"PK",
                "clock": sleeper.clock(),
                "patience": Patience(tries=3),
            }
            target = tmp_path / "data" / "UA.zip"
            return fetch(web.url + path, target, **(settings | more))

        yield loaded


def failure(load: Load, **more: Any) -> DownloadFailed:
    with pytest.raises(DownloadFailed) as caught:
        load(**more)
    said = str(caught.value)
    assert said.startswith(f"cannot download {caught.value.url}: ")
    assert said.isprintable()
    return caught.value


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_comes_whole_with_a_note_of_its_origin(web: Any, load: Load, tmp_path: Path) -> None:
    web.answers["/UA.zip"] = [web.whole(BODY)]
    got = load()
    assert got.path.read_bytes() == BODY
    assert names(tmp_path / "data") == ["UA.zip", "UA.zip.json"]
    note = json.loads((tmp_path / "data" / "UA.zip.json").read_text())
    assert note["url"] == web.url + "UA.zip"
    assert note["sha256"] == hashlib.sha256(BODY).hexdigest()
    assert (note["size"], note["etag"], note["date"]) == (len(BODY), '"1"', "2025-01-07")
    assert got.path.stat().st_mtime == MODIFIED.timestamp()
    assert verify(got.path) == got.manifest == read_manifest(got.path)


def test_the_server_is_told_who_asks_and_asked_for_plain_bytes(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.whole(BODY)]
    load()
    [(_, heads)] = web.asked
    assert heads["user-agent"] == AGENT
    assert heads["accept-encoding"] == "identity"


def test_what_has_not_changed_is_not_fetched_again(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.whole(BODY)]
    first, second = load(), load()
    assert (first.unchanged, second.unchanged) == (False, True)
    assert second.manifest == first.manifest
    assert web.asked[1][1]["if-none-match"] == '"1"'
    assert "if-modified-since" in web.asked[1][1]


def test_a_server_that_compares_nothing_is_compared_with(web: Any, load: Load) -> None:
    def always(ask: Any) -> None:
        ask.say(200, BODY, etag='"1"')

    web.answers["/UA.zip"] = [always]
    load()
    assert load().unchanged


def test_a_newer_file_replaces_the_old_one(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.whole(BODY), web.whole(OTHER, etag='"2"')]
    load()
    got = load()
    assert not got.unchanged
    assert got.path.read_bytes() == OTHER
    verify(got.path)


def test_a_damaged_copy_is_fetched_anew_and_not_taken_for_unchanged(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.whole(BODY)]
    got = load()
    got.path.write_bytes(BODY[:-1] + b"?")
    assert not load().unchanged
    assert got.path.read_bytes() == BODY
    assert "if-none-match" not in web.asked[1][1]


def test_a_cut_connection_goes_on_where_it_ended(web: Any, load: Load, sleeper: Sleeper) -> None:
    web.answers["/UA.zip"] = [web.cut(BODY, at=100_000), web.whole(BODY)]
    got = load()
    assert got.path.read_bytes() == BODY
    assert got.manifest.sha256 == hashlib.sha256(BODY).hexdigest()
    assert web.ranges == [None, "bytes=100000-"]
    assert web.asked[1][1]["if-range"] == '"1"'
    assert sleeper.slept == [1]


def test_cuts_without_end_are_given_up_and_what_came_is_kept(
    web: Any, load: Load, tmp_path: Path, sleeper: Sleeper
) -> None:
    web.answers["/UA.zip"] = [web.cut(BODY, at=100_000)]
    error = failure(load)
    assert "cut" in error.reason
    assert "the same command goes on" in error.reason
    assert sleeper.slept == [1, 2]
    assert names(tmp_path / "data") == ["UA.zip.part", "UA.zip.part.json"]
    web.answers["/UA.zip"] = [web.whole(BODY)]
    web.asked.clear()
    assert load().path.read_bytes() == BODY
    assert web.ranges == ["bytes=100000-"]
    assert names(tmp_path / "data") == ["UA.zip", "UA.zip.json"]


def test_a_failed_download_leaves_the_old_file_as_it_was(
    web: Any, load: Load, tmp_path: Path
) -> None:
    web.answers["/UA.zip"] = [web.whole(BODY), web.cut(OTHER, at=10_000, etag='"2"')]
    load()
    failure(load)
    assert (tmp_path / "data" / "UA.zip").read_bytes() == BODY
    verify(tmp_path / "data" / "UA.zip")


def test_a_server_that_ignores_ranges_starts_over(web: Any, load: Load) -> None:
    def deaf(ask: Any) -> None:
        ask.say(200, BODY, etag='"1"')

    web.answers["/UA.zip"] = [web.cut(BODY, at=100_000), deaf]
    assert load().path.read_bytes() == BODY
    assert web.ranges[1] is not None


@pytest.mark.parametrize("etag", ['"2"', ""])
def test_a_file_that_changed_between_the_halves(etag: str, web: Any, load: Load) -> None:
    changed = web.whole(OTHER, etag=etag, last_modified="Wed, 08 Jan 2025 03:21:00 GMT")
    web.answers["/UA.zip"] = [web.cut(BODY, at=100_000), changed]
    assert load().path.read_bytes() == OTHER


def part_of(body: bytes, first: int, **heads: str) -> Callable[[Any], None]:
    """Answer a part whatever `If-Range` says."""

    def answer(ask: Any) -> None:
        part = {"content_range": f"bytes {first}-{len(body) - 1}/{len(body)}"}
        ask.say(206, body[first:], **(part | heads))

    return answer


@pytest.mark.parametrize(
    "heads",
    [
        {"etag": '"2"'}, {"last_modified": "Wed, 08 Jan 2025 03:21:00 GMT"}, {},
        {"content_range": "bytes 5-9/10"}, {"content_range": "bytes 100000-300/*"},
        {"content_range": "nonsense"}, {"content_range": ""},
    ],
)  # fmt: skip
def test_a_server_that_mixes_two_days_does_not_fool_us(
    heads: dict[str, str], web: Any, load: Load
) -> None:
    web.answers["/UA.zip"] = [
        web.cut(BODY, at=100_000), part_of(OTHER, 100_000, **heads), web.whole(OTHER, etag='"2"'),
    ]  # fmt: skip
    assert load().path.read_bytes() == OTHER
    assert web.ranges == [None, "bytes=100000-", None]


def test_without_a_mark_of_the_version_nothing_is_pieced_together(web: Any, load: Load) -> None:
    def unmarked(ask: Any) -> None:
        ask.start(200, {"content_length": str(len(BODY))})
        ask.wfile.write(BODY[:100_000])
        ask.hang_up()

    web.answers["/UA.zip"] = [unmarked, web.whole(BODY)]
    assert load().path.read_bytes() == BODY
    assert web.ranges == [None, None]


def test_a_weak_mark_is_not_asked_to_go_on_with(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.cut(BODY, at=100_000, etag='W/"1"'), web.whole(BODY)]
    assert load().path.read_bytes() == BODY
    assert web.asked[1][1]["if-range"] == "Tue, 07 Jan 2025 03:21:00 GMT"


def test_a_promise_of_too_many_bytes_is_no_endless_loop(
    web: Any, load: Load, tmp_path: Path
) -> None:
    web.answers["/UA.zip"] = [web.cut(BODY, at=len(BODY), length=len(BODY) + 50)]
    assert "cut" in failure(load).reason
    assert len(web.asked) == 3
    assert not (tmp_path / "data" / "UA.zip").exists()
    web.answers["/UA.zip"] = [web.whole(BODY)]
    assert load().path.read_bytes() == BODY


def test_a_promise_of_too_few_bytes_is_found_out(web: Any, load: Load, tmp_path: Path) -> None:
    web.answers["/UA.zip"] = [web.cut(BODY, at=len(BODY), length=len(BODY) - 50)]
    assert "no sound zip" in failure(load).reason
    assert len(web.asked) == 1
    assert names(tmp_path / "data") == []


@pytest.mark.parametrize("length", ["-1", "many", "0x5"])
def test_a_length_that_is_none_is_not_minded(length: str, web: Any, load: Load) -> None:
    def odd(ask: Any) -> None:
        ask.start(200, {"content_length": length, "connection": "close"})
        ask.wfile.write(BODY)
        ask.close_connection = True

    web.answers["/UA.zip"] = [odd]
    assert load().path.read_bytes() == BODY


def test_a_file_without_a_length_in_chunks(web: Any, load: Load) -> None:
    def chunks(ask: Any, end: int = len(BODY)) -> None:
        ask.start(200, {"transfer_encoding": "chunked", "etag": '"1"'})
        for first in range(0, end, 50_000):
            block = BODY[first : min(end, first + 50_000)]
            ask.wfile.write(b"%x\r\n%b\r\n" % (len(block), block))
        if end < len(BODY):
            ask.hang_up()
        else:
            ask.wfile.write(b"0\r\n\r\n")

    web.answers["/UA.zip"] = [lambda ask: chunks(ask, 120_000), web.whole(BODY)]
    assert load().path.read_bytes() == BODY
    assert web.ranges == [None, "bytes=120000-"]
    web.answers["/UA.zip"] = [chunks]
    assert load().unchanged


def test_a_file_that_is_not_there(web: Any, load: Load, tmp_path: Path, sleeper: Sleeper) -> None:
    error = failure(load)
    assert (error.status, sleeper.slept, len(web.asked)) == (404, [], 1)
    assert "404 Not Found" in error.reason
    assert names(tmp_path / "data") == []


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_in_trouble_is_asked_again(
    status: int, web: Any, load: Load, sleeper: Sleeper
) -> None:
    web.answers["/UA.zip"] = [web.status(status), web.status(status), web.whole(BODY)]
    assert load().path.read_bytes() == BODY
    assert sleeper.slept == [1, 2]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("7", 7), ("0", 1), ("Tue, 07 Jan 2025 03:21:40 GMT", 40), ("soon", 1), ("-3", 1),
     ("Mon, 06 Jan 2025 00:00:00 GMT", 1)],
)  # fmt: skip
def test_a_server_that_says_when_to_come_back(
    text: str, seconds: float, web: Any, load: Load, sleeper: Sleeper
) -> None:
    web.answers["/UA.zip"] = [web.status(503, retry_after=text), web.whole(BODY)]
    load()
    assert sleeper.slept == [seconds]


def test_a_server_that_wants_a_long_rest_is_left_alone(
    web: Any, load: Load, sleeper: Sleeper
) -> None:
    web.answers["/UA.zip"] = [web.status(503, retry_after="3600")]
    assert "wait 3600 seconds" in failure(load).reason
    assert sleeper.slept == []


@pytest.mark.parametrize("status", [204, 300, 304, 401, 403, 418, 599])
def test_an_answer_that_makes_no_sense_is_named(status: int, web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.status(status)]
    error = failure(load)
    assert (error.status, len(web.asked)) == (status, 1)
    assert str(status) in error.reason


def test_a_part_that_nobody_asked_for(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [part_of(BODY, 0)]
    assert "206" in failure(load).reason


def test_a_server_that_cannot_go_on_is_asked_for_all(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.cut(BODY, at=9_000), web.status(416), web.whole(BODY)]
    assert load().path.read_bytes() == BODY
    assert web.ranges == [None, "bytes=9000-", None]


def test_a_file_that_never_fits_together_is_given_up(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.cut(BODY, at=9_000), web.status(416)] * 5
    assert "try again later" in failure(load, patience=Patience(tries=9)).reason
    assert len(web.asked) < 10


@pytest.mark.parametrize("heads", [{"content_type": "text/html"}, {"content_type": ""}])
def test_a_web_page_in_place_of_the_zip(
    heads: dict[str, str], web: Any, load: Load, tmp_path: Path
) -> None:
    page = b"\xef\xbb\xbf\n <!DOCTYPE html><title>Log in to this network</title>"
    web.answers["/UA.zip"] = [web.status(200, page, **heads)]
    assert "a web page came" in failure(load).reason
    assert names(tmp_path / "data") == []


def test_a_log_in_page_does_not_cost_what_came_before(web: Any, load: Load, tmp_path: Path) -> None:
    web.answers["/UA.zip"] = [web.cut(BODY, at=100_000), web.status(200, b"<html>Log in")]
    failure(load)
    assert (tmp_path / "data" / "UA.zip.part").read_bytes() == BODY[:100_000]
    web.answers["/UA.zip"] = [web.whole(BODY)]
    assert load().path.read_bytes() == BODY
    assert web.ranges[-1] == "bytes=100000-"


def test_another_kind_of_file(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.status(200, b"\x1f\x8b\x08" + bytes(50))]
    assert "another kind of file" in failure(load).reason


def test_a_zip_bomb(web: Any, load: Load, tmp_path: Path) -> None:
    web.answers["/UA.zip"] = [web.whole(packed(bytes(3_000_000)))]
    error = failure(load)
    assert "bomb" in error.reason
    assert names(tmp_path / "data") == []


def test_bytes_packed_on_the_way_are_not_unpacked(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.status(200, BODY, content_encoding="gzip")]
    assert "packs it once more" in failure(load).reason


def test_a_file_that_is_too_big_by_its_own_word_or_in_fact(
    web: Any, load: Load, tmp_path: Path
) -> None:
    web.answers["/UA.zip"] = [web.cut(BODY, at=100, length=10**12)]
    assert "1,000,000.0 MB" in failure(load).reason

    def endless(ask: Any) -> None:
        ask.start(200, {"connection": "close"})
        ask.wfile.write(BODY)
        ask.close_connection = True

    web.answers["/UA.zip"] = [endless]
    assert "more than" in failure(load, most_bytes=200_000).reason
    assert names(tmp_path / "data") == []


def test_a_file_for_which_there_is_no_room(
    web: Any, load: Load, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage._replace(free=1000))
    web.answers["/UA.zip"] = [web.whole(BODY)]
    assert "room for 1,000 bytes" in failure(load).reason


def drip(web: Any) -> Callable[[Any], None]:
    def answer(ask: Any) -> None:
        ask.start(200, {"etag": '"1"', "content_length": str(len(BODY))})
        for at in range(len(BODY)):
            ask.wfile.write(BODY[at : at + 1])
            if web.over.wait(0.0005):
                return

    return answer


def test_a_server_that_trickles(web: Any, load: Load, tmp_path: Path) -> None:
    web.answers["/UA.zip"] = [drip(web)]
    patience = Patience(slow_bytes_per_s=50_000, window_s=10)
    error = failure(load, clock=Sleeper(step_s=1).clock(), patience=patience)
    assert "bytes a second" in error.reason
    assert "the same command goes on" in error.reason
    came = (tmp_path / "data" / "UA.zip.part").read_bytes()
    assert 0 < len(came) < len(BODY)
    assert BODY.startswith(came)
    web.answers["/UA.zip"] = [web.whole(BODY)]
    assert load().path.read_bytes() == BODY


def test_a_server_that_falls_silent(web: Any, load: Load, sleeper: Sleeper) -> None:
    def silent(ask: Any) -> None:
        ask.start(200, {"etag": '"1"', "content_length": str(len(BODY))})
        ask.wfile.write(BODY[:5_000])
        ask.wfile.flush()
        web.over.wait(5)

    web.answers["/UA.zip"] = [silent, web.whole(BODY)]
    assert load().path.read_bytes() == BODY
    assert web.ranges == [None, "bytes=5000-"]
    assert sleeper.slept == [1]


def test_a_server_that_never_answers(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [lambda _: web.over.wait(5)]
    assert "does not answer" in failure(load, patience=Patience(tries=1)).reason


def test_nobody_listens(web: Any, tmp_path: Path, sleeper: Sleeper) -> None:
    with WebTransport(user_agent=AGENT, connect_s=1) as transport:
        for url, says in (
            ("http://127.0.0.1:9/UA.zip", "takes no connection"),
            ("http://no-such-host.invalid/UA.zip", "name is not known"),
        ):
            with pytest.raises(DownloadFailed, match=says):
                fetch(
                    url, tmp_path / "UA.zip", transport=transport, clock=sleeper.clock(),
                    patience=Patience(tries=2),
                )  # fmt: skip


def test_an_address_that_is_none_is_not_tried_again(tmp_path: Path, sleeper: Sleeper) -> None:
    with WebTransport(user_agent=AGENT) as transport:
        for url in ("file:///etc/hostname", "http://", "http://[1/UA.zip", "nonsense"):
            with pytest.raises(DownloadFailed, match="address"):
                fetch(url, tmp_path / "UA.zip", transport=transport, clock=sleeper.clock())
    assert sleeper.slept == []


def test_a_redirect_on_the_same_server_is_followed(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.status(302, location="/new/UA.zip")]
    web.answers["/new/UA.zip"] = [web.cut(BODY, at=100_000), web.whole(BODY)]
    got = load()
    assert got.path.read_bytes() == BODY
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
def test_a_redirect_that_leads_astray(location: str, says: str, web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.status(301, location=location.format(port=web.port))]
    assert says in failure(load).reason
    assert len(web.asked) == 1


def test_redirects_round_in_a_circle_and_on_and_on(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.status(307, location="/b")]
    web.answers["/b"] = [web.status(308, location="/UA.zip")]
    assert "without end" in failure(load).reason
    for n in range(20):
        web.answers[f"/{n}"] = [web.status(302, location=f"/{n + 1}")]
    assert "without end" in failure(load, path="0").reason
    assert len(web.asked) < 15


@pytest.mark.parametrize(
    ("name", "form", "algorithm"),
    [
        ("repr_digest", "sha-256=:{}:", "sha256"), ("content_digest", "sha-512=:{}:", "sha512"),
        ("digest", "SHA-256={}", "sha256"), ("content_md5", "{}", "md5"),
    ],
)  # fmt: skip
def test_a_hash_that_the_server_states_is_checked(
    name: str, form: str, algorithm: str, web: Any, load: Load
) -> None:
    def stated(body: bytes) -> dict[str, str]:
        digest = hashlib.new(algorithm, body, usedforsecurity=False).digest()
        return {name: form.format(base64.b64encode(digest).decode())}

    web.answers["/UA.zip"] = [web.whole(BODY, **stated(OTHER))]
    assert "not the one that the server states" in failure(load).reason
    web.answers["/UA.zip"] = [web.whole(BODY, **stated(BODY))]
    assert load().path.read_bytes() == BODY


def test_a_stop_from_the_keyboard_keeps_what_came(web: Any, load: Load, tmp_path: Path) -> None:
    class Impatient:
        def moved(self, done: int, total: int | None) -> None:
            if done > 100_000:
                raise KeyboardInterrupt

        def waits(self, reason: str, seconds: float) -> None: ...

        def checks(self) -> None: ...

    web.answers["/UA.zip"] = [web.whole(BODY)]
    with pytest.raises(KeyboardInterrupt):
        load(progress=Impatient())
    came = (tmp_path / "data" / "UA.zip.part").read_bytes()
    assert len(came) > 100_000
    assert BODY.startswith(came)
    assert load().path.read_bytes() == BODY
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

    web.answers["/UA.zip"] = [web.cut(BODY, at=100_000), web.whole(BODY)]
    load(progress=Teller())
    assert told[-2:] == [(len(BODY), len(BODY)), ("checks",)]
    assert ("the connection was cut", 1) in told
    moved = [entry for entry in told if entry[-1] == len(BODY)]
    assert moved == sorted(moved)


def test_two_at_once_do_not_write_into_one_another(web: Any, load: Load) -> None:
    half, go = threading.Event(), threading.Event()

    def slowly(ask: Any) -> None:
        ask.start(200, {"etag": '"1"', "content_length": str(len(BODY))})
        ask.wfile.write(BODY[:100_000])
        half.set()
        go.wait(5)
        ask.wfile.write(BODY[100_000:])

    web.answers["/UA.zip"] = [slowly]
    results: list[Fetched] = []
    with WebTransport(user_agent=AGENT) as transport:
        first = threading.Thread(target=lambda: results.append(load(transport=transport)))
        first.start()
        assert half.wait(5)
        assert "another frontmap" in failure(load).reason
        go.set()
        first.join()
    assert results[0].path.read_bytes() == BODY


def test_a_folder_that_cannot_be_written(web: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "UA.zip").mkdir()
    web.answers["/UA.zip"] = [web.whole(BODY)]
    with WebTransport(user_agent=AGENT) as transport:
        for target in (tmp_path / "file" / "UA.zip", tmp_path / "UA.zip"):
            with pytest.raises(DownloadFailed, match="cannot be written"):
                fetch(web.url + "UA.zip", target, transport=transport)
    assert web.asked == []
    assert (tmp_path / "file").read_text() == "no folder"
