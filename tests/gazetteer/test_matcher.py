"""Names in texts: exact offsets on whatever text, the longest name, and nothing that is none."""

from __future__ import annotations

import re
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gazetteer.matcher import Matcher, Span
from gazetteer.place import Place
from gazetteer.store import Gazetteer
from gazetteer.writer import write

Make = Callable[..., Place]


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory, place: Make) -> Iterator[Matcher]:
    path = tmp_path_factory.mktemp("matcher") / "a.sqlite"
    write(
        path,
        [
            place("Sudzha", names=("Суджа",)),
            place("Popovo-Lezhachi"),
            place("Bolshoye Soldatskoye"),
            place("Kup'yansk", country="UA", names=("Куп'янськ",)),
            place("Kursk", feature="city"),
            place("Kursk Oblast", kind="region", feature="oblast", names=("Kursk",)),
            place("Psel", kind="water", feature="river"),
            place("Novaya"),
            place("Novaya Sorochina"),
            place("Nikolskiy", country="FR"),
            place("United States", kind="country", country="US", names=("US", "U.S.")),
            place("Yamskaya Step"),
            place("Seoul", country="KR", names=("서울",)),
            place("Rostov-on-Don"),
            place("Zaporizhzhia", country="UA", population=700_000),
            replace(place("Zaporizhzhia", country="UA"), id="village"),
        ],
    )
    with Gazetteer.open(shipped=path) as gazetteer:
        yield Matcher(gazetteer)


def sound(text: str, spans: tuple[Span, ...]) -> None:
    """Check what holds for every text: true offsets, in order, none over another."""
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
        assert span.matches
        fits = [match.fit for match in span.matches]
        assert fits == sorted(fits, reverse=True)
        end = span.end


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sudzha.", ["Sudzha"]), ("(Sudzha)", ["Sudzha"]), ("“Sudzha”", ["Sudzha"]),
        ("Sudzha's centre", ["Sudzha"]), ("Sudzha’s centre", ["Sudzha"]),
        ("near SUDZHA and Суджа", ["SUDZHA", "Суджа"]),
        ("near Popovo-Lezhachi", ["Popovo-Lezhachi"]),
        ("near Popovo–Lezhachi", ["Popovo–Lezhachi"]),
        ("near Popovo Lezhachi", ["Popovo Lezhachi"]),
        ("near Popovo\u00a0Lezhachi", ["Popovo\u00a0Lezhachi"]),
        ("Bol'shoye Soldatskoye", ["Bol'shoye Soldatskoye"]),
        ("Bolshoe\nSoldatskoe", ["Bolshoe\nSoldatskoe"]),
        ("Bolshoye\n\nSoldatskoye", []), ("Bolshoye, Soldatskoye", []),
        ("Bolshoye. Soldatskoye", []),
        ("Kupyansk, Kup’yansk, Kup'yansk", ["Kupyansk", "Kup’yansk", "Kup'yansk"]),
        ("in Куп’янськ", ["Куп’янськ"]),
        ("Novaya Sorochina and Novaya", ["Novaya Sorochina", "Novaya"]),
        ("Novaya-Sorochina", ["Novaya-Sorochina"]),
        ("sudzha, novaya", []), ("Sudzhansky", []), ("preSudzha", []), ("Sudzha2", []),
        ("Yamskaya step", []), ("Rostov-on-Don", ["Rostov-on-Don"]),
        ("Nikolsky", []), ("Nikolskiy", ["Nikolskiy"]),
        ("the US and us", ["US"]), ("the U.S. and U.S", ["U.S.", "U.S"]), ("BELIEVE US", []),
        ("Kursk region", ["Kursk region"]), ("Kursk city", ["Kursk city"]),
        ("Kursk\nregion", ["Kursk\nregion"]), ("Kursk's region", ["Kursk"]),
        ("Psel River", ["Psel River"]), ("Sudzha River", ["Sudzha"]),
        ("🛰️ Sudzha 🛰️", ["Sudzha"]), ("Su\u00addzha", ["Su\u00addzha"]),
        ("سودجا Sudzha שלום", ["Sudzha"]), ("in 서울 today", ["서울"]),
        ("\0Sudzha\0", ["Sudzha"]), ("Sudzha\r\nKursk", ["Sudzha", "Kursk"]), ("", []), ("\0", []),
    ],
)  # fmt: skip
def test_names_in_a_text(text: str, found: list[str], matcher: Matcher) -> None:
    spans = matcher.spans(text)
    sound(text, spans)
    assert [span.text for span in spans] == found


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Kursk", {"settlement", "region"}),
        ("Kursk region", {"region"}),
        ("Kursk city", {"settlement"}),
    ],
)
def test_a_type_word_keeps_the_places_of_its_type(
    text: str, kinds: set[str], matcher: Matcher
) -> None:
    (span,) = matcher.spans(text)
    assert {match.place.kind for match in span.matches} == kinds


PIECES = st.sampled_from(
    "Sudzha Суджа Popovo Lezhachi Kursk region River US U.S. 's ’s - – \u00a0 \u202e \u200b \0 \n "
    "🛰️ שלום . ( ) İ ﬁ e\u0301 Novaya Sorochina on Don".split(" ")
)


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("Zaporizhzhia", {700_000, None}),
        ("Zaporizhzhia City", {700_000}),
        ("Zaporizhzhia village", {700_000, None}),
    ],
)
def test_a_city_has_the_inhabitants_of_one(
    text: str, sizes: set[int | None], matcher: Matcher
) -> None:
    (span,) = matcher.spans(text)
    assert {match.place.population for match in span.matches} == sizes


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.lists(PIECES | st.just(" ") | st.text(max_size=4), max_size=30).map("".join))
@example(text="Rostov-on-Don's")
@example(text="KurskU.S.region")
def test_offsets_hold_on_any_text(text: str, matcher: Matcher) -> None:
    spans = matcher.spans(text)
    sound(text, spans)
    assert matcher.spans(text) == spans


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_a_name_between_sentences_is_found_wherever_it_stands(
    before: str, after: str, matcher: Matcher
) -> None:
    text = f"{before}. \n\nNovaya Sorochina, {after}"
    assert len(f"{before}. \n\n") in {span.start for span in matcher.spans(text)}


@pytest.mark.parametrize(
    "unit",
    ["Sudzha, then Kursk region and Novaya Sorochina. ", "a'", "Novaya ", "U.S.", "e\u0301", "İ-"],
)
def test_one_long_line_takes_bounded_time_and_memory(unit: str, matcher: Matcher) -> None:
    """5 MB without a line's end; a plain pass over its words is the yardstick for the time."""
    text = unit * (5_000_000 // len(unit))
    start = time.process_time()
    assert re.findall(r"\w+", text)
    plain_s = time.process_time() - start
    start = time.process_time()
    spans = matcher.spans(text)
    taken_s = time.process_time() - start
    sound(text, spans)
    assert taken_s < 10 + 30 * plain_s
    shorter = text[:500_000]
    tracemalloc.start()
    matcher.spans(shorter)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50 * len(shorter)
