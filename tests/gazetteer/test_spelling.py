from __future__ import annotations

import pytest

from gazetteer.names import fold
from gazetteer.spelling import (
    BY_RULE,
    LISTED,
    OTHER_LANGUAGE,
    language_of,
    spellings_of,
)


def fits(*args: object, **more: object) -> dict[str, float]:
    return {s.text: s.fit for s in spellings_of(*args, **more)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "country", "language"),
    [
        ("Київ", "RU", "uk"), ("Ґалаґан", None, "uk"), ("Знам'янка", None, "uk"),
        ("Тыва", "UA", "ru"), ("Плёхово", "UA", "ru"),
        ("Орловка", "UA", "ru"), ("Новгородское", "UA", "ru"), ("Покровск", "UA", "ru"),
        ("Покровськ", "UA", "uk"), ("Суми", "UA", "uk"),
        ("Торецьк", "RU", "ru"), ("Торецк", None, "ru"),
    ],
)  # fmt: skip
def test_letters_tell_the_language_and_else_the_country(
    name: str, country: str | None, language: str
) -> None:
    assert language_of(name, country) == language


def test_listed_romanised_and_guessed_spellings_fit_less_and_less() -> None:
    found = fits("Orlivka", others=("Орлівка", "Орловка"), country="UA")
    assert found["Orlivka"] == found["Орлівка"] == found["Орловка"] == LISTED
    # "Орловка" has no letter that only Russian has, but an ending.
    assert found["Orlovka"] == OTHER_LANGUAGE
    russian = fits("Sumy", others=("Сумы",), country="UA")
    assert russian["Sumy"] == LISTED
    assert fits("Chuhuiv", others=("Чугуёв",), country="UA")["Chuguyov"] == OTHER_LANGUAGE
    assert fits("Goncharovka", country="RU")["Honcharivka"] == BY_RULE


def test_elsewhere_nothing_is_made_up() -> None:
    assert fits("Orlivka", country="FR") == {"Orlivka": LISTED}


def test_a_lesser_spelling_has_the_fit_that_it_is_given() -> None:
    found = fits("Kursk Oblast", country="RU", lesser=[("Kursk", 0.8)])
    assert (found["Kursk Oblast"], found["Kursk"]) == (LISTED, 0.8)


def test_the_better_of_two_equal_spellings_is_kept() -> None:
    assert fits("Popovo-Lezhachi", others=("POPOVO LEZHACHI",), country="FR") == {
        "Popovo-Lezhachi": LISTED
    }
    assert fits("Sudzha", lesser=[("sudzha", 0.5)], country="FR") == {"Sudzha": LISTED}


def test_best_fit_comes_first_and_every_key_is_folded() -> None:
    spellings = spellings_of("Orlivka", others=("Орлівка",), country="UA", lesser=[("Orl", 0.3)])
    assert [s.fit for s in spellings] == sorted((s.fit for s in spellings), reverse=True)
    assert all(s.key == fold(s.text) for s in spellings)


def test_a_name_in_capitals_has_a_key_of_its_own() -> None:
    assert [s.key for s in spellings_of("United States", others=("US",), country="US")] == [
        "=US", "united states",
    ]  # fmt: skip


def test_a_name_without_letters_has_no_spelling() -> None:
    assert spellings_of("—", country="RU") == ()
