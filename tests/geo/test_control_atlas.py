"""Which of several control maps is taken for a day."""

from __future__ import annotations

import pytest
from shapely import box

from geo.control.atlas import ControlAtlas
from geo.control.layer import ControlLayer, Maker, control_frame
from geo.errors import ControlInvalid


def layer(day: str | None, *, maker: str = "Mapmakers") -> ControlLayer:
    rows = [{"geometry": box(35.1, 51.1, 35.2, 51.2), "side": "UA", "within": "RU"}]
    return ControlLayer(
        control_frame(rows),
        maker=Maker(maker),
        date=day,
        date_basis="file name",
        file=f"{day}.json",
        format="geojson",
    )


ATLAS = ControlAtlas(layer(day) for day in ("2025-01-04", "2024-12-15", "2024-09-01"))


@pytest.mark.parametrize(
    ("day", "taken", "gap_days", "words"),
    [
        ("2025-01-04", "2025-01-04", 0, "the map shows that day"),
        ("2025-01-20", "2025-01-04", -16, "16 days older"),
        ("2024-12-20", "2024-12-15", -5, "the last before it shows 2024-12-15, 5 days older"),
        # The next day tells more than a map of three weeks before.
        ("2025-01-03", "2025-01-04", 1, "the first after it shows 2025-01-04, 1 day later"),
        # ... but not where both are about as far.
        ("2024-12-26", "2024-12-15", -11, "11 days older"),
        ("2024-08-01", "2024-09-01", 31, "no map as old is supplied"),
        (None, "2025-01-04", None, "no day is known, so the latest map supplied is taken"),
    ],
)
def test_the_map_of_a_day(day: str | None, taken: str, gap_days: int | None, words: str) -> None:
    chosen = ATLAS.at(day)
    assert (chosen.layer.date, chosen.gap_days) == (taken, gap_days)
    assert words in chosen.why
    assert chosen.exact == (gap_days == 0)


def test_maps_stand_by_day_and_those_without_one_last() -> None:
    atlas = ControlAtlas([layer(None), layer("2025-01-05", maker="Others"), *ATLAS.layers])
    assert [one.date for one in atlas.layers] == [*ATLAS.dates, "2025-01-05", None]
    assert atlas.makers == ("Mapmakers", "Others")
    assert atlas.of_maker("Others").dates == ("2025-01-05",)


def test_a_day_without_a_year_is_told_by_the_maps() -> None:
    assert ATLAS.years_of(1, 4) == ("2025-01-04",)
    assert ATLAS.years_of(6, 1) == ()


def test_no_map_is_no_atlas() -> None:
    with pytest.raises(ControlInvalid, match="no control map was given"):
        ControlAtlas([])
