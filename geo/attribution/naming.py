"""What the words of a speaker name: a body, a person, several of them, evidence, or nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from gazetteer.names import fold
from geo.attribution.naming_words import NamingWords, naming_words
from geo.reading.grammar.phrases import Phrases, key
from geo.reading.sides import side_words
from geo.reading.tokens import Token, tokenise
from geo.reading.words import listed, words

_BRACKETED: Final = re.compile(r"\s*\([^()]{2,12}\)\s*$")
_LONGEST: Final = 200
"""Characters of a name that are read; a longer one is no name that anybody has."""
_REMEMBERED: Final = 20_000
"""Names whose meaning is kept, as pages of many reports ask for the same again and again."""
_LEAST_LETTERS: Final = 5
"""Of a word whose ending tells that it is somebody: "or" and "her" do not."""


@lru_cache(maxsize=_REMEMBERED)
def name_of(spelling: str, lang: str = "en") -> str:
    """Give the name in a spelling: without its bracketed short form, "US-based", "spokesman".

    Parameters
    ----------
    spelling
        The speaker as written.
    lang
        ISO 639-1 code of the text.
    """
    plain = " ".join(_BRACKETED.sub("", spelling).split())
    tokens = _tokens(plain)
    core = _core(tokens, lang)
    if not core or (core[0] is tokens[0] and core[-1] is tokens[-1]):
        return plain
    return plain[core[0].start : core[-1].end]


@lru_cache(maxsize=_REMEMBERED)
def key_of(spelling: str, lang: str = "en") -> str:
    """Give what tells a speaker from others, by the words of the name alone.

    Parameters
    ----------
    spelling
        The speaker as written.
    lang
        ISO 639-1 code of the text.

    Returns
    -------
    str
        `org:NAME`, `body:COUNTRY:NAME` (of a country's ministry; the country's code is empty where
        the words do not tell it), `side:COUNTRY` or `name:NAME`, the names folded.
    """
    known = naming_words(lang)
    core = _core(_tokens(_BRACKETED.sub("", spelling)), lang)
    tokens = [token for token in core if token.kind != "possessive"]
    whole = _whole(known.organisations, tokens)
    if whole is not None:
        return f"org:{fold(whole)}"
    country, rest = _without_country(tokens, lang)
    body = _whole(known.bodies, rest) or _whole(known.bodies, _without_seat(rest, known))
    if body is not None:
        return f"body:{country or ''}:{fold(body)}"
    if not rest:
        named = fold(" ".join(token.text for token in tokens))
        return f"side:{country}" if country is not None else f"name:{named}"
    run = _name_at_end(rest, known)
    organisation = _whole(known.organisations, run)
    if organisation is not None:
        return f"org:{fold(organisation)}"
    return f"name:{fold(' '.join(token.text for token in run or tokens))}"


@lru_cache(maxsize=_REMEMBERED)
def split_names(spelling: str, *, lang: str = "en") -> tuple[str, ...]:
    """Take two speakers apart that speak as one: "the ministry and local accounts".

    Parameters
    ----------
    spelling
        The name as written.
    lang
        ISO 639-1 code of the text.

    Returns
    -------
    tuple of str
        The names; the one spelling where it is not certain that there are two.
    """
    joins = "|".join(map(re.escape, words("speakers", lang=lang)["words"]["joins"]))
    parts = re.split(rf"\s+(?:{joins})\s+", spelling[:_LONGEST], maxsplit=1)
    if len(parts) == 2 and key_of(parts[0], lang).startswith(("body:", "org:")):
        return (parts[0], parts[1])
    return (spelling,)


@lru_cache(maxsize=_REMEMBERED)
def is_evidence(spelling: str, *, lang: str = "en") -> bool:
    """Whether a "speaker" is what shows or tells something: "geolocated footage", "a statement".

    Parameters
    ----------
    spelling
        The speaker as written.
    lang
        ISO 639-1 code of the text.
    """
    known = naming_words(lang)
    lows = [token.lower for token in _tokens(spelling) if token.kind == "word"]
    while lows and lows[0] in known.articles:
        lows = lows[1:]
    head = next((i for i, low in enumerate(lows) if low in known.small), len(lows))
    return any(low in known.shown for low in (*lows[:1], *lows[max(head - 1, 0) : head]))


@lru_cache(maxsize=_REMEMBERED)
def maker_of(spelling: str, *, lang: str = "en") -> str:
    """Give whose evidence is: of "the bloggers' photographs" the bloggers.

    Parameters
    ----------
    spelling
        The evidence as written.
    lang
        ISO 639-1 code of the text.

    Returns
    -------
    str
        The name as written; empty where the words tell nobody's.
    """
    tokens = _tokens(spelling)
    owned = next((i for i, token in enumerate(tokens) if token.kind == "possessive"), 0)
    if owned:
        return spelling[tokens[0].start : tokens[owned - 1].end]
    maker = spelling[tokens[0].start : tokens[-2].end] if len(tokens) > 1 else ""
    return maker if key_of(maker, lang).startswith("org:") else ""


@lru_cache(maxsize=_REMEMBERED)
def is_nobody(spelling: str, *, lang: str = "en") -> bool:
    """Whether words name no speaker: none at all, "they", "its spokesman", or a piece of a clause.

    Parameters
    ----------
    spelling
        The speaker as written.
    lang
        ISO 639-1 code of the text.
    """
    known = naming_words(lang)
    tokens = _tokens(spelling)
    if not tokens or tokens[0].lower in known.nobody:
        return True
    if tokens[0].lower in known.whose and not any(token.capitalised for token in tokens[1:]):
        return True
    listed_body = key_of(spelling, lang).startswith(("org:", "body:", "side:"))
    return not listed_body and not _says_who(_core(tokens, lang), known)


def is_common(spelling: str, text: str, *, lang: str = "en") -> bool:
    """Whether a lone word has its capital from the start of a sentence, and is nobody's name.

    Parameters
    ----------
    spelling
        The speaker as written: "Names".
    text
        The text that it is from, which may have the word in small letters.
    lang
        ISO 639-1 code of the text.
    """
    low = _lone(spelling, lang)
    # The search for the letters alone is much the faster, and mostly in vain.
    if not low or low not in text:
        return False
    return bool(re.search(rf"(?<!\w){re.escape(low)}(?!\w)", text))


@lru_cache(maxsize=_REMEMBERED)
def _lone(spelling: str, lang: str) -> str:
    """The one capitalised word that a spelling is, in small letters; empty of other spellings."""
    tokens = _core(_tokens(spelling), lang)
    if len(tokens) != 1 or not tokens[0].capitalised or tokens[0].text.isupper():
        return ""
    low = tokens[0].lower
    return "" if _is_somebody(low, naming_words(lang)) else low


@lru_cache(maxsize=_REMEMBERED)
def is_nameless(spelling: str, *, lang: str = "en") -> bool:
    """Whether words describe a speaker and name none, so that another text's are another: "mayor".

    Parameters
    ----------
    spelling
        The speaker as written.
    lang
        ISO 639-1 code of the text.
    """
    tokens = _tokens(spelling)
    lone = len(tokens) == 1 and _is_somebody(tokens[0].lower, naming_words(lang))
    if not tokens or (any(token.capitalised for token in tokens) and not lone):
        return False
    return key_of(spelling, lang).startswith("name:")


def is_anybodys(key: str, *, lang: str = "en") -> bool:
    """Whether a key is of a body of no stated country that may be any's: "the army".

    Parameters
    ----------
    key
        What `key_of` gives.
    lang
        ISO 639-1 code of the text.
    """
    return key.startswith("body::") and key.rpartition(":")[2] in naming_words(lang).vague


def is_generic(key: str, *, lang: str = "en") -> bool:
    """Whether a key is of a kind of body of which a country has several: "the ministry".

    Parameters
    ----------
    key
        What `key_of` gives.
    lang
        ISO 639-1 code of the text.
    """
    return key.startswith("body:") and key.rpartition(":")[2] in naming_words(lang).generic


def person_in(spelling: str, *, lang: str = "en") -> str | None:
    """Give the person's name at the end of a spelling; None where none is known to be one's.

    Parameters
    ----------
    spelling
        The speaker: "commander-in-chief Ivan Sample".
    lang
        ISO 639-1 code of the text.
    """
    plain = name_of(spelling, lang)
    tokens = _tokens(plain)
    run = _name_at_end(tokens, naming_words(lang)) or tokens
    given = {name.casefold() for name in listed("given_names", lang=lang)}
    while len(run) > 1 and run[0].lower not in given:
        run = run[1:]
    if len(run) < 2 or not all(token.capitalised for token in run):
        return None
    return plain[run[0].start : run[-1].end]


@lru_cache(maxsize=_REMEMBERED)
def _tokens(spelling: str) -> Sequence[Token]:
    return tokenise(spelling[:_LONGEST])


def _core(tokens: Sequence[Token], lang: str) -> Sequence[Token]:
    """The words that name: no article, no "US-based", no clause; a body for its spokesman."""
    known = naming_words(lang)
    end = next(
        (i for i, token in enumerate(tokens) if i and token.lower in known.clause), len(tokens)
    )
    tokens = tokens[:end]
    while tokens and tokens[0].lower in known.articles | known.whose | known.nobody:
        tokens = tokens[1:]
    based = next((i for i, token in enumerate(tokens) if token.lower in known.based), 0)
    seat = based > 1 and tokens[based - 1].text == "-" and tokens[based - 2].capitalised
    if seat and based < len(tokens) - 1:
        tokens = tokens[based + 1 :]
    body = _spoken_for(tokens, lang)
    return tokens if body is None else body


def _spoken_for(tokens: Sequence[Token], lang: str) -> Sequence[Token] | None:
    """The body whose spokesman somebody is who has no name; None where it is no known body."""
    known = naming_words(lang)
    if len(tokens) < 2:
        return None
    if tokens[-1].lower in known.speaks_for:
        body = tokens[:-1]
        if body[-1].kind == "possessive":
            body = body[:-1]
    elif tokens[0].lower in known.speaks_for and tokens[1].lower in known.speaks_at:
        body = tokens[2:]
        while body and body[0].lower in known.articles:
            body = body[1:]
    else:
        return None
    named = [token for token in body if token.kind != "possessive"]
    _, rest = _without_country(named, lang)
    if _whole(known.organisations, named) or _whole(known.bodies, rest):
        return body
    if not named or not named[-1].capitalised:
        return None
    side = side_words(lang).match(named, 0)
    movement = side is not None and side[0] == len(named) and side[2] == "force"
    short = len(named) == 1 and named[0].text.isupper()
    short = short and named[0].lower not in known.capitalised
    titled = any(token.capitalised and token.lower in known.bodied for token in named)
    return body if movement or short or titled else None


def _says_who(tokens: Sequence[Token], known: NamingWords) -> bool:
    """Whether the head of a description is a name, or a noun for people or a body."""
    end = len(tokens)
    for i, token in enumerate(tokens):
        joined = i > 0 and tokens[i - 1].text == "-"
        if i and token.lower in known.small and not joined:
            end = i
            break
    head = [token for token in tokens[:end] if token.kind == "word"]
    if not head:
        return False
    return head[-1].capitalised or any(_is_somebody(token.lower, known) for token in head)


def _is_somebody(low: str, known: NamingWords) -> bool:
    """Whether a noun stands for people or a body: listed so, or by its ending."""
    if low in known.no_people:
        return False
    if low in known.people or low.removesuffix("s") in known.people:
        return True
    return len(low) >= _LEAST_LETTERS and low.endswith(known.endings)


def _without_country(tokens: Sequence[Token], lang: str) -> tuple[str | None, list[Token]]:
    """Take the side that a name begins or ends with off it: "Russian …", "… of Ukraine"."""
    sides, known = side_words(lang), naming_words(lang)
    for i in range(len(tokens)):
        found = sides.match(tokens, i)
        if found is None:
            continue
        end, side, role = found
        if role == "force" and i == 0 and end == len(tokens):
            # The Kremlin and the Pentagon are bodies of a country, but not the only ones.
            return None if _is_own_body(tokens, side, lang) else side, []
        if (role == "force" and i > 0) or (i > 0 and end < len(tokens)):
            continue
        before, behind = list(tokens[:i]), list(tokens[end:])
        if i > 0 and tokens[i - 1].lower not in known.of | known.seated:
            continue
        while before and before[-1].lower in known.of | known.seated:
            before.pop()
        while behind and behind[0].lower in known.of:
            behind = behind[1:]
        return side, [*before, *behind]
    return None, list(tokens)


def _is_own_body(tokens: Sequence[Token], side: str, lang: str) -> bool:
    """Whether a name of forces is that of one of a country's bodies: "Kremlin", not "Russians"."""
    data = words("sides", lang=lang)
    bodies = data["bodies"].get(side, ()) if side in data["countries"] else ()
    return fold(" ".join(token.text for token in tokens)) in {fold(name) for name in bodies}


def _without_seat(tokens: Sequence[Token], known: NamingWords) -> Sequence[Token]:
    """Take off where a body sits, whatever place that is: "the Defense Ministry in Bogotá"."""
    at = next((i for i, token in enumerate(tokens) if i and token.lower in known.seated), 0)
    return tokens[:at] if at and all(token.capitalised for token in tokens[at + 1 :]) else tokens


def _name_at_end(tokens: Sequence[Token], known: NamingWords) -> Sequence[Token]:
    """The proper name behind a description: of "military blogger Ivan Sample" the last two."""
    i = len(tokens)
    while i > 0 and tokens[i - 1].kind == "word" and tokens[i - 1].capitalised:
        i -= 1
    while i < len(tokens) and tokens[i].lower in known.capitalised:
        i += 1
    before = tokens[i - 1] if i > 0 else None
    described = before is not None and before.kind == "word" and before.lower not in known.small
    # Of "the 47th Brigade" the last word alone is no name.
    noun = i == len(tokens) - 1 and tokens[i].lower in known.bodied
    return tokens[i:] if described and i < len(tokens) and not noun else ()


def _whole(table: Phrases[str], tokens: Sequence[Token]) -> str | None:
    """The entry that the tokens are, all of them."""
    found = table.at([key(token) for token in tokens], 0)
    return found[0] if found is not None and found[1] == len(tokens) else None
