"""Russian and Ukrainian names in Latin letters, and one language's form from the other's.

Four schemes of official standing are tables here, so that a gazetteer builds with the standard
library alone: Russian BGN/PCGN (1947), Ukrainian National (2010) and Ukrainian BGN/PCGN (1965).
`russian_style` and `ukrainian_style` respell a Latin name by rule where no Cyrillic name is known:
war reports write Orlovka for Orlivka, and Sudzha's Goncharovka as Honcharivka.
"""

from __future__ import annotations

import re
from typing import Final

_RUSSIAN: Final = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch ' y ' e yu ya".split(),
        strict=True,
    )
) | {"ъ": "", "ь": "", "ё": "yo"}
_UKRAINIAN: Final = dict(
    zip(
        "абвгґдежзийклмнопрстуфхцчш",
        "a b v h g d e zh z y i k l m n o p r s t u f kh ts ch sh".split(),
        strict=True,
    )
) | {"щ": "shch", "і": "i", "ь": "", "'": ""}
_NATIONAL_INSIDE: Final = {"є": "ie", "ї": "i", "ю": "iu", "я": "ia"}
_NATIONAL_START: Final = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_BGN_UKRAINIAN: Final = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}

_WORD: Final = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ][А-Яа-яЁёІіЇїЄєҐґ'’ʼ]*")
_RUSSIAN_YE_AFTER: Final = frozenset("аеёиоуыэюяйъь")


def _with_case(cyrillic: str, latin: str) -> str:
    """Give Latin letters the capitals of the Cyrillic letter that they stand for."""
    return latin[:1].upper() + latin[1:] if cyrillic.isupper() else latin


def romanise_russian(name: str) -> str:
    """Write a Russian name in Latin letters by BGN/PCGN (1947) as maps and news write it.

    Parameters
    ----------
    name
        Name in Cyrillic; letters outside the Russian alphabet are kept.

    Returns
    -------
    str
        ё is "yo", soft and hard signs are dropped and a final -ий or -ый is "y" (the system's
        "-iy" and "-yy" are respelled by `gazetteer.names.fold` to the same key).

    Examples
    --------
    >>> romanise_russian("Черкасское Поречное")
    'Cherkasskoye Porechnoye'
    >>> romanise_russian("Зелёный Шлях")
    'Zelyony Shlyakh'
    """
    return _WORD.sub(lambda match: _russian_word(match.group()), name)


def _russian_word(word: str) -> str:
    out = []
    before = ""
    ending = len(word) - 2 if len(word) > 3 and word.lower().endswith(("ий", "ый")) else None
    for i, letter in enumerate(word):
        low = letter.lower()
        if i == ending:
            latin = ""
        elif low == "е" and (not before or before in _RUSSIAN_YE_AFTER):
            latin = "ye"
        elif low == "ё" and before in ("ж", "ч", "ш", "щ"):
            latin = "yo"
        else:
            latin = _RUSSIAN.get(low, letter if low not in "'’ʼ" else "")
        out.append(_with_case(letter, latin))
        before = low
    return "".join(out)


def romanise_ukrainian(name: str, *, scheme: str = "national") -> str:
    """Write a Ukrainian name in Latin letters.

    Parameters
    ----------
    name
        Name in Cyrillic; letters outside the Ukrainian alphabet are kept.
    scheme
        "national" for the Cabinet of Ministers' table of 27 January 2010 (No. 55), "bgn" for
        BGN/PCGN (1965) without its soft-sign marks.

    Raises
    ------
    ValueError
        If the scheme is neither of the two.

    Examples
    --------
    >>> romanise_ukrainian("Костянтинівка"), romanise_ukrainian("Костянтинівка", scheme="bgn")
    ('Kostiantynivka', 'Kostyantynivka')
    >>> romanise_ukrainian("Згурівка")
    'Zghurivka'
    """
    if scheme not in ("national", "bgn"):
        raise ValueError(f"scheme {scheme!r} is not known; use 'national' or 'bgn'")
    return _WORD.sub(lambda match: _ukrainian_word(match.group(), scheme), name)


def _ukrainian_word(word: str, scheme: str) -> str:
    out = []
    before = ""
    for i, letter in enumerate(word):
        low = letter.lower()
        if scheme == "bgn":
            latin = _BGN_UKRAINIAN.get(low)
        else:
            latin = (_NATIONAL_INSIDE if i else _NATIONAL_START).get(low)
        if latin is None:
            latin = _UKRAINIAN.get("'" if low in "’ʼ" else low, letter)
        if low == "г" and before == "з":
            latin = "gh"
        out.append(_with_case(letter, latin))
        before = low
    return "".join(out)


# Whole-word parts that differ between the two languages; the longest fitting part wins.
_RUSSIAN_FIRST_PARTS: Final = {
    "oleksandr": "aleksandr",
    "oleksii": "alekse",
    "oleks": "aleks",
    "olen": "yelen",
    "mykola": "nikola",
    "mykyt": "nikit",
    "mykhail": "mikhayl",
    "volodymyr": "vladimir",
    "dmytr": "dmitr",
    "kostiantyn": "konstantin",
    "hryhor": "grigor",
    "pylyp": "filipp",
    "andrii": "andre",
    "serhii": "serge",
    "matvii": "matve",
    "avdii": "avde",
    "tymofii": "timofe",
    "yelyzavet": "yelizavet",
    "katerynivk": "yekaterinovk",
    "ivan": "ivan",
    "bilo": "belo",
    "bila": "bela",
    "vilkh": "olkh",
    "novo": "novo",
}
_RUSSIAN_ADJECTIVES: Final = {
    "velyka": "velikaya",
    "velyke": "velikoye",
    "velyki": "velikiye",
    "velykyi": "veliky",
    "mala": "malaya",
    "male": "maloye",
    "mali": "malyye",
    "malyi": "maly",
    "nova": "novaya",
    "nove": "novoye",
    "novi": "novyye",
    "novyi": "novy",
    "stara": "staraya",
    "stare": "staroye",
    "stari": "staryye",
    "staryi": "stary",
    "bila": "belaya",
    "bile": "beloye",
    "bili": "belyye",
    "bilyi": "bely",
    "chervone": "krasnoye",
    "chervona": "krasnaya",
    "chervonyi": "krasny",
    "krasne": "krasnoye",
    "krasna": "krasnaya",
    "verkhnia": "verkhnyaya",
    "verkhnie": "verkhneye",
    "nyzhnia": "nizhnyaya",
    "nyzhnie": "nizhneye",
    "dovhe": "dolgoye",
    "dovha": "dolgaya",
    "vesele": "vesyoloye",
    "hirske": "gornoye",
}
_RUSSIAN_ENDINGS: Final = (
    ("iivka", ("eyevka", "iyevka")),
    ("ivka", ("ovka", "evka")),
    ("ivtsi", ("ovtsy", "evtsy")),
    ("hirsk", ("gorsk",)),
    ("pil", ("pol",)),
    ("ske", ("skoye",)),
    ("ska", ("skaya",)),
    ("skyi", ("sky",)),
    ("yne", ("ino",)),
    ("ine", ("ino",)),
    ("ove", ("ovo",)),
    ("eve", ("evo",)),
    ("ieve", ("evo",)),
    ("ne", ("noye",)),
    ("illia", ("elye",)),
    ("iv", ("ov", "ev")),
)
_H_ALONE: Final = re.compile(r"(?<![kzscg])h")


def _capitals_of(pattern: str, word: str) -> str:
    return word[:1].upper() + word[1:] if pattern[:1].isupper() else word


def russian_style(name: str) -> tuple[str, ...]:
    """Respell a romanised Ukrainian name as a Russian text romanised would have it, by rule.

    The rules know endings (-ivka, -ske, -yne …), frequent first parts and adjectives, and that
    Ukrainian г (h) is Russian г (g). They guess; a spelling known to a source is always better.

    Parameters
    ----------
    name
        Name in Latin letters, of one or more words.

    Returns
    -------
    tuple of str
        Zero, one or two spellings, never `name` itself.

    Examples
    --------
    >>> russian_style("Horlivka")
    ('Gorlovka', 'Gorlevka')
    >>> russian_style("Velyka Novosilka")
    ('Velikaya Novosilka',)
    """
    words = [_russian_style_word(word) for word in name.split(" ")]
    spellings = [" ".join(options[min(n, len(options) - 1)] for options in words) for n in (0, 1)]
    return tuple(dict.fromkeys(spelling for spelling in spellings if spelling != name))


def _russian_style_word(word: str) -> tuple[str, ...]:
    low = word.lower()
    if low in _RUSSIAN_ADJECTIVES:
        return (_capitals_of(word, _RUSSIAN_ADJECTIVES[low]),)
    stems = [low]
    for ending, replacements in _RUSSIAN_ENDINGS:
        if low.endswith(ending) and len(low) > len(ending) + 1:
            stems = [low[: -len(ending)] + replacement for replacement in replacements]
            break
    options = []
    first = max(
        (part for part in _RUSSIAN_FIRST_PARTS if low.startswith(part)), key=len, default=""
    )
    for stem in stems:
        known = first if stem.startswith(first) else ""
        respelt = _RUSSIAN_FIRST_PARTS.get(known, "") + stem[len(known) :]
        options.append(_capitals_of(word, _H_ALONE.sub("g", respelt)))
    return tuple(options)


_UKRAINIAN_ENDINGS: Final = (
    ("eyevka", "iivka"),
    ("iyevka", "iivka"),
    ("evka", "ivka"),
    ("yovka", "ivka"),
    ("ovka", "ivka"),
    ("skoye", "ske"),
    ("skoe", "ske"),
    ("skaya", "ska"),
    ("sky", "skyi"),
    ("skiy", "skyi"),
    ("noye", "ne"),
    ("noe", "ne"),
)
_G_ALONE: Final = re.compile(r"(?<![n])g(?!h)")


def ukrainian_style(name: str) -> tuple[str, ...]:
    """Respell a romanised Russian name as a Ukrainian text romanised would have it, by rule.

    Parameters
    ----------
    name
        Name in Latin letters, of one or more words.

    Returns
    -------
    tuple of str
        Zero or one spelling, never `name` itself.

    Examples
    --------
    >>> ukrainian_style("Goncharovka")
    ('Honcharivka',)
    """
    spelling = " ".join(_ukrainian_style_word(word) for word in name.split(" "))
    return (spelling,) if spelling != name else ()


def _ukrainian_style_word(word: str) -> str:
    low = word.lower()
    for ending, replacement in _UKRAINIAN_ENDINGS:
        if low.endswith(ending) and len(low) > len(ending) + 1:
            low = low[: -len(ending)] + replacement
            break
    return _capitals_of(word, _G_ALONE.sub("h", low))
