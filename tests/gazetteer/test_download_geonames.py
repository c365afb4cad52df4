"""Which files are asked for, and what becomes of what people type in place of a code."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.download.digests import digests_of, wrong_digest
from gazetteer.download.geonames import (
    country_codes,
    country_names,
    fetch_file,
    nearest_countries,
    remote_files,
    server_address,
)
from gazetteer.download.manifest import (
    Manifest,
    http_time,
    manifest_path,
    read_manifest,
    verify,
    write_manifest,
)
from gazetteer.download.transport import WebTransport
from gazetteer.errors import CountryUnknown, DownloadFailed, SourceUnreadable
from gazetteer.store import Gazetteer

Countries = Mapping[str, Sequence[str]]


@pytest.fixture(scope="module")
def countries() -> Iterator[Countries]:
    with Gazetteer.open() as gazetteer:
        yield country_names(gazetteer)


def test_every_code_of_iso_3166_is_known(countries: Countries) -> None:
    # The standard assigns 249 codes; GeoNames has a file for Kosovo as well.
    assert len(countries) == 250
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in countries)
    assert {"UA", "RU", "BY", "MD", "TW", "PS", "GF", "SJ", "AQ", "XK"} <= set(countries)


def test_codes_are_taken_in_any_case_and_once(countries: Countries) -> None:
    texts = ["ru", "UA", "Ru", "allcountries", "xk"]
    texts += [" ua "]
    expected = ("RU", "UA", "allCountries", "XK")
    assert country_codes(texts, countries=countries) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [("UK", "GB"), ("uk", "GB"), ("Ukraine", "UA"), ("украина", "UA"), ("UKR", "UA"),
     ("RUS", "RU"), ("Russai", "RU"), ("Rus", "RU"), ("UR", "RU"), ("el", "GR")],
)  # fmt: skip
def test_what_is_no_code_gets_the_likeliest(text: str, code: str, countries: Countries) -> None:
    with pytest.raises(CountryUnknown) as caught:
        country_codes(["RU", text], countries=countries)
    assert caught.value.codes == (text,)
    assert f"{code} (" in caught.value.nearest[text][0]
    assert f"{code} (" in str(caught.value)


@given(st.text(max_size=80))
def test_any_text_is_a_code_or_a_sentence(text: str) -> None:
    countries = {"UA": ("Ukraine", "Україна"), "RU": ("Russia",)}
    said = None
    try:
        codes = country_codes([text], countries=countries)
    except CountryUnknown as error:
        codes, said = (), error
    assert set(codes) <= {"UA", "RU", "allCountries"}
    assert codes or len(str(said)) < 300
    assert all(known[:2] in countries for known in nearest_countries(text, countries=countries))


def test_the_files_of_a_country() -> None:
    [places] = remote_files(["UA"])
    assert (places.path, str(places.name), places.holds) == ("dump/UA.zip", "UA.zip", "UA.txt")
    files = remote_files(["UA", "allCountries"], postal=True, alternate_names=True)
    assert [file.path for file in files] == [
        "dump/UA.zip", "dump/alternatenames/UA.zip", "zip/UA.zip",
        "dump/allCountries.zip", "dump/alternateNamesV2.zip", "zip/allCountries.zip",
    ]  # fmt: skip
    assert len({file.name for file in files}) == len(files)
    assert files[4].holds == "alternateNamesV2.txt"


@pytest.mark.parametrize(
    "text",
    ["", "geonames", "ftp://example.org/", "file:///tmp/", "https://", "https://[1/", "http:///x",
     "https://example.org/?a=b", "https://example.org/#x", "https://example.org:99999/",
     "https://example.org/a b", "https://example.org/\n"],
)  # fmt: skip
def test_an_address_that_is_none(text: str) -> None:
    with pytest.raises(DownloadFailed, match="no address of a folder on the web"):
        server_address(text)


def test_an_address_keeps_its_folder_and_no_password() -> None:
    assert server_address("https://example.org/geo") == "https://example.org/geo/"
    assert server_address("http://127.0.0.1:8/") == "http://127.0.0.1:8/"
    with pytest.raises(DownloadFailed, match="no user and password") as caught:
        server_address("https://somebody:hushhush@example.org/")
    assert "hushhush" not in str(caught.value)


def test_a_country_comes_with_licence_and_credit(web: Any, tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("UA.txt", "made up")
    web.answers["/geo/zip/UA.zip"] = [web.whole(stream.getvalue())]
    [_, postal] = remote_files(["UA"], postal=True)
    with WebTransport(user_agent="tests") as transport:
        got = fetch_file(postal, tmp_path, transport=transport, server=web.url + "geo/")
        assert got.path == tmp_path / "postal" / "UA.zip"
        assert got.manifest.licence == "CC-BY-4.0"
        assert "GeoNames" in str(got.manifest.credit)
        [ru] = remote_files(["RU"])
        web.answers["/geo/dump/RU.zip"] = web.answers["/geo/zip/UA.zip"]
        with pytest.raises(DownloadFailed, match=r"it holds no RU\.txt"):
            fetch_file(ru, tmp_path, transport=transport, server=web.url + "geo/")
        [_, sy] = remote_files(["SY"], postal=True)
        with pytest.raises(DownloadFailed, match="it has no postal codes of SY") as caught:
            fetch_file(sy, tmp_path, transport=transport, server=web.url + "geo/")
    assert caught.value.status == 404


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "UA.zip"
    path.write_bytes(b"made-up bytes")
    digest = hashlib.sha256(b"made-up bytes").hexdigest()
    write_manifest(path, Manifest("https://example.org/UA.zip", 13, digest))
    return path


def test_a_file_as_it_was_downloaded_is_verified(kept: Path) -> None:
    assert verify(kept) == read_manifest(kept)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"made-up byteZ", "SHA-256"), (b"made-up", "it has 7 bytes and had 13"), (None, "No such")],
)
def test_a_file_that_was_altered_is_not(content: bytes | None, says: str, kept: Path) -> None:
    if content is None:
        kept.unlink()
    else:
        kept.write_bytes(content)
    with pytest.raises(SourceUnreadable, match=says):
        verify(kept)


@pytest.mark.parametrize(
    "change",
    [{"size": "13"}, {"size": None}, {"sha256": None}, {"url": None}, {"etag": 5},
     {"date": ["2025"]}],
)  # fmt: skip
def test_a_manifest_that_is_none(change: dict[str, Any], kept: Path) -> None:
    note = json.loads(manifest_path(kept).read_text())
    for text in (json.dumps(note | change), "{", "", "[1]", "[" * 100_000):
        manifest_path(kept).write_text(text)
        assert read_manifest(kept) is None
        with pytest.raises(SourceUnreadable, match="download it"):
            verify(kept)


def test_a_manifest_of_a_newer_frontmap_is_read(kept: Path) -> None:
    note = json.loads(manifest_path(kept).read_text())
    manifest_path(kept).write_text(json.dumps({**note, "more": 1}))
    assert verify(kept).size == 13


@given(st.text(max_size=40))
def test_any_text_is_an_http_time_or_none(text: str) -> None:
    moment = http_time(text)
    assert moment is None or moment.utcoffset() is not None


@given(st.binary(max_size=50), st.text(max_size=60))
def test_stated_hashes_are_read_whatever_stands_around(body: bytes, noise: str) -> None:
    sha, md5 = hashlib.sha256(body), hashlib.md5(body, usedforsecurity=False)
    text = base64.b64encode(sha.digest()).decode()
    heads = {
        "repr-digest": f"unixsum=:MA==:, sha-256=:{text}:", "digest": noise,
        "content-md5": base64.b64encode(md5.digest()).decode(),
    }  # fmt: skip
    found = digests_of(heads)
    assert found["sha256"] == sha.hexdigest() or "sha-256" in noise.lower()
    assert found["md5"] == md5.hexdigest() or "md5" in noise.lower()


@pytest.mark.parametrize(
    "text", ["", "x", "sha-256=", "sha-256=:Zm9v:", "sha-1=:Zm9v:", "=::", "é"]
)
def test_a_hash_that_is_none_is_left_out(text: str, tmp_path: Path) -> None:
    assert digests_of({"repr-digest": text, "content-md5": text}) == {}
    (tmp_path / "a").write_bytes(b"x")
    assert wrong_digest(tmp_path / "a", {}) is None
