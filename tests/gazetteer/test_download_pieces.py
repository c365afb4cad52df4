"""Whatever happens on the way, a file is the original or is not there; no network is used."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.download.fetch import fetch
from gazetteer.download.partial import Partial, Version
from gazetteer.download.patience import Clock, Pace, Patience
from gazetteer.errors import DownloadFailed

URL = "https://example.org/UA.zip"
QUIET = Clock(lambda: 0.0, lambda _: None)


@dataclass
class Given:
    """An answer whose body ends early, by an error or as if it were whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    breaks: bool

    def read(self, most: int) -> bytes:
        block, self.body = self.body[:most], self.body[most:]
        if not block and self.breaks:
            raise ConnectionError("the connection was cut")
        return block


@dataclass
class Served:
    """A server whose answers hold at most so many bytes each, in turn; then it holds."""

    body: bytes
    cuts: list[int]
    breaks: bool = True
    block: int = 1 << 16
    sent: list[tuple[int, int]] = field(default_factory=list)

    @contextmanager
    def get(self, url: str, *, headers: Mapping[str, str]) -> Iterator[Given]:
        assert url == URL
        first = int(headers.get("Range", "bytes=0-")[6:-1])
        assert first < len(self.body) or first == 0
        end = min(len(self.body), first + self.cuts.pop(0)) if self.cuts else len(self.body)
        self.sent.append((first, end))
        heads = {"etag": '"1"', "content-length": str(len(self.body) - first)}
        if "Range" in headers:
            assert headers["If-Range"] == '"1"'
            heads["content-range"] = f"bytes {first}-{len(self.body) - 1}/{len(self.body)}"
        yield Given(
            206 if "Range" in headers else 200,
            heads,
            self.body[first:end],
            self.breaks and end < len(self.body),
        )


@given(
    body=st.binary(min_size=1, max_size=2_000),
    cuts=st.lists(st.integers(0, 2_000), max_size=6),
    breaks=st.booleans(),
)
def test_a_file_cut_anywhere_any_number_of_times_is_the_original(
    *, body: bytes, cuts: list[int], breaks: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        served = Served(body, list(cuts), breaks)
        got = fetch(
            URL, Path(folder, "UA.zip"), transport=served, clock=QUIET, patience=Patience(tries=9)
        )
        assert got.path.read_bytes() == body
        assert got.manifest.sha256 == hashlib.sha256(body).hexdigest()
        assert sorted(path.name for path in Path(folder).iterdir()) == ["UA.zip", "UA.zip.json"]
        # Each answer goes on where the one before ended, and no byte comes twice.
        assert [first for first, _ in served.sent] == [0, *(end for _, end in served.sent[:-1])]


@given(body=st.binary(min_size=1, max_size=300), data=st.data())
def test_a_command_that_broke_off_at_any_byte_goes_on_another_day(
    body: bytes, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(body) - 1))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "UA.zip")
        with pytest.raises(DownloadFailed):
            fetch(
                URL, target, transport=Served(body, [at]), clock=QUIET, patience=Patience(tries=1)
            )
        assert not target.exists()
        served = Served(body, [])
        assert fetch(URL, target, transport=served, clock=QUIET).path.read_bytes() == body
        assert served.sent == [(at, len(body))]


def test_a_file_of_which_everything_came_but_the_name_is_finished(tmp_path: Path) -> None:
    body, target = b"PK" + bytes(500), tmp_path / "UA.zip"
    with Partial.opened(target, URL) as partial:
        partial.begin(Version(URL, len(body), '"1"'))
        partial.append(body)
    served = Served(body, [])
    assert fetch(URL, target, transport=served, clock=QUIET).path.read_bytes() == body
    assert served.sent == [(len(body) - 1, len(body))]


UNMARKED = {"url": URL, "size": 4, "etag": None, "last_modified": None, "digests": {}}


@pytest.mark.parametrize(
    "note",
    ["", "{", "[]", "null", '{"url": 5}', '{"url": "https://example.org/RU.zip"}', "\udcff", None,
     json.dumps(UNMARKED), json.dumps(UNMARKED | {"etag": '"1"', "digests": {"md5": 5}})],
)  # fmt: skip
def test_bytes_of_which_nothing_certain_is_known_are_not_used(
    note: str | None, tmp_path: Path
) -> None:
    target = tmp_path / "UA.zip"
    (tmp_path / "UA.zip.part").write_bytes(b"old")
    if note is not None:
        path = tmp_path / "UA.zip.part.json"
        path.write_text(note, encoding="utf-8", errors="surrogateescape")
    served = Served(b"new bytes", [])
    assert fetch(URL, target, transport=served, clock=QUIET).path.read_bytes() == b"new bytes"
    assert served.sent == [(0, 9)]


def test_new_bytes_buy_new_tries_but_not_without_end(tmp_path: Path) -> None:
    big = bytes(5 << 20)
    served = Served(big, [1 << 20] * 4)
    assert fetch(
        URL, tmp_path / "a", transport=served, clock=QUIET, patience=Patience(tries=2)
    ).manifest.size == len(big)

    class Forgetful(Served):
        """Always starts over, and always breaks off at the same place."""

        @contextmanager
        def get(self, url: str, *, headers: Mapping[str, str]) -> Iterator[Given]:
            self.sent.append((0, 2 << 20))
            yield Given(200, {"etag": '"1"', "content-length": "5242880"}, big[: 2 << 20], True)

    forgetful = Forgetful(big, [])
    with pytest.raises(DownloadFailed, match="cut"):
        fetch(URL, tmp_path / "b", transport=forgetful, clock=QUIET, patience=Patience(tries=3))
    assert len(forgetful.sent) <= 6


def test_more_bytes_than_were_promised_are_not_taken(tmp_path: Path) -> None:
    class Generous(Served):
        @contextmanager
        def get(self, url: str, *, headers: Mapping[str, str]) -> Iterator[Given]:
            self.sent.append((0, len(self.body)))
            yield Given(200, {"etag": '"1"', "content-length": "4"}, self.body, False)

    generous = Generous(b"PK and more", [])
    with pytest.raises(DownloadFailed, match="more came than the server had promised"):
        fetch(URL, tmp_path / "UA.zip", transport=generous, clock=QUIET, magic=b"PK")
    assert len(generous.sent) == 3
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_fits_no_copy_is_never_taken(tmp_path: Path) -> None:
    served = Served(b"PK and more", [4])

    def refuse(path: Path) -> None:
        from gazetteer.errors import SourceUnreadable

        raise SourceUnreadable(str(path), "it is no sound zip")

    with pytest.raises(DownloadFailed, match="no sound zip"):
        fetch(URL, tmp_path / "UA.zip", transport=served, clock=QUIET, check=refuse)
    # Pieces that do not fit are fetched once more in one go before it is given up.
    assert [first for first, _ in served.sent] == [0, 4, 0]
    assert list(tmp_path.iterdir()) == []


@given(st.integers(1, 200))
def test_waits_double_up_to_the_longest(faults: int) -> None:
    patience = Patience(first_wait_s=0.5, longest_wait_s=60)
    assert patience.wait_s(faults) == min(60, 0.5 * 2 ** (faults - 1))


def test_speed_is_that_of_a_window_and_not_of_a_moment() -> None:
    now_s = [0.0]
    pace = Pace(Clock(lambda: now_s[0]), Patience(slow_bytes_per_s=100, window_s=10))
    said = {}
    for second in range(1, 40):
        now_s[0] = float(second)
        said[second] = pace.too_slow(150 if second < 25 else 20)
    # In the third window come four times 150 bytes and six times 20.
    assert {second: text for second, text in said.items() if text} == {30: "72 bytes a second"}
