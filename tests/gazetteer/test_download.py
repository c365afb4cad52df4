"""What a download leaves behind: the whole file of one version, or what goes on another time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gazetteer.download.fetch import Fetched
from gazetteer.download.manifest import read_manifest, verify
from gazetteer.errors import DownloadFailed

MODIFIED = datetime(2025, 1, 7, 3, 21, tzinfo=UTC)
Load = Callable[..., Fetched]
Failed = Callable[..., DownloadFailed]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_comes_whole_with_a_note_of_its_origin(web: Any, load: Load, tmp_path: Path) -> None:
    web.answers["/UA.zip"] = [web.whole(web.body)]
    got = load()
    assert got.path.read_bytes() == web.body
    assert names_in(tmp_path / "data") == ["UA.zip", "UA.zip.json"]
    note = json.loads((tmp_path / "data" / "UA.zip.json").read_text())
    assert note["url"] == web.url + "UA.zip"
    assert note["sha256"] == hashlib.sha256(web.body).hexdigest()
    assert (note["size"], note["etag"], note["date"]) == (len(web.body), '"1"', "2025-01-07")
    assert got.path.stat().st_mtime == MODIFIED.timestamp()
    assert verify(got.path) == got.manifest == read_manifest(got.path)


def test_the_server_is_told_who_asks_and_asked_for_plain_bytes(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.whole(web.body)]
    load()
    [(_, heads)] = web.asked
    assert heads["user-agent"] == "frontmap-tests/1"
    assert heads["accept-encoding"] == "identity"


def test_what_has_not_changed_is_not_fetched_again(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.whole(web.body)]
    first, second = load(), load()
    assert (first.unchanged, second.unchanged) == (False, True)
    assert second.manifest == first.manifest
    assert web.asked[1][1]["if-none-match"] == '"1"'
    assert "if-modified-since" in web.asked[1][1]


def test_a_server_that_compares_nothing_is_compared_with(web: Any, load: Load) -> None:
    def always(ask: Any) -> None:
        ask.say(200, web.body, etag='"1"')

    web.answers["/UA.zip"] = [always]
    load()
    assert load().unchanged


def test_a_newer_file_replaces_the_old_one(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.whole(web.body), web.whole(web.other, etag='"2"')]
    load()
    got = load()
    assert not got.unchanged
    assert got.path.read_bytes() == web.other
    verify(got.path)


def test_a_damaged_copy_is_fetched_anew_and_not_taken_for_unchanged(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.whole(web.body)]
    got = load()
    got.path.write_bytes(web.body[:-1] + b"?")
    assert not load().unchanged
    assert got.path.read_bytes() == web.body
    assert "if-none-match" not in web.asked[1][1]


def test_a_cut_connection_goes_on_where_it_ended(web: Any, load: Load, slept: list[float]) -> None:
    web.answers["/UA.zip"] = [web.cut(web.body, at=100_000), web.whole(web.body)]
    got = load()
    assert got.path.read_bytes() == web.body
    assert got.manifest.sha256 == hashlib.sha256(web.body).hexdigest()
    assert web.ranges == [None, "bytes=100000-"]
    assert web.asked[1][1]["if-range"] == '"1"'
    assert slept == [1]


def test_cuts_without_end_are_given_up_and_what_came_is_kept(
    web: Any, failed: Failed, load: Load, tmp_path: Path, slept: list[float]
) -> None:
    web.answers["/UA.zip"] = [web.cut(web.body, at=100_000)]
    error = failed()
    assert "cut" in error.reason
    assert "the same command goes on" in error.reason
    assert slept == [1, 2]
    assert names_in(tmp_path / "data") == ["UA.zip.part", "UA.zip.part.json"]
    web.answers["/UA.zip"] = [web.whole(web.body)]
    web.asked.clear()
    assert load().path.read_bytes() == web.body
    assert web.ranges == ["bytes=100000-"]
    assert names_in(tmp_path / "data") == ["UA.zip", "UA.zip.json"]


def test_a_failed_download_leaves_the_old_file_as_it_was(
    web: Any, failed: Failed, load: Load, tmp_path: Path
) -> None:
    web.answers["/UA.zip"] = [web.whole(web.body), web.cut(web.other, at=10_000, etag='"2"')]
    load()
    failed()
    assert (tmp_path / "data" / "UA.zip").read_bytes() == web.body
    verify(tmp_path / "data" / "UA.zip")


def test_a_server_that_ignores_ranges_starts_over(web: Any, load: Load) -> None:
    def deaf(ask: Any) -> None:
        ask.say(200, web.body, etag='"1"')

    web.answers["/UA.zip"] = [web.cut(web.body, at=100_000), deaf]
    assert load().path.read_bytes() == web.body
    assert web.ranges[1] is not None


@pytest.mark.parametrize("etag", ['"2"', ""])
def test_a_file_that_changed_between_the_halves(etag: str, web: Any, load: Load) -> None:
    changed = web.whole(web.other, etag=etag, last_modified="Wed, 08 Jan 2025 03:21:00 GMT")
    web.answers["/UA.zip"] = [web.cut(web.body, at=100_000), changed]
    assert load().path.read_bytes() == web.other


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
        web.cut(web.body, at=100_000),
        web.part(web.other, 100_000, **heads),
        web.whole(web.other, etag='"2"'),
    ]
    assert load().path.read_bytes() == web.other
    assert web.ranges == [None, "bytes=100000-", None]


def test_without_a_mark_of_the_version_nothing_is_pieced_together(web: Any, load: Load) -> None:
    def unmarked(ask: Any) -> None:
        ask.start(200, {"content_length": str(len(web.body))})
        ask.wfile.write(web.body[:100_000])
        ask.hang_up()

    web.answers["/UA.zip"] = [unmarked, web.whole(web.body)]
    assert load().path.read_bytes() == web.body
    assert web.ranges == [None, None]


def test_a_weak_mark_is_not_asked_to_go_on_with(web: Any, load: Load) -> None:
    web.answers["/UA.zip"] = [web.cut(web.body, at=100_000, etag='W/"1"'), web.whole(web.body)]
    assert load().path.read_bytes() == web.body
    assert web.asked[1][1]["if-range"] == "Tue, 07 Jan 2025 03:21:00 GMT"


def test_a_promise_of_too_many_bytes_is_no_endless_loop(
    web: Any, failed: Failed, load: Load, tmp_path: Path
) -> None:
    web.answers["/UA.zip"] = [web.cut(web.body, at=len(web.body), length=len(web.body) + 50)]
    assert "cut" in failed().reason
    assert len(web.asked) == 3
    assert not (tmp_path / "data" / "UA.zip").exists()
    web.answers["/UA.zip"] = [web.whole(web.body)]
    assert load().path.read_bytes() == web.body


def test_a_promise_of_too_few_bytes_is_found_out(web: Any, failed: Failed, tmp_path: Path) -> None:
    web.answers["/UA.zip"] = [web.cut(web.body, at=len(web.body), length=len(web.body) - 50)]
    assert "no sound zip" in failed().reason
    assert len(web.asked) == 1
    assert names_in(tmp_path / "data") == []


@pytest.mark.parametrize("length", ["-1", "many", "0x5"])
def test_a_length_that_is_none_is_not_minded(length: str, web: Any, load: Load) -> None:
    def odd(ask: Any) -> None:
        ask.start(200, {"content_length": length, "connection": "close"})
        ask.wfile.write(web.body)
        ask.close_connection = True

    web.answers["/UA.zip"] = [odd]
    assert load().path.read_bytes() == web.body


def test_a_file_without_a_length_in_chunks(web: Any, load: Load) -> None:
    def chunks(ask: Any, end: int = len(web.body)) -> None:
        ask.start(200, {"transfer_encoding": "chunked", "etag": '"1"'})
        for first in range(0, end, 50_000):
            block = web.body[first : min(end, first + 50_000)]
            ask.wfile.write(b"%x\r\n%b\r\n" % (len(block), block))
        if end < len(web.body):
            ask.hang_up()
        else:
            ask.wfile.write(b"0\r\n\r\n")

    web.answers["/UA.zip"] = [lambda ask: chunks(ask, 120_000), web.whole(web.body)]
    assert load().path.read_bytes() == web.body
    assert web.ranges == [None, "bytes=120000-"]
    web.answers["/UA.zip"] = [chunks]
    assert load().unchanged
