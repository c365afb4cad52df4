"""The command takes documents wherever it takes text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

Command = Callable[..., CompletedProcess[str]]
TEXT = "Berdin lies 21 km from the border, northeast of Sudzha. Sudzha is quiet tonight."
PAGE = (
    '<!doctype html><html lang="en"><head><title>Night</title><meta property="og:site_name" '
    'content="The Sample"><meta property="article:published_time" content="2025-01-06"></head>'
    f"<body><article><h1>Night</h1><p>{TEXT}</p></article></body></html>"
)


def word(path: Path) -> Path:
    docx: Any = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph(TEXT)
    document.save(path)
    return path


def test_a_page_from_standard_input_tells_the_text_that_its_offsets_count(
    frontmap: Command,
) -> None:
    done = frontmap("read", "-", "--format", "json", stdin=PAGE.encode())
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    report = answer["report"]
    assert (report["title"], report["source"], report["date"]) == (
        "Night", "The Sample", "2025-01-06",
    )  # fmt: skip
    assert report["extracted_from"] == "html"
    assert [mention["text"] for mention in answer["mentions"]][:2] == ["Berdin", "Sudzha"]
    for found in (*answer["mentions"], *answer["claims"], *answer["events"]):
        assert report["text"][found["start"] : found["end"]] == found["text"]


def test_plain_text_says_that_it_is_given_as_it_is(frontmap: Command) -> None:
    report = json.loads(frontmap("read", "-", "--format", "json", stdin=TEXT.encode()).stdout)
    assert report["report"]["extracted_from"] is None
    assert "text" not in report["report"]


def test_the_text_of_a_document_can_be_had(frontmap: Command, tmp_path: Path) -> None:
    source = word(tmp_path / "night.docx")
    done = frontmap("read", source, "--format", "text", "-o", tmp_path / "night.txt")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "night.txt").read_text("utf-8") == f"{TEXT}\n"
    again = frontmap("read", source, source, "--format", "text")
    assert again.returncode == 2
    assert again.stderr == "frontmap: --format text writes one report's text; 2 were named\n"


def test_check_map_and_locate_take_documents(frontmap: Command, tmp_path: Path) -> None:
    source = word(tmp_path / "night.docx")
    checked = frontmap("check", source)
    assert "21.2 km" in checked.stdout
    assert "fits" in checked.stdout
    drawn = frontmap("map", source, "-o", tmp_path / "night.html")
    assert drawn.returncode == 0, drawn.stderr
    located = frontmap("locate", source)
    assert located.returncode == 0, located.stderr


def test_a_document_that_cannot_be_read_ends_with_2_and_one_sentence(
    frontmap: Command, tmp_path: Path
) -> None:
    broken = tmp_path / "night.pdf"
    broken.write_bytes(b"%PDF-1.7\nand nothing else")
    done = frontmap("check", broken, "-o", tmp_path / "out.txt")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"frontmap: '{broken}' is a broken PDF file: ")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out.txt").exists()
