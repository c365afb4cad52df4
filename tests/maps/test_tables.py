from __future__ import annotations

import pytest
from rich.cells import cell_len

from gazetteer.place import Place
from geo.claims.claim import Claim
from geo.reading.mention import Mention, Resolution
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.statement import Quantity, Statement
from maps.tables import check_tables, plain, reading_tables, text_of

TEXT = "Vesna lies roughly 15 km from the border, [red]they[/red] say."
VESNA = Place("t:vesna", "Vesna", "settlement", 35.4, 51.2, 1200.0, "made up", country="RU")


def made_up(why: str = "21.2 km measured, beyond what the words admit") -> tuple[Reading, Claim]:
    statement = Statement(
        0, 40, TEXT[:40], "distance", 0, "Vesna", "border", None, "the border",
        Quantity(15.0, "km", None, "roughly", "15"),
    )  # fmt: skip
    claim = Claim(
        statement, (12.0, 18.0), (19.9, 22.4), 21.2, "km", 0.01, "contradicted", None, why
    )
    resolutions = (Resolution(VESNA, 0.9, why="the only [bold]Vesna[/bold] near"),)
    reading = Reading(
        Report("r1", TEXT, title="[link]Vesna[/link]\x1b[31m", date="2025-01-06"),
        (Mention(0, 5, "Vesna", "literal", "settlement"),),
        resolutions,
        (statement,),
        (),
        lambda _: resolutions,
    )
    return reading, claim


@pytest.mark.parametrize("columns", [80, 100, 140])
def test_a_check_fits_the_screen_and_says_all(
    columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    reading, claim = made_up()
    text = text_of(check_tables([(reading, [claim])]))
    assert max(cell_len(line) for line in text.splitlines()) <= columns
    words = " ".join(text.split())
    for part in ("Vesna: roughly 15 km", "12–18 km", "21.2 km", "19.9–22.4", "does not fit"):
        assert part in words
    assert "1 statement: 0 fits, 1 does not fit, 0 cannot tell, 0 not checked" in words
    for word in claim.why.split():
        assert word in words


def test_what_a_stranger_wrote_is_shown_as_it_is_and_steers_nothing() -> None:
    reading, claim = made_up(why="[bold]no[/bold] \x1b]0;gone\x07 \u202etxt.exe")
    text = text_of([*reading_tables(reading, [claim]), *check_tables([(reading, [claim])])])
    assert "[link]Vesna[/link]" in text
    assert "[bold]no[/bold]" in text
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_a_reading_shows_place_position_and_reason() -> None:
    reading, claim = made_up()
    words = " ".join(text_of(reading_tables(reading, [claim])).split())
    for part in ("6 January 2025", "Vesna, RU", "51.200, 35.400", "1.2 km", "the only"):
        assert part in words


def test_a_report_that_states_nothing_says_so() -> None:
    reading, _ = made_up()
    assert "states nothing" in text_of(check_tables([(reading, [])]))


def test_plain_keeps_letters_and_drops_control() -> None:
    assert plain("a\x00b\r\n\tc\u200fd\ud800e").plain == "a b cde"
    assert plain("Черкасское Поречное’s").plain == "Черкасское Поречное’s"
    assert plain(None).plain == ""
