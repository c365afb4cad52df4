"""A bar is shown where somebody watches, and nowhere else."""

from __future__ import annotations

import io
import sys

import pytest

from maps.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, *, wanted: bool) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    with progress("Counting sheep", wanted=wanted) as watch:
        for done in range(4):
            watch(done, 3)
    return stream.getvalue()


def test_a_bar_tells_what_is_done_and_how_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    text = shown(monkeypatch, Terminal(), wanted=True)
    assert "Counting sheep" in text
    assert "3/3" in text


def test_nothing_is_written_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, io.StringIO(), wanted=True) == ""


def test_nothing_is_written_for_short_work(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Terminal(), wanted=False) == ""
