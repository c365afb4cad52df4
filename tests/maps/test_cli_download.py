"""`frontmap gazetteer download`, as a person meets it, against a server on this machine."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gazetteer.download.patience import Clock

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.usefixtures("alone")


def packed(country: str) -> bytes:
    """A zip as GeoNames makes them, with made-up places and a column that hardly packs."""
    first = 90_000_000 + 10_000 * ("UA", "RU").index(country)
    noise = hashlib.shake_128(country.encode()).digest(160_000)
    rows = (
        "\t".join((
            str(first + n), f"Madeup {n}", f"Madeup {n}", "", f"50.{n:04}", "35.5", "P", "PPL",
            country, "", "", "", "", "", "0", "", "", noise[n * 100 : n * 100 + 100].hex(), "\n",
        ))
        for n in range(1600)
    )  # fmt: skip
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{country}.txt", "".join(rows))
        archive.writestr("readme.txt", "made up")
    return stream.getvalue()


UA, RU = packed("UA"), packed("RU")
FETCHED = f"fetched, {len(UA) / 1e6:,.2f} MB of 2025-01-07"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def load(call: Run, web: Any, folder: Path) -> Run:
    """Call `frontmap gazetteer download` with the server of the test."""
    web.answers["/dump/UA.zip"] = [web.whole(UA)]
    web.answers["/dump/RU.zip"] = [web.whole(RU)]

    def loaded(*arguments: str | Path) -> tuple[int, str, str]:
        line = ("gazetteer", "download", "--from", web.url, "--to", folder, *arguments)
        return call(*line)

    return loaded


def sentence(answer: tuple[int, str, str]) -> str:
    code, out, err = answer
    assert (code, out) == (2, "")
    last = err.splitlines()[-1]
    assert last.startswith("frontmap: ")
    assert last.isprintable()
    assert "Traceback" not in err
    return last


def test_countries_come_one_after_the_other(load: Run, web: Any, folder: Path) -> None:
    code, out, err = load("ru", "UA", "--no-import")
    assert code == 0
    assert out.splitlines() == [str(folder / "RU.zip"), str(folder / "UA.zip")]
    assert (folder / "RU.zip").read_bytes() == RU
    assert (folder / "UA.zip").read_bytes() == UA
    told = err.splitlines()
    assert len(told) == 2
    assert all(FETCHED in line for line in told)
    assert [path for path, _ in web.asked] == ["/dump/RU.zip", "/dump/UA.zip"]
    assert len(web.callers) == 1


def test_the_server_is_told_that_frontmap_asks(load: Run, web: Any) -> None:
    from maps.version import __version__

    load("UA")
    assert web.asked[0][1]["user-agent"].split(" (")[0] == f"frontmap/{__version__}"


def test_what_comes_is_imported_country_by_country(load: Run, call: Run, tmp_path: Path) -> None:
    code, out, _ = load("UA", "RU")
    assert code == 0
    assert [line.split(" in ")[0] for line in out.splitlines() if "places" in line] == [
        "geonames UA: 1,600 places", "geonames RU: 1,600 places",
    ]  # fmt: skip
    found = json.loads(call("gazetteer", "search", "Madeup 7", "--format", "json")[1])
    assert {row["country"] for row in found} == {"UA", "RU"}


def test_the_same_command_again_fetches_nothing(load: Run, web: Any) -> None:
    load("UA")
    code, _, err = load("UA")
    assert code == 0
    assert "unchanged" in err
    assert "if-none-match" in web.asked[1][1]


def test_postal_codes_and_names_come_on_request(load: Run, web: Any, folder: Path) -> None:
    web.answers["/zip/UA.zip"] = [web.whole(UA)]
    web.answers["/dump/alternatenames/UA.zip"] = [web.whole(UA)]
    code, out, _ = load("UA", "--postal", "--alternate-names", "--no-import")
    assert code == 0
    names = [str(Path(line).relative_to(folder)) for line in out.splitlines()]
    assert names == ["UA.zip", "alternatenames/UA.zip", "postal/UA.zip"]


def test_what_the_server_lacks_is_named_and_the_rest_comes(
    load: Run, web: Any, folder: Path
) -> None:
    del web.answers["/dump/RU.zip"]
    code, out, err = load("RU", "UA", "BY")
    assert (code, out) == (2, "")
    refusals = [line for line in err.splitlines() if line.startswith("frontmap: ")]
    assert len(refusals) == 2
    assert "it has no places of RU" in refusals[0]
    assert "it has no places of BY" in refusals[1]
    assert "404" in refusals[0]
    assert (folder / "UA.zip").read_bytes() == UA


@pytest.mark.parametrize(
    ("code", "says"),
    [("UK", "GB (United Kingdom)"), ("Ukraine", "UA (Ukraine)"), ("../etc", "no country"),
     ("", "no country"), ("\x1b[2J", "no country"), ("U" * 5000, "no country")],
)  # fmt: skip
def test_a_code_that_is_none_asks_no_server(code: str, says: str, load: Run, web: Any) -> None:
    said = sentence(load("UA", code))
    assert says in said
    assert len(said) < 300
    assert web.asked == []


def test_no_country_is_wrong_usage(load: Run) -> None:
    assert "CODE" in sentence(load())


@pytest.mark.parametrize("address", ["nonsense", "ftp://example.org/", "https://a:b@example.org/"])
def test_an_address_that_is_none(address: str, call: Run, folder: Path) -> None:
    said = sentence(call("gazetteer", "download", "UA", "--from", address, "--to", folder))
    assert "address" in said
    assert not folder.exists()


def test_the_address_may_stand_in_the_environment(
    call: Run, web: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.answers["/geo/dump/UA.zip"] = [web.whole(UA)]
    monkeypatch.setenv("FRONTMAP_GEONAMES", f"{web.url}geo")
    assert call("gazetteer", "download", "UA", "--to", folder)[0] == 0
    assert (folder / "UA.zip").read_bytes() == UA


def test_a_broken_download_says_that_it_goes_on_and_does(load: Run, web: Any, folder: Path) -> None:
    web.answers["/dump/UA.zip"] = [web.cut(UA, at=120_000)]
    said = sentence(load("UA", "RU", "--tries", "1"))
    assert "the same command goes on from there" in said
    # A server in trouble is not bothered for the next file.
    assert [path for path, _ in web.asked] == ["/dump/UA.zip"]
    assert not (folder / "UA.zip").exists()
    web.answers["/dump/UA.zip"] = [web.whole(UA)]
    assert load("UA", "RU", "--tries", "1")[0] == 0
    assert web.ranges[1:] == ["bytes=120000-", None]
    assert (folder / "UA.zip").read_bytes() == UA


@pytest.mark.parametrize(
    ("body", "says"),
    [(b"<html>Log in", "a web page came"), (b"PK nonsense", "no sound zip"),
     (RU, "it holds no UA.txt"), (b"", "no sound zip")],
)  # fmt: skip
def test_what_is_not_the_file_is_refused(
    body: bytes, says: str, load: Run, web: Any, folder: Path
) -> None:
    web.answers["/dump/UA.zip"] = [web.whole(body)]
    assert says in sentence(load("UA"))
    assert list(folder.iterdir()) == []


def test_a_stop_from_the_keyboard_says_that_nothing_is_lost(
    load: Run, web: Any, folder: Path
) -> None:
    def half(ask: Any) -> None:
        ask.start(200, {"etag": '"1"', "content_length": str(len(UA))})
        ask.wfile.write(UA[:150_000])
        part = folder / "UA.zip.part"
        while not (part.exists() and part.stat().st_size):
            web.over.wait(0.005)
        os.kill(os.getpid(), signal.SIGINT)
        web.over.wait(5)

    web.answers["/dump/UA.zip"] = [half]
    code, out, err = load("UA")
    assert (code, out) == (130, "")
    assert err.splitlines() == [
        "what has come is kept, and the same command goes on from there", "frontmap: stopped",
    ]  # fmt: skip
    came = (folder / "UA.zip.part").read_bytes()
    assert came == UA[: len(came)] != b""
    web.answers["/dump/UA.zip"] = [web.whole(UA)]
    assert load("UA")[0] == 0
    assert web.ranges[1] == f"bytes={len(came)}-"


def test_files_go_to_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from maps.cli_download import default_folder

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder().name == "geonames"
    assert "frontmap" in default_folder().parts


def test_a_bar_shows_where_somebody_watches(
    load: Run, web: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    web.answers["/dump/UA.zip"] = [web.cut(UA, at=50_000), web.whole(UA)]
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("gazetteer.download.fetch.Clock", lambda: Clock(sleep=slept.append))
    code, _, err = load("UA", "--tries", "2", "--no-import")
    assert code == 0
    assert "UA.zip" in err
    assert "kB" in err
    assert slept == [1]
    # The bar is gone at the end; the line stays.
    assert err.rstrip().endswith(f"UA.zip: {FETCHED}")


def test_a_mark_in_the_manifest_tells_the_day(load: Run, folder: Path) -> None:
    load("UA")
    note = json.loads((folder / "UA.zip.json").read_text())
    assert (note["date"], note["licence"]) == ("2025-01-07", "CC-BY-4.0")
    assert note["sha256"] == hashlib.sha256(UA).hexdigest()


def test_help_teaches_by_example(call: Run) -> None:
    code, out, _ = call("gazetteer", "download", "--help")
    assert code == 0
    assert "$ frontmap gazetteer download RU UA" in out
    assert "FRONTMAP_GEONAMES" in out
