"""Names of people and of bodies, so that a place name inside one is not taken for a place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from geo.reading.lexicon import CAPITALISED, Lexicon
from geo.reading.tokens import Sentence, Token

_NO_WORDS: Final = (Token(0, 0, "", "", "punct"),) * 3


@dataclass(frozen=True, slots=True)
class ProperName:
    """A run of capitalised words that names a person or a body."""

    start: int
    """Offset of the first character."""
    end: int
    """Offset behind the last character."""
    role: Literal["person", "organisation"]
    """Which of the two."""
    reason: str
    """How it was told, in plain words."""


def find_proper_names(
    sentences: Sequence[Sentence], lexicon: Lexicon, *, known_starts: frozenset[int] = frozenset()
) -> tuple[ProperName, ...]:
    """Find people and bodies.

    Parameters
    ----------
    sentences
        The sentences of the text.
    lexicon
        The language's word classes.
    known_starts
        Offsets at which a multi-word place name of the gazetteer begins: such a run is no person
        unless a title stands before it.
    """
    found: list[ProperName] = []
    surnames: set[str] = set()
    runs = [(s, run) for s in sentences for run in _runs(s, lexicon)]
    waiting = runs[::-1]
    while waiting:
        sentence, (first, last) = waiting.pop()
        body = _body(sentence.tokens, first, last, lexicon)
        if body:
            found.append(body)
            continue
        person = _person(sentence.tokens, first, last, lexicon, known_starts)
        if person:
            found.append(person)
            surnames |= _surname(sentence.tokens, person, lexicon)
            rest = _rest(sentence.tokens, person.end, last)
            if rest is not None:
                waiting.append((sentence, (rest, last)))
    for sentence, (first, last) in runs:
        if first == last and sentence.tokens[first].lower in surnames:
            token = sentence.tokens[first]
            if not any(p.start <= token.start < p.end for p in found):
                reason = "a person of this surname is named in full elsewhere"
                found.append(ProperName(token.start, token.end, "person", reason))
    return tuple(sorted(found, key=lambda name: name.start))


def _rest(tokens: Sequence[Token], end: int, last: int) -> int | None:
    """Index at which a run goes on behind a person's name: "X and Y"."""
    for k in range(last + 1):
        if tokens[k].start >= end and tokens[k].capitalised:
            return k
    return None


def _runs(sentence: Sentence, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Maximal runs of capitalised words, with connectors and hyphens between them."""
    tokens = sentence.tokens
    i = 0
    while i < len(tokens):
        if not _name_word(tokens[i], lexicon, at_start=i == 0):
            i += 1
            continue
        last = i
        k = i + 1
        while k < len(tokens):
            token = tokens[k]
            if token.capitalised and not lexicon.has("calendar", token.lower):
                last = k
            elif not _bridges(tokens, k, lexicon):
                break
            k += 1
        last_kept = _without_next_title(tokens, i, last, lexicon)
        yield from _apart(tokens, i, last_kept, lexicon)
        i = last + 1


def _without_next_title(tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> int:
    """The last word of a run but for "and Dr", whose name stands behind its full stop."""
    cut = (
        last - first > 1
        and lexicon.has("titles", tokens[last].lower)
        and lexicon.has("coordinators", tokens[last - 1].lower)
    )
    return last - 2 if cut else last


def _apart(
    tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon
) -> Iterator[tuple[int, int]]:
    """Divide a run at "and the": two bodies are named."""
    for k in range(first + 1, last - 1):
        joined = lexicon.has("coordinators", tokens[k].lower)
        if joined and lexicon.has("articles", tokens[k + 1].lower):
            yield (first, k - 1)
            yield from _apart(tokens, k + 2, last, lexicon)
            return
    yield (first, last)


def _name_word(token: Token, lexicon: Lexicon, *, at_start: bool) -> bool:
    if not token.capitalised or lexicon.has("calendar", token.lower):
        return False
    return not (at_start and (lexicon.has("connectors", token.lower)))


def _bridges(tokens: Sequence[Token], k: int, lexicon: Lexicon) -> bool:
    """Whether the token may stand inside a name: “of the”, a hyphen."""
    token = tokens[k]
    if token.text in {"-", "’", "'"}:
        return tokens[k - 1].end == token.start
    if token.kind == "possessive":
        owner = lexicon.has("titles", tokens[k - 1].lower)
        return owner and k + 1 < len(tokens) and lexicon.has("bodies", tokens[k + 1].lower)
    if token.kind != "word" or not lexicon.has("connectors", token.lower):
        return False
    ahead = [t for t in tokens[k + 1 : k + 3] if not lexicon.has("connectors", t.lower)]
    return bool(ahead) and ahead[0].capitalised


def _body(tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> ProperName | None:
    """A run with a word that heads the names of bodies."""
    words = [t.lower for t in tokens[first : last + 1]]
    if len(words) == 1:
        after = tokens[last + 1].lower if last + 1 < len(tokens) else ""
        if not lexicon.has("outlets", after):
            return None
        if lexicon.has("common", words[0]):
            return None
        return ProperName(
            tokens[first].start, tokens[last + 1].end, "organisation", f"it is a {after}"
        )
    heads = [k for k in range(first, last + 1) if lexicon.has("bodies", tokens[k].lower)]
    if not heads:
        after = tokens[last + 1].lower if last + 1 < len(tokens) else ""
        if lexicon.has("outlets", after):
            end = tokens[last + 1].end
            return ProperName(tokens[first].start, end, "organisation", f"it is a {after}")
        return None
    begin, end = _trim(tokens, first, last, heads, lexicon)
    if begin == end:
        return None
    head = tokens[heads[0]].text
    return ProperName(
        tokens[begin].start, tokens[end].end, "organisation", f"“{head}” heads the name of a body"
    )


def _trim(
    tokens: Sequence[Token], first: int, last: int, heads: list[int], lexicon: Lexicon
) -> tuple[int, int]:
    """Cut the run at connectors that do not belong to the name: “X in Y”, “Y on Sunday”."""
    begin, end = first, last
    for k in range(heads[-1] + 1, last + 1):
        if lexicon.has("cuts_after_body", tokens[k].lower):
            end = k - 1
            break
    for k in range(heads[0] - 1, first - 1, -1):
        if lexicon.has("cuts_before_body", tokens[k].lower):
            begin = k + 1
            break
    return begin, end


def _person(
    tokens: Sequence[Token],
    first: int,
    last: int,
    lexicon: Lexicon,
    known_starts: frozenset[int],
) -> ProperName | None:
    """A given name with a surname, a title with a name, or a lone name that speaks."""
    begin, titled = _past_titles(tokens, first, last, lexicon)
    end = begin
    while end < last and (tokens[end + 1].capitalised or tokens[end + 1].text in {"-", "’", "'"}):
        end += 1
    name = tokens[begin : end + 1]
    if not name or not name[0].capitalised or len(name) > 5:
        return None
    after = tokens[end + 1].lower if end + 1 < len(tokens) else ""
    given = name[0].lower in lexicon.given_names
    in_place = begin > 0 and lexicon.has("locative", tokens[begin - 1].lower)
    span = (name[0].start, name[-1].end)
    lone_place = len(name) == 1 and not given and span[0] in known_starts
    if (
        titled
        and not lexicon.has("region_words", after)
        and (given or not (in_place or lone_place))
    ):
        return ProperName(*span, "person", "a title stands before it")
    before = tokens[begin - 1].lower if begin else ""
    sited = lexicon.has_any(("locative", "directional"), before)
    if sited and lexicon.has("kunyas", name[0].lower):
        return None
    camp = end + 1 < len(tokens) and not tokens[end + 1].capitalised
    settled = camp and lexicon.has_any(("settlement_words", "grounds"), after)
    if given and len(name) >= 2 and span[0] not in known_starts and not settled:
        return ProperName(*span, "person", f"“{name[0].text}” is a given name")
    told = lexicon.inflects("speech", before) or lexicon.has("irregular", before)
    typed = any(lexicon.has_any(CAPITALISED, token.lower) for token in name)
    if told and 2 <= len(name) <= 3 and span[0] not in known_starts and not typed and after == ",":
        return ProperName(*span, "person", f"it follows “{before}”")
    speaks = lexicon.inflects("speech", after) or lexicon.has("irregular", after)
    if len(name) == 2 and _called_like_a_place(tokens, name, lexicon):
        return ProperName(*span, "person", f"“{name[0].text}” is a given name, too")
    named = given or lexicon.has("place_names_of_people", name[0].lower)
    if len(name) == 1 and named and _has_a_trade(tokens, end, lexicon):
        return ProperName(*span, "person", f"“{name[0].text}” is a given name")
    if len(name) == 1 and given and speaks:
        return ProperName(*span, "person", f"“{name[0].text}” is a given name")
    return None


def _has_a_trade(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> bool:
    """Whether an apposition says what somebody does: “Victoria, a nurse”."""
    comma, article, trade = (token.lower for token in (*tokens[end + 1 : end + 4], *_NO_WORDS)[:3])
    return (
        comma == ","
        and lexicon.has("indefinite", article)
        and lexicon.has_any(("titles", "trades"), trade)
    )


def _called_like_a_place(tokens: Sequence[Token], name: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a surname follows a given name that places bear too: “Georgia Holland”."""
    first, second = name
    if not lexicon.has("place_names_of_people", first.lower):
        return False
    if lexicon.has_any(CAPITALISED, second.lower) or second.text.isupper():
        return False
    # In a headline every word has a capital, and tells nothing.
    words = [token for token in tokens if token.kind == "word"]
    return 3 * sum(token.capitalised for token in words) < 2 * len(words)


def _past_titles(
    tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon
) -> tuple[int, bool]:
    """Index at which the name proper begins, and whether a title stands before it."""
    begin, titled = first, _titled(tokens, first, lexicon)
    for k in range(last, first - 1, -1):
        if lexicon.has("titles", tokens[k].lower) and not _capitals(tokens[k]):
            begin, titled = min(k + 1, last), k < last or titled
            break
    if titled:
        for k in range(begin, last):
            if tokens[k].lower in lexicon.given_names:
                return k, True
    while begin < last and not tokens[begin].capitalised:
        begin += 1
    return begin, titled


def _titled(tokens: Sequence[Token], first: int, lexicon: Lexicon) -> bool:
    """Whether a lower-case title stands right before the run: “adviser”, “spokesman for …”."""
    if first == 0:
        return False
    before = tokens[first - 1]
    dotted = before.text == "." and first > 1 and tokens[first - 2].end == before.start
    if dotted:
        before = tokens[first - 2]
    return before.kind == "word" and lexicon.has("titles", before.lower)


def _capitals(token: Token) -> bool:
    """Whether a short word is written in capitals: "DR Congo" is no doctor."""
    return token.text.isupper() and 1 < len(token.text) < 4


def _surname(tokens: Sequence[Token], person: ProperName, lexicon: Lexicon) -> set[str]:
    """The last word of a full name, by which the person may be called again."""
    words = [t for t in tokens if person.start <= t.start < person.end and t.kind == "word"]
    if len(words) < 2:
        return set()
    return {words[-1].lower, words[0].lower} - set(lexicon.classes["common"])
