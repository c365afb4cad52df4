"""The sides of a war as a text names them: forces, countries, movements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from geo.reading.tokens import Token, tokenise
from geo.reading.words import words

SideRole = Literal["force", "owner", "country", "demonym"]
_FORCE_REACH: Final = 6
"""How many words may stand between "Ukrainian" and "forces"."""


@dataclass(frozen=True, slots=True)
class Side:
    """Words that name a side."""

    first: int
    """Index of its first token in the sentence."""
    last: int
    """Index behind its last token."""
    name: str | None
    """ISO 3166-1 alpha-2 code of a country, the name of a movement, or None for "the enemy"
    and "its forces", whose side another word tells."""
    role: SideRole
    """`force`: who fights; `owner`: "Ukraine's"; `country`: "Kyiv"; `demonym`: an adjective."""
    pronoun: str = ""
    """`its`, `our` or `enemy` where the side is not said by name."""


class SideWords:
    """The words of a language that name sides."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Index the names by their first word.

        Parameters
        ----------
        data
            The word list `sides`.
        """
        forces = data["forces"]
        self.forces = frozenset(forces["nouns"])
        self.not_forces = frozenset(forces["not_before"])
        self.breaks = frozenset(forces["breaks"])
        self.participles = frozenset(forces["participles"])
        self.irregulars = frozenset(forces["irregulars"])
        self.backing = frozenset(forces["backing"])
        self.people = frozenset(forces["people"])
        self.generic = frozenset(forces["generic"])
        self.endings: tuple[str, ...] = tuple(forces["endings"])
        self.prepositions = frozenset(data["grammar"]["prepositions"])
        self.relatives = frozenset(data["grammar"]["relatives"])
        self.third_person = frozenset(data["grammar"]["third_person"])
        self.first_person = frozenset(data["grammar"]["first_person"])
        self.determiners = frozenset(data["grammar"]["determiners"])
        self.apart = frozenset(data["grammar"]["apart"])
        self.of = frozenset(data["grammar"]["of"])
        self.by = frozenset(data["grammar"]["by"])
        self.article = frozenset(data["grammar"]["article"])
        self.small = frozenset(data["grammar"]["small"])
        self.past_endings = tuple(data["grammar"]["past_endings"])
        self.plural: str = data["grammar"]["plural"]
        self.own = {word: kind for kind, listed in data["pronouns"].items() for word in listed}
        self._names: dict[str, list[tuple[tuple[str, ...], str, SideRole]]] = {}
        for code, row in data["countries"].items():
            for name in row["names"] + row["seats"]:
                self._add(name, code, "country")
            for name in row["demonyms"]:
                self._add(name, code, "demonym")
                self._add(self.plural.format(name), code, "force")
        for code, bodies in data["bodies"].items():
            for name in bodies:
                self._add(name, code, "force")
        same: Mapping[str, str] = data["movements"]["same"]
        for name in data["movements"]["names"]:
            self._add(name, same.get(name, name), "force")
        for listed in self._names.values():
            listed.sort(key=lambda entry: -len(entry[0]))

    def _add(self, name: str, side: str, role: SideRole) -> None:
        """Add one name."""
        parts = tuple(token.lower for token in tokenise(name))
        self._names.setdefault(parts[0], []).append((parts, side, role))

    def match(self, tokens: Sequence[Token], i: int) -> tuple[int, str, SideRole] | None:
        """The longest name that begins at a token: index behind it, its side and role."""
        if not tokens[i].capitalised and tokens[i].lower not in self.small:
            return None
        for parts, side, role in self._names.get(tokens[i].lower, ()):
            end = i + len(parts)
            if end <= len(tokens) and all(
                tokens[i + k].lower == part for k, part in enumerate(parts)
            ):
                return end, side, role
        return None


@cache
def side_words(lang: str) -> SideWords:
    """The words of a language, read once."""
    return SideWords(words("sides", lang=lang))


def find_sides(tokens: Sequence[Token], *, lang: str = "en") -> tuple[Side, ...]:
    """Find every naming of a side in a sentence, in order.

    Parameters
    ----------
    tokens
        The tokens of the sentence.
    lang
        ISO 639-1 code of its language.
    """
    known = side_words(lang)
    found: list[Side] = []
    i = 0
    while i < len(tokens):
        side = _named(tokens, i, known) or _unnamed(tokens, i, known)
        if side is None:
            i += 1
            continue
        found.append(side)
        i = max(side.last, i + 1)
    return tuple(found)


def _named(tokens: Sequence[Token], i: int, known: SideWords) -> Side | None:
    """A side that is named: "Ukrainian forces", "Kyiv's troops", "Hamas", "forces of Sudan"."""
    match = known.match(tokens, i)
    if match is None:
        return _of_country(tokens, i, known) or _unlisted(tokens, i, known)
    end, name, role = match
    if _is_backer(tokens, end, known):
        return None
    if role == "demonym" and end < len(tokens) and tokens[end].lower in known.irregulars:
        return Side(i, end + 1, f"{tokens[i].text} {tokens[end].text}", "force")
    owned = end < len(tokens) and tokens[end].kind == "possessive"
    reach = 1 if role == "country" and not owned else _FORCE_REACH
    own = known.match(tokens, end + 1) if owned and end + 1 < len(tokens) else None
    if own is not None and own[2] == "force":
        return Side(i, end + 1, name, "owner")
    force = _force_end(tokens, end + owned, known, reach) if role != "force" or owned else None
    if force is not None:
        return Side(i, force, name, "force")
    if owned:
        return Side(i, end + 1, name, "owner")
    if role == "force":
        return Side(i, _force_end(tokens, end, known) or end, name, "force")
    return Side(i, end, name, role)


def _of_country(tokens: Sequence[Token], i: int, known: SideWords) -> Side | None:
    """A force whose country stands behind it: "the Armed Forces of Ukraine"."""
    if tokens[i].lower not in known.forces or i + 2 >= len(tokens):
        return None
    j = i + 1
    if tokens[j].lower not in known.of:
        return None
    j += 1 + (tokens[j + 1].lower in known.article)
    match = known.match(tokens, j) if j < len(tokens) else None
    if match is None or match[2] == "demonym":
        return None
    first = i
    while first > 0 and tokens[first - 1].capitalised and i - first < 3:
        first -= 1
    return Side(first, match[0], match[1], "force")


def _is_backer(tokens: Sequence[Token], end: int, known: SideWords) -> bool:
    """Whether a side only backs another: "Rwandan-backed rebels"."""
    hyphen = end + 1 < len(tokens) and tokens[end].text == "-"
    return hyphen and tokens[end + 1].lower in known.backing


def _unlisted(tokens: Sequence[Token], i: int, known: SideWords) -> Side | None:
    """Forces under a name that no list holds: "Tigrayan forces"; the name is as given."""
    token = tokens[i]
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is None or not token.capitalised or after.lower not in known.people:
        return None
    if token.lower in known.generic or after.capitalised or token.lower in known.forces:
        return None
    if i == 0 and not token.lower.endswith(known.endings):
        return None
    return Side(i, i + 2, token.text, "force")


def _force_end(
    tokens: Sequence[Token], i: int, known: SideWords, reach: int = _FORCE_REACH
) -> int | None:
    """Index behind the word that makes a description one of forces.

    None where it is of somebody else: "military bloggers" are no military.
    """
    end = None
    for j in range(i, min(i + reach, len(tokens))):
        low = tokens[j].lower
        if tokens[j].kind == "punct" and low != "-":
            break
        if low in known.breaks or tokens[j].kind == "possessive":
            break
        if low.endswith(known.past_endings) and low not in known.participles:
            break
        after = tokens[j + 1].lower if j + 1 < len(tokens) else ""
        if low in known.not_forces and after not in known.forces:
            return None
        if low in known.forces:
            end = j + 1
        elif end is not None:
            break
    return end


def _unnamed(tokens: Sequence[Token], i: int, known: SideWords) -> Side | None:
    """A side that another word tells: "its forces", "our units", "the enemy", "rebels"."""
    low = tokens[i].lower
    kind = known.own.get(low)
    if kind == "enemy":
        after = _force_end(tokens, i + 1, known)
        return Side(i, after or i + 1, None, "force", "enemy")
    if kind is not None:
        end = _force_end(tokens, i + 1, known)
        # "its left bank Russian troops hold": the force is named, "its" is of something else.
        if end is None or any(known.match(tokens, j) for j in range(i + 1, end)):
            return None
        return Side(i, end, None, "force", kind)
    if low in known.irregulars:
        return _irregular(tokens, i)
    return None


def _irregular(tokens: Sequence[Token], i: int) -> Side:
    """Fighters under a name that no list holds: "Karen rebels"; without one, as they are called."""
    first = i
    while first > 0 and tokens[first - 1].capitalised and i - first < 3 and first > 1:
        first -= 1
    if first == i:
        return Side(i, i + 1, tokens[i].lower, "force")
    return Side(first, i + 1, " ".join(token.text for token in tokens[first:i]), "force")
