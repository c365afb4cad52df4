"""Romanisation against published tables; respelling against names in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.romanise import (
    romanise_russian,
    romanise_ukrainian,
    russian_style,
    ukrainian_style,
)

# The examples of the Cabinet of Ministers' resolution No. 55 of 27 January 2010, letter by letter.
RESOLUTION_55 = """
Алушта Alushta, Андрій Andrii, Борщагівка Borshchahivka, Борисенко Borysenko, Вінниця Vinnytsia,
Володимир Volodymyr, Гадяч Hadiach, Богдан Bohdan, Згурський Zghurskyi, Ґалаґан Galagan,
Ґорґани Gorgany, Донецьк Donetsk, Дмитро Dmytro, Рівне Rivne, Олег Oleh, Есмань Esman,
Єнакієве Yenakiieve, Гаєвич Haievych, Короп'є Koropie, Житомир Zhytomyr, Жанна Zhanna,
Жежелів Zhezheliv, Закарпаття Zakarpattia, Казимирчук Kazymyrchuk, Медвин Medvyn,
Михайленко Mykhailenko, Іванків Ivankiv, Іващенко Ivashchenko, Їжакевич Yizhakevych,
Кадиївка Kadyivka, Мар'їне Marine, Йосипівка Yosypivka, Стрий Stryi, Олексій Oleksii, Київ Kyiv,
Коваленко Kovalenko, Лебедин Lebedyn, Леонід Leonid, Миколаїв Mykolaiv, Маринич Marynych,
Ніжин Nizhyn, Наталія Nataliia, Одеса Odesa, Онищенко Onyshchenko, Полтава Poltava, Петро Petro,
Решетилівка Reshetylivka, Рибчинський Rybchynskyi, Суми Sumy, Соломія Solomiia,
Тернопіль Ternopil, Троць Trots, Ужгород Uzhhorod, Уляна Uliana, Фастів Fastiv,
Філіпчук Filipchuk, Харків Kharkiv, Христина Khrystyna, Стеценко Stetsenko,
Чернівці Chernivtsi, Шевченко Shevchenko, Шостка Shostka, Кишеньки Kyshenky,
Щербухи Shcherbukhy, Гоща Hoshcha, Гаращенко Harashchenko, Юрій Yurii, Корюківка Koriukivka,
Яготин Yahotyn, Ярошенко Yaroshenko, Костянтин Kostiantyn, Знам'янка Znamianka,
Феодосія Feodosiia
"""
# Examples of the BGN/PCGN 1947 table for Russian, with its marks.
BGN_RUSSIAN = """
Азов Azov, Кубань Kuban', Ульяновск Ul'yanovsk, Грозный Groznyy, Дзержинский Dzerzhinskiy,
Елизово Yelizovo, Чапаевск Chapayevsk, Мейер Meyyer, Юрьев Yur'yev, Съезд S"yezd, Белкин Belkin,
Ёлкин Yëlkin, Озёрск Ozërsk, Лужники Luzhniki, Вязьма Vyaz'ma, Апатиты Apatity,
Йошкар-Ола Yoshkar-Ola, Бийск Biysk, Енисейск Yeniseysk, Менделеев Mendeleyev,
Северобайкальск Severobaykal'sk, Чайковский Chaykovskiy, Мытищи Mytishchi, Хабаровск Khabarovsk,
Прохладный Prokhladnyy, Цимлянск Tsimlyansk, Чебоксары Cheboksary, Шахтёрск Shakhtërsk,
Щёлково Shchëlkovo, Ртищево Rtishchevo, Тында Tynda, Тюмень Tyumen', Электрогорск Elektrogorsk,
Юбилейный Yubileynyy, Ключевская Klyuchevskaya, Якутск Yakutsk
"""


def pairs(table: str) -> list[tuple[str, str]]:
    return [(a, b) for a, b in (item.split() for item in table.replace("\n", " ").split(","))]


@pytest.mark.parametrize(("cyrillic", "latin"), pairs(RESOLUTION_55))
def test_ukrainian_by_the_resolution(cyrillic: str, latin: str) -> None:
    assert romanise_ukrainian(cyrillic) == latin
    for apostrophe in "’ʼ":
        assert romanise_ukrainian(cyrillic.replace("'", apostrophe)) == latin


@pytest.mark.parametrize(("cyrillic", "published"), pairs(BGN_RUSSIAN))
def test_russian_by_the_table_without_its_marks(cyrillic: str, published: str) -> None:
    """The documented differences: no signs, ё is yo, a final -iy or -yy is y."""
    bare = published.replace("'", "").replace('"', "").replace("Yë", "Yo").replace("ë", "yo")
    if bare.endswith(("iy", "yy")):
        bare = f"{bare[:-2]}y"
    assert romanise_russian(cyrillic) == bare


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Зміїв", "Zmiyiv"), ("Костянтинівка", "Kostyantynivka"), ("Згурівка", "Zghurivka"),
        ("Слов'янськ", "Slovyansk"), ("Юнаківка", "Yunakivka"), ("Єлизаветівка", "Yelyzavetivka"),
        ("Гуляйполе", "Hulyaypole"),
    ],
)  # fmt: skip
def test_ukrainian_by_bgn_without_its_marks(cyrillic: str, latin: str) -> None:
    assert romanise_ukrainian(cyrillic, scheme="bgn") == latin


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(ValueError, match="'national' or 'bgn'"):
        romanise_ukrainian("Суми", scheme="iso9")


def test_what_is_not_cyrillic_stays() -> None:
    text = "Sumy-2 (№ 7), 12 km"
    assert romanise_ukrainian(text) == text
    assert romanise_russian(text) == text
    assert romanise_ukrainian("пгт Суми-2") == "pht Sumy-2"


@pytest.mark.parametrize(
    ("ukrainian", "russian"),
    [
        ("Orlivka", "Orlovka"), ("Horlivka", "Gorlovka"), ("Mykhailivka", "Mikhaylovka"),
        ("Velyka Novosilka", "Velikaya Novosilka"), ("Oleksandrivka", "Aleksandrovka"),
        ("Kostiantynivka", "Konstantinovka"), ("Hryhorivka", "Grigorovka"),
        ("Nove", "Novoye"), ("Chervonyi", "Krasny"),
    ],
)  # fmt: skip
def test_russian_style_is_among_the_guesses(ukrainian: str, russian: str) -> None:
    assert russian in russian_style(ukrainian)


@pytest.mark.parametrize(
    ("russian", "ukrainian"),
    [
        ("Goncharovka", "Honcharivka"), ("Orlovka", "Orlivka"), ("Gorlovka", "Horlivka"),
        ("Bogdanovka", "Bohdanivka"), ("Andreyevka", "Andriivka"),
    ],
)  # fmt: skip
def test_ukrainian_style(russian: str, ukrainian: str) -> None:
    assert ukrainian_style(russian) == (ukrainian,)


@given(st.text())
def test_any_text_is_romanised_without_a_fault(text: str) -> None:
    for romanised in (romanise_russian(text), romanise_ukrainian(text)):
        assert not set("бгджзклмнпрстфхцчшщ") & set(romanised.lower())


@given(st.text())
def test_respelling_never_gives_the_name_itself(text: str) -> None:
    assert text not in russian_style(text)
    assert text not in ukrainian_style(text)
