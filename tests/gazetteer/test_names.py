"""Folding: which spellings are one name, and which are not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gazetteer.names import acronym_key, fold, fold_token, plain, script_of, tokens, variants

NAMES = st.text(
    alphabet=st.characters(whitelist_categories=("Lu", "Ll", "Lo", "Mn", "Nd", "Pd", "Zs"))
    | st.sampled_from("'’ʼʹ\u0301\u0308ёйїґßıİﬁŉǰſ."),
    max_size=24,
)

SAME = [
    # case, and the ways to write an apostrophe or a soft sign
    ("Sudzha", "SUDZHA", "sudzha"),
    ("Kup'yansk", "Kup’yansk", "Kupʼyansk", "Kup`yansk", "Kupyansk"),
    ("Bol'shoye", "Bolʹshoye", "Bolshoye", "Bol´shoye"),
    ("Слов'янськ", "Слов’янськ", "Словʼянськ"),
    # hyphens, dashes and spaces of every kind
    ("Popovo-Lezhachi", "Popovo Lezhachi", "Popovo–Lezhachi", "Popovo‑Lezhachi",
     "Popovo\u00a0Lezhachi", "Popovo\u2009Lezhachi", " Popovo  Lezhachi "),
    # invisible characters
    ("Sudzha", "Su\u00addzha", "Su\u200bdzha", "\ufeffSudzha"),
    # letters with their marks apart or in one
    ("Łódź", "Lodz", unicodedata.normalize("NFD", "Łódź")),
    ("Плёхово", "Плехово", unicodedata.normalize("NFD", "Плёхово"), "ПЛЁХОВО"),
    ("Київ", "КИЇВ", unicodedata.normalize("NFD", "Київ")),
    ("Ґалаґан", "Галаган"),
    # ligatures, dotless and dotted i, sharp s
    ("Kırklareli", "Kirklareli", "KIRKLARELİ"),
    ("Straße", "STRASSE"),
    ("Ærø", "AERO"),
    ("ﬁeld", "field"),
    # romanisation noise
    ("Nikolskiy", "Nikolskyy", "Nikolsky", "Nikolskii"),
    ("Bolshoye", "Bolshoe"), ("Verkhnyaya", "Verkhniaia"), ("Malyye", "Malye"),
    ("Mikhaylovka", "Mikhailovka"), ("Guyevo", "Guevo"), ("Andreyevka", "Andreevka"),
    ("Shcherbinovka", "Scherbinovka"), ("Aleksandr", "Alexandr"),
    ("Kyiv", "Kiyv"), ("Yunakivka", "Iunakivka"),
]  # fmt: skip
DIFFERENT = [
    ("Horlivka", "Gorlivka"), ("Khutor", "Hutor"), ("Chasiv", "Tsasiv"), ("Anna", "Ana"),
    ("Berdin", "Berdyansk"), ("Київ", "Киів"), ("Край", "Краи"), ("Novaya", "Novoye"),
    ("Sudzha 1", "Sudzha 2"), ("Sudzha", "Суджа"),
]  # fmt: skip


@pytest.mark.parametrize("spellings", SAME, ids=lambda names: names[0])
def test_spellings_of_one_name_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_plain_keeps_the_noise_apart() -> None:
    assert plain("Nikolskiy") != plain("Nikolsky")
    assert plain("POPOVO–LEZHACHI") == plain("Popovo-Lezhachi")


@pytest.mark.parametrize("nothing", ["", " ", "—", "'’ʼ", "…!?", "\u200b", "\u0301"])
def test_what_has_no_letter_has_no_key(nothing: str) -> None:
    assert fold(nothing) == ""


@given(NAMES)
@example("İ")
@example("ŉ")
@example("x.й\u0306")
@example("ﬁ.ﬂ.")
@example("x.y.y")
@example("yii")
@example("zhzhzh")
@example("aiie")
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert plain(plain(name)) == plain(name)


@given(st.text(alphabet=st.sampled_from("abcxyzшїйёґABC'- "), max_size=20))
def test_case_marks_and_separators_do_not_matter(name: str) -> None:
    key = fold(name)
    assert fold(name.upper()) == key
    assert fold(name.replace("-", " ")) == key
    assert fold(name.replace("-", "–")) == key
    assert fold(unicodedata.normalize("NFD", name)) == key


@given(st.text(alphabet=st.sampled_from("aehklmnostuzAEH"), min_size=1, max_size=12), st.data())
def test_accents_do_not_matter(name: str, data: st.DataObject) -> None:
    marks = st.sampled_from(["", "\u0301", "\u0308", "\u0327", "\u030c"])
    accented = "".join(letter + data.draw(marks) for letter in name)
    assert fold(accented) == fold(name)


@given(st.text())
def test_words_are_stretches_of_the_text_in_order(text: str) -> None:
    end = 0
    for word in tokens(text):
        assert end <= word.start() < word.end()
        assert text[word.start() : word.end()] == word.group()
        end = word.end()
    assert fold(text).split() == [
        key for word in tokens(text) for key in [fold_token(word[0])] if key
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kursk's edge", ["Kursk", "s", "edge"]),
        ("Kursk’s edge", ["Kursk", "s", "edge"]),
        ("Dar'ino and Dar’ino", ["Dar'ino", "and", "Dar’ino"]),
        ("'Sudzha'", ["Sudzha"]),
        ("the U.S. and U.K.", ["the", "U.S.", "and", "U.K."]),
        ("Popovo-Lezhachi", ["Popovo", "Lezhachi"]),
        ("troops' gains", ["troops", "gains"]),
        ("12km, 3.5", ["12km", "3", "5"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [match.group() for match in tokens(text)] == words


@pytest.mark.parametrize(
    ("name", "script"),
    [("Sudzha", "latin"), ("Łódź", "latin"), ("Суджа", "cyrillic"), ("Їжакевич", "cyrillic"),
     ("서울", "other"), ("12", "other"), ("", "other"), ("12 Суджа", "cyrillic")],
)  # fmt: skip
def test_script(name: str, script: str) -> None:
    assert script_of(name) == script


def test_only_capitals_are_an_acronym() -> None:
    assert acronym_key("US") == "=US"
    assert [acronym_key(name) for name in ("us", "Us", "U", "UNITED", "U.S.", "США", "")] == [
        None
    ] * 7
    assert acronym_key("US") != fold("US")


def test_variants_of_a_cyrillic_name() -> None:
    assert variants("Плёхово", language="ru") == ("Plyokhovo", "Plekhovo")
    assert "Daryino" in variants("Дарьино", language="ru")
    assert variants("Костянтинівка", language="uk") == ("Kostiantynivka", "Kostyantynivka")
    assert variants("서울", language="ru") == ()


@given(NAMES, st.sampled_from(["ru", "uk"]))
def test_variants_never_repeat_and_never_are_the_name(name: str, language: str) -> None:
    spellings = variants(name, language="ru" if language == "ru" else "uk")
    assert name not in spellings
    assert len(set(spellings)) == len(spellings)
