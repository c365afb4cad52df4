"""The text of a PDF file: lines put together into paragraphs, without what repeats on pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from geo.documents.pdf_lines import Line, Setting, bullet_as_dash, paragraphs_of, setting_of
from geo.documents.prose import clean, joined

_EDGE_LINES: Final = 3
_NOTE_SIZE: Final = 0.9
_PAGE_NUMBER: Final = re.compile(
    r"(?:page|p\.|стр\.|сторінка|страница)?\s*[-–—|]?\s*(?P<number>\d{1,4})\s*"
    r"(?:(?:/|of|из|з)\s*\d{1,4})?\s*[-–—|]?",
    re.IGNORECASE,
)
_FIGURES: Final = re.compile(r"\d+")
_HYPHEN: Final = re.compile(r"(?P<first>\w+)(?P<mark>[-\u2010])$")
_WORD: Final = re.compile(r"\w+(?:[-\u2010]\w+)*")
_SOFT: Final = "\u00ad"
# Second parts before which a hyphen at the end of a line is the writer's own.
_COMPOUND: Final = frozenset(
    "armed backed based born built century controlled day directed east eastern era facing fire "
    "floor foot friendly hand held hour kilometer kilometre km largest launched led level line "
    "linked long made mile minute month north northeast northern northwest occupied old out "
    "owned party person range ranking run scale sector side sized south southeast southern "
    "southwest speaking strong style term track to trained week west western wide year".split()
)
_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’»)\]]*$")


def text_of_pages(pages: Sequence[Sequence[Line]]) -> str:
    """Put the lines of pages into one text.

    Running heads and page numbers are left out, a paragraph that a page's end cuts is joined,
    words that a line's end cuts are healed, what is set small at head and foot comes last.

    Parameters
    ----------
    pages
        The lines of each page, in reading order.
    """
    bare = without_running_heads(pages)
    setting = setting_of(bare)
    known = Counter(
        word.lower() for page in bare for line in page for word in _WORD.findall(line.text)
    )
    paragraphs: list[str] = []
    notes: list[str] = []
    for page in bare:
        body, foot = _split_notes([*paragraphs_of(page, setting)], setting)
        texts = [heal(group, known) for group in body]
        if paragraphs and texts and _goes_on(paragraphs[-1], texts[0]):
            paragraphs[-1] = _heal_pair(paragraphs[-1], texts.pop(0), known)
        paragraphs += texts
        notes += [heal(group, known) for group in foot]
    return joined(bullet_as_dash(text) for text in (*paragraphs, *notes))


def without_running_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Leave out lines at the top or foot of pages that repeat, but for figures, and page numbers.

    Parameters
    ----------
    pages
        The lines of each page.
    """
    edges = [_edge_lines(page) for page in pages]
    seen = Counter(key for lines in edges for key in {_running(line) for line in lines})
    often = {key for key, count in seen.items() if count > 1 and count * 2 >= len(pages)}
    # Left and right pages may have heads of their own.
    often |= {key for key, count in seen.items() if count > 2 and count * 3 >= len(pages)}
    kept = []
    for number, (page, lines) in enumerate(zip(pages, edges, strict=True), 1):
        doomed = {
            id(line)
            for line in lines
            if _running(line) in often or _numbers_page(line, number, len(pages))
        }
        kept.append([line for line in page if id(line) not in doomed])
    return kept


def _edge_lines(page: Sequence[Line]) -> list[Line]:
    """The lines at the top and the foot of a page."""
    ordered = sorted(page, key=lambda line: -line.y_pt)
    if len(ordered) <= 2 * _EDGE_LINES:
        return ordered
    return ordered[:_EDGE_LINES] + ordered[-_EDGE_LINES:]


def _running(line: Line) -> tuple[str, int]:
    """What makes two lines of different pages the same: words, without figures, and height."""
    return _FIGURES.sub("#", " ".join(line.text.split())).casefold(), round(line.y_pt / 4)


def _numbers_page(line: Line, number: int, pages: int) -> bool:
    """Whether a line is a page's number and nothing else."""
    found = _PAGE_NUMBER.fullmatch(line.text.strip())
    if found is None:
        return False
    bare = line.text.strip().isdigit()
    return not bare or int(found["number"]) == number or pages > 1


def _split_notes(
    groups: list[tuple[Line, ...]], setting: Setting
) -> tuple[list[tuple[Line, ...]], list[tuple[Line, ...]]]:
    """Part a page's paragraphs from what is set smaller above and below them: heads and notes."""
    small = [all(line.size_pt < _NOTE_SIZE * setting.size_pt for line in group) for group in groups]
    if all(small):
        return groups, []
    first, last = small.index(False), len(small) - small[::-1].index(False)
    return groups[first:last], groups[:first] + groups[last:]


def _goes_on(before: str, after: str) -> bool:
    """Whether a page's last paragraph goes on with the first of the next page."""
    if after.startswith("- ") or _SENTENCE_END.search(before):
        return False
    return before.endswith(("-", ",", _SOFT, "\u2010")) or after[:1].islower()


def heal(lines: Sequence[Line], known: Counter[str]) -> str:
    """Put the lines of a paragraph together, with words that their ends cut made whole.

    Parameters
    ----------
    lines
        The lines.
    known
        How often the document has each word, in small letters.
    """
    text = ""
    for line in lines:
        text = _heal_pair(text, line.text, known) if text else line.text
    return text


def _heal_pair(before: str, after: str, known: Counter[str]) -> str:
    """Join two lines: without the hyphen of a cut word, with the one of a compound."""
    if before.endswith(_SOFT):
        return before[:-1] + after
    cut = _HYPHEN.search(before)
    second = re.match(r"\w+", after)
    if cut is None or second is None:
        return f"{before} {after}"
    first, rest = cut["first"], second[0]
    whole, compound = clean(first + rest).lower(), clean(f"{first}-{rest}").lower()
    if first[-1].isdigit() or not rest[0].islower() or known[compound] > known[whole]:
        return before + after
    if known[whole] or rest not in _COMPOUND:
        return before[: -len(cut["mark"])] + after
    return before + after
