from __future__ import annotations

import io
from pathlib import Path

import pytest

from geo.errors import ReportInvalid
from geo.reading import report_file
from geo.reading.report_file import infer_title, load_report, parse_day, split_header

BODY = "Fighting went on near Malaya Loknya. Nothing else was reported that day.\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "monday.txt"
    path.write_text(BODY, encoding="utf-8")
    return path


def test_a_file_is_named_after_itself_and_kept_character_for_character(tmp_path: Path) -> None:
    path = tmp_path / "monday.txt"
    text = "Суджа ’s\u00a0square\r\nand more,\ttabs and 🛰️ too.\r\n"
    path.write_bytes(text.encode())
    report = load_report(path)
    assert report.id == "monday"
    assert report.text == text


def test_options_win_over_the_header(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Title: Old\nDate: 2024-01-01\nSource: Them\n\n{BODY}", encoding="utf-8")
    plain = load_report(path)
    assert (plain.title, plain.date, plain.source) == ("Old", "2024-01-01", "Them")
    assert plain.date_basis == "header"
    told = load_report(path, title="New", date="2025-01-06", source="Us")
    assert (told.title, told.date, told.source) == ("New", "2025-01-06", "Us")
    assert told.date_basis == "option"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_header_is_blanked_but_its_title_and_every_offset_stay(end: str, tmp_path: Path) -> None:
    head = end.join(["title:  Sudzha holds ", "ID: x-1", "Language: Ukrainian", "Source: Kyiv", ""])
    text = f"{head}{end}{BODY}"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    report = load_report(path)
    assert (report.id, report.lang, report.source) == ("x-1", "uk", "Kyiv")
    assert report.title == "Sudzha holds"
    assert len(report.text) == len(text)
    assert report.text.index("Sudzha") == text.index("Sudzha")
    assert report.text.index("Malaya") == text.index("Malaya")
    assert "Kyiv" not in report.text
    assert report.text.count(end) == text.count(end)


def test_lines_with_other_keys_stay_in_the_text() -> None:
    header = split_header("Title: A\nAuthor: B\n\nBody.")
    assert header is not None
    assert header.values == {"title": "A"}
    assert "Author: B" in header.body


@pytest.mark.parametrize(
    "text",
    [
        "Kyiv: the city was quiet.\n\nMore.",
        "Update: title follows\nTitle: none\n\nMore.",
        "Title: A\nand a line that is no key\n\nMore.",
        "No header at all.",
    ],
)
def test_ordinary_text_is_no_header(text: str) -> None:
    assert split_header(text) is None


def test_a_header_must_not_say_a_thing_twice() -> None:
    with pytest.raises(ReportInvalid, match="Date twice"):
        split_header("Date: 2025-01-01\nDate: 2025-01-02\n\nBody.")


def test_a_header_date_in_words_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Date: January 5, 2025\n\n{BODY}", encoding="utf-8")
    report = load_report(path)
    assert (report.date, report.date_basis) == ("2025-01-05", "header")


def test_a_header_date_that_is_none_is_said_and_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Date: soon\n\n{BODY}", encoding="utf-8")
    report = load_report(path)
    assert report.date is None
    assert "'soon'" in str(report.date_basis)


def test_a_report_without_a_year_stays_undated(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("On January 5 the town was shelled, a local paper wrote.", encoding="utf-8")
    assert load_report(path).date is None


def test_byte_order_marks_belong_to_the_encoding(tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        path = tmp_path / f"{encoding}.txt"
        path.write_text(BODY, encoding=encoding)
        assert load_report(path).text == BODY


def test_standard_input_is_named_by_what_it_holds() -> None:
    one = load_report("-", stdin=io.BytesIO(BODY.encode()))
    two = load_report("-", stdin=io.BytesIO(BODY.encode()))
    other = load_report("-", stdin=io.BytesIO(b"Another text."))
    assert one.id == two.id != other.id
    assert one.text == BODY


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"abc\0def", "byte 3 is NUL"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not text"),
        ("Sudzha caf\u00e9".encode("latin-1"), "byte 10 is 0xE9"),
        (b"\xef\xbb\xbfSudzha \xff", "byte 10 is 0xFF"),
        (b"\xff\xfeS\0u", "UTF-16"),
        (b"Title: A\nDate: 2025-02-30\n\nBody.", "2025-02-30"),
        (b"Date: 2025-01-01\nSource: B\n\n  \n", "no text behind it"),
        (b"Language: Klingon\n\nBody.", "'Klingon'"),
    ],
)
def test_what_is_no_report_is_refused_in_one_sentence(
    data: bytes, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    with pytest.raises(ReportInvalid) as refused:
        load_report(path)
    assert says in str(refused.value)
    assert "bad.txt" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportInvalid, match="no file"):
        load_report(tmp_path / "none.txt")
    with pytest.raises(ReportInvalid, match="is a folder"):
        load_report(tmp_path)
    with pytest.raises(ReportInvalid, match="cannot read"):
        load_report("a\0b")


def test_a_text_beyond_the_limit_is_refused(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_file, "SIZE_LIMIT_BYTES", len(BODY.encode()))
    assert load_report(report).text == BODY
    monkeypatch.setattr(report_file, "SIZE_LIMIT_BYTES", len(BODY.encode()) - 1)
    with pytest.raises(ReportInvalid, match="more than"):
        load_report(report)


@pytest.mark.parametrize("text", ["2025-13-01", "2025-02-29", "20250106", "6 January 2025", ""])
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ReportInvalid, match=r"YYYY-MM-DD|no day"):
        parse_day(text)


LONG = "The village council said that the road was open again. " * 4


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Road to Sudzha open again\n\n{LONG}", "Road to Sudzha open again"),
        (f"\n\nRoad to Sudzha open again\r\n\r\n{LONG}", "Road to Sudzha open again"),
        (f"Is the road to Sudzha open?\n{LONG}", "Is the road to Sudzha open?"),
        # A sentence is no headline.
        (f"The road is open.\n\n{LONG}", None),
        # Neither is the first line of hard-wrapped prose.
        ("The village council said that the road\nto the east was open again at last\n", None),
        # Nor a line that nothing follows, a date line, a list or a fragment.
        ("Road to Sudzha open again", None),
        (f"6 January 2025\n\n{LONG}", None),
        (f"- Road to Sudzha open\n\n{LONG}", None),
        (f"which the road to Sudzha\n\n{LONG}", None),
        (f"Road to Sudzha open again\n\nShort.\n\n{LONG}", None),
    ],
)
def test_a_title_is_taken_only_where_it_plainly_is_one(text: str, title: str | None) -> None:
    assert infer_title(text) == title


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The town was quiet.", "en"),
        ("В городе Суджа было тихо, сообщил источник.", "ru"),
        ("У місті Суджа було тихо, повідомило джерело.", "uk"),
        ("The town of Суджа was quiet all day long.", "en"),
    ],
)
def test_the_language_follows_the_letters(text: str, lang: str) -> None:
    assert load_report("-", stdin=io.BytesIO(text.encode())).lang == lang
