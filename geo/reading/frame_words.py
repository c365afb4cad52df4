"""The words by which a text attributes speech, and how firm a speaker's word is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from geo.reading.words import words

QUOTES: Final = frozenset('"“”„«»')
Strength = Literal["relayed", "claimed", "assessed", "geolocated", "denied"]


@dataclass(slots=True)
class Frame:
    """Somebody's speech inside a sentence; its scope shrinks while the sentence is read."""

    low: int
    """Index of the first token of what is said."""
    high: int
    """Index behind its last token."""
    speaker: str
    """Who says so; empty where the text does not tell."""
    verb: str
    """The verb, or the noun or adverb in its place, as written."""
    strength: Strength
    """How firm this link is by itself."""
    verb_at: int
    """Index of the verb's token."""
    negated: bool = False
    """Whether the speaker says that it is not so."""
    agent: bool = True
    """Whether the speaker is somebody rather than footage or a map."""
    inner: bool = False
    """Whether it is the source of the one who speaks."""
    wide: bool = False
    """Whether what is said stands before the speaker."""


@dataclass(frozen=True, slots=True)
class FrameWords:
    """The words of a language that open and close speech."""

    verbs: dict[str, frozenset[str]]
    sets: dict[str, frozenset[str]]
    demonyms: frozenset[str]
    endings: dict[str, tuple[str, ...]]
    """By form of a word: the letters in which such words end."""

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.sets[name]


@cache
def frame_words(lang: str) -> FrameWords:
    """The words of a language, read once."""
    data = words("attribution", lang=lang)
    kinds = ("say", "assess", "deny", "evidence", "publish", "doubt", "perceive")
    verbs: dict[str, set[str]] = {}
    for kind in kinds:
        for form in data["verbs"][kind]:
            verbs.setdefault(form, set()).add(kind)
    sets = {
        name: frozenset(listed)
        for part in ("verbs", "nouns", "hedges", "clauses", "speakers", "particles")
        for name, listed in data[part].items()
        if name not in kinds and name != "kin"
    }
    sets["evidence"] = frozenset(data["nouns"]["evidence"])
    sets["aux"] = sets["be"] | sets["have"] | sets["do"] | sets["modals"] | sets["negations"]
    sides = words("sides", lang=lang)["countries"].values()
    demonyms = frozenset(name.casefold() for side in sides for name in side["demonyms"])
    endings = {form: tuple(listed) for form, listed in data["endings"].items()}
    return FrameWords({form: frozenset(k) for form, k in verbs.items()}, sets, demonyms, endings)


def strength_of(speaker: str, *, judges: bool, known: FrameWords) -> Strength:
    """How firm somebody's word is by itself.

    Parameters
    ----------
    speaker
        The speaker's name.
    judges
        Whether the verb is one of judgement, as "assessed".
    known
        The words of the language.
    """
    plain = speaker.casefold().translate(str.maketrans("-()’'", "     "))
    name = f" {' '.join(plain.split())} "

    def has(listed: Iterable[str]) -> bool:
        return any(f" {word} " in name for word in listed)

    if has(known["assessing"]):
        return "assessed"
    if has(known["partisan"]):
        return "claimed"
    if judges:
        return "assessed"
    return "relayed" if has(known["relaying"]) else "claimed"
