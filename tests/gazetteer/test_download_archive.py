"""Zips from outside: sound ones pass, and nothing else gets further than a sentence."""

from __future__ import annotations

import io
import stat
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.download.archive import Limits, check_zip
from gazetteer.errors import SourceUnreadable


def packed(
    *members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content, method)
    return stream.getvalue()


TABLE = b"1\tBerdin\tBerdin\t\t51.2954\t35.4311\n" * 40
SOUND = packed(("UA.txt", TABLE), ("readme.txt", b"made up"))


def fault(
    body: bytes, folder: Path, *, holds: str | None = None, limits: Limits | None = None
) -> str:
    path = folder / "UA.zip"
    path.write_bytes(body)
    with pytest.raises(SourceUnreadable) as caught:
        check_zip(path, holds=holds, limits=limits or Limits())
    assert caught.value.path == str(path)
    return caught.value.reason


def test_a_sound_zip_passes(tmp_path: Path) -> None:
    path = tmp_path / "UA.zip"
    path.write_bytes(SOUND)
    check_zip(path, holds="UA.txt")


def test_a_zip_of_another_country(tmp_path: Path) -> None:
    assert fault(SOUND, tmp_path, holds="RU.txt") == "it holds no RU.txt"


@pytest.mark.parametrize(
    "name",
    ["../UA.txt", "/etc/UA.txt", "a/../../UA.txt", "C:UA.txt", "a//UA.txt", "./UA.txt",
     "a\x1b[2J.txt", "\u202etxt.AU", ".."],
)  # fmt: skip
def test_a_name_that_leads_astray(name: str, tmp_path: Path) -> None:
    body = packed(("UA.txt", TABLE), (name, b"x"))
    assert "could lead out of its folder" in fault(body, tmp_path)


def test_a_backslash_is_no_harmless_letter(tmp_path: Path) -> None:
    # zipfile writes none, so one is put in its place afterwards.
    body = packed(("..|UA.txt", b"x")).replace(b"..|UA.txt", b"..\\UA.txt")
    assert "could lead out of its folder" in fault(body, tmp_path)


def test_a_link(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("UA.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "is a link" in fault(packed((link, b"/etc/hostname")), tmp_path)


def test_two_of_one_name(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        body = packed(("UA.txt", TABLE), ("UA.txt", b"other"))
    assert "two files of one name" in fault(body, tmp_path)


def test_an_unusual_packing_and_an_empty_zip(tmp_path: Path) -> None:
    assert "unusual" in fault(packed(("UA.txt", TABLE), method=zipfile.ZIP_BZIP2), tmp_path)
    assert "empty zip" in fault(packed(), tmp_path)


def test_an_encrypted_file(tmp_path: Path) -> None:
    body = bytearray(packed(("UA.txt", TABLE)))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(signature) + offset] |= 1
    assert "encrypted" in fault(bytes(body), tmp_path)


def test_what_grows_too_much(tmp_path: Path) -> None:
    bomb = packed(("UA.txt", bytes(2_000_000)))
    assert "bomb" in fault(bomb, tmp_path)
    small = Limits(total_bytes=1_000)
    assert "1000 let in" in fault(SOUND, tmp_path, limits=small)
    many = packed(*((f"{n}.txt", b"x") for n in range(5)))
    assert "holds 5 files" in fault(many, tmp_path, limits=Limits(members=4))


def test_a_size_that_lies_is_found_out(tmp_path: Path) -> None:
    """The list says 10 bytes; what is packed is 2 MB."""
    body = bytearray(packed(("UA.txt", bytes(2_000_000))))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = body.index(signature) + offset
        body[at : at + 4] = (10).to_bytes(4, "little")
    assert "no sound zip" in fault(bytes(body), tmp_path)


def test_files_that_share_their_bytes(tmp_path: Path) -> None:
    """Two entries of the list that point to the same packed bytes."""
    body = packed(("a.txt", b"x" * 3000), ("b.txt", b"x" * 3000), method=zipfile.ZIP_STORED)
    first, second = (body.index(b"PK\x01\x02"), body.rindex(b"PK\x01\x02"))
    shared = bytearray(body)
    shared[second + 42 : second + 46] = shared[first + 42 : first + 46]
    assert fault(bytes(shared), tmp_path)


@given(st.data())
def test_any_damage_is_a_sentence_or_changes_nothing(data: st.DataObject) -> None:
    body = bytearray(SOUND)
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del body[data.draw(st.integers(0, len(body))) :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "UA.zip")
        path.write_bytes(body)
        try:
            check_zip(path, holds="UA.txt")
        except SourceUnreadable:
            return
        with zipfile.ZipFile(path) as archive:
            assert archive.read("UA.txt") == TABLE


@given(st.binary(max_size=400))
def test_any_bytes_are_a_sentence(body: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert fault(body, Path(folder))
