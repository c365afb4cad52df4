"""Numbers with their units and hedges: `roughly 15 kilometers`, `10–15 km`, `half a mile (0.8 km)`.

Which words these are stands in the language's `quantities.toml`; the code knows only how a
quantity is put together: hedge, number or range, unit, and the same again in a second unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from geo.reading.grammar.phrases import Phrases, key, phrases
from geo.reading.numerals import read_digits
from geo.reading.statement import Quantity
from geo.reading.tokens import Token
from geo.reading.words import words

_MAX_HEDGES: Final = 3
# Which class of number word may stand behind which, so that "one two" is not three.
_MAY_FOLLOW: Final = {
    "": frozenset({"unit", "tens"}),
    "unit": frozenset({"scale"}),
    "tens": frozenset({"unit", "scale"}),
    "scale": frozenset({"unit", "tens", "scale"}),
}


@dataclass(frozen=True, slots=True)
class QuantitySpan:
    """A quantity in a run of tokens."""

    first: int
    """Index of its first token, hedge included."""
    last: int
    """Index of its last token."""
    dimension: str
    """`length`, `area`, `share`, `number`, or `most` of something."""
    quantity: Quantity
    """The quantity as written."""
    within: bool = False
    """Whether its hedge makes it a bound to stay inside of."""


@dataclass(frozen=True, slots=True)
class _Number:
    value: float
    end: int
    hedge: str | None = None


class QuantityReader:
    """Finds quantities in tokens by the words of one language."""

    def __init__(self, lang: str) -> None:
        tables = words("quantities", lang=lang)
        numbers = tables["numbers"]
        self._units = Phrases(
            (phrase, (dimension, unit))
            for dimension, units in tables["units"].items()
            for unit, listed in units.items()
            for phrase in listed
        )
        self._words: dict[str, int] = numbers["words"]
        self._tens: dict[str, int] = numbers["tens"]
        self._scales: dict[str, int] = numbers["scales"]
        self._articles = frozenset(numbers["articles"])
        self._number_joins = frozenset(numbers["joins"])
        self._phrases = Phrases(numbers["phrases"].items())
        self._vague = Phrases(numbers["vague"].items())
        self._additions = Phrases(numbers["additions"].items())
        self._parts = Phrases(numbers["parts"].items())
        self._shares = Phrases(numbers["shares"].items())
        self._most = Phrases(numbers["most"].items())
        self._after_unit = Phrases(tables["after_unit"].items())
        self._marks = phrases(
            {
                "between": tables["ranges"]["between"],
            }
        )
        self._between_joins = phrases({"join": tables["ranges"]["between_joins"]})
        self._joins = phrases({"join": tables["ranges"]["joins"]})
        self._opens = phrases({"open": tables["pairs"]["open"]})
        self._closes = dict(tables["pairs"]["close"])
        self._hedges = phrases(
            {"within": tables["hedges"]["within"], "before": tables["hedges"]["before"]}
        )
        self._suffixes = phrases({"suffix": tables["hedges"]["suffixes"]})
        self._hedges_after = phrases({"after": tables["hedges"]["after"]})

        tables_of_starts = (
            self._phrases, self._vague, self._parts, self._shares, self._marks, self._hedges,
            self._most,
        )  # fmt: skip
        self._starts = frozenset({*self._words, *self._tens, *self._articles}).union(
            *(table.starts for table in tables_of_starts)
        )

    def at(self, tokens: Sequence[Token], keys: Sequence[str], i: int) -> QuantitySpan | None:
        """Read the quantity that begins at token `i`, if one does.

        Parameters
        ----------
        tokens
            Tokens of one sentence.
        keys
            Their look-up forms, in step; an empty form is never part of a quantity.
        i
            Index of the token that it must begin at.
        """
        if tokens[i].kind != "number" and keys[i] not in self._starts:
            return None
        most = self._most.at(keys, i)
        if most is not None:
            share = Quantity(float(most[0]), "share", text=_text(tokens, i, most[1]).lower())
            return QuantitySpan(i, most[1] - 1, "most", share)
        start, within = self._hedge(keys, i)
        found = self._measured(tokens, keys, start)
        if found is None and start > i:
            found = self._measured(tokens, keys, i)
            start, within = i, False
        if found is None:
            return None
        hedge = " ".join(keys[i:start]).replace(" .", ".") if start > i else None
        quantity = found.quantity
        after = self._hedges_after.at(keys, found.last + 1)
        last = found.last
        if after is not None and found.dimension != "number":
            hedge = " ".join(filter(None, (hedge, " ".join(keys[last + 1 : after[1]]))))
            last = after[1] - 1
        hedge = " ".join(filter(None, (hedge, quantity.hedge))) or None
        quantity = replace(quantity, hedge=hedge)
        return replace(found, first=i, last=last, quantity=quantity, within=within)

    def _hedge(self, keys: Sequence[str], i: int) -> tuple[int, bool]:
        """Skip hedges from `i`: the index behind them, and whether one bounds."""
        within = False
        for _ in range(_MAX_HEDGES):
            found = self._hedges.at(keys, i)
            if found is None:
                break
            within = within or found[0] == "within"
            i = found[1]
        return i, within

    def hedge_before(self, keys: Sequence[str], i: int) -> tuple[str | None, int]:
        """Give the hedge that ends right before `i`, and the index that it begins at.

        Parameters
        ----------
        keys
            Look-up forms of the tokens.
        i
            Index of what it hedges.
        """
        for start in range(max(0, i - _MAX_HEDGES - 1), i):
            if self._hedge(keys, start)[0] == i:
                return " ".join(keys[start:i]), start
        return None, i

    def _measured(
        self, tokens: Sequence[Token], keys: Sequence[str], i: int
    ) -> QuantitySpan | None:
        """Read number or range, unit and pair from `i`."""
        span = self._range(tokens, keys, i) or self._single(tokens, keys, i)
        if span is None or span.dimension not in ("length", "area"):
            return span
        return self._paired(tokens, keys, span)

    def _range(self, tokens: Sequence[Token], keys: Sequence[str], i: int) -> QuantitySpan | None:
        """Read `10 to 15 km`, `between 10 and 15 km` or `10 km to 15 km`."""
        mark = self._marks.at(keys, i)
        start = mark[1] if mark else i
        low = self._number(tokens, keys, start)
        if low is None:
            return None
        unit = self._unit(tokens, keys, low.end)
        join = (self._between_joins if mark else self._joins).at(keys, unit[2] if unit else low.end)
        high = self._number(tokens, keys, join[1]) if join else None
        if high is None or not high.value > low.value:
            return None
        unit_high = self._unit(tokens, keys, high.end)
        if unit and (unit_high is None or unit_high[:2] != unit[:2]):
            return None
        if unit_high is None and mark:
            return None
        dimension, code, end = unit_high or ("number", "count", high.end)
        scale = 100.0 if code == "percent" else 1.0
        quantity = Quantity(
            value=low.value / scale,
            value_max=high.value / scale,
            unit="share" if dimension == "share" else code,
            text=_text(tokens, start, high.end),
        )
        return QuantitySpan(i, end - 1, dimension, quantity)

    def _single(self, tokens: Sequence[Token], keys: Sequence[str], i: int) -> QuantitySpan | None:
        """Read one number with its unit, a share, or a bare number."""
        number = self._number(tokens, keys, i)
        unit = self._unit(tokens, keys, number.end) if number else None
        if number is None or unit is None:
            part = self._parts.at(keys, i) or self._article(keys, i)
            part_unit = self._unit(tokens, keys, part[1]) if part else None
            if part is not None and part_unit is not None and part_unit[0] != "share":
                number, unit = _Number(part[0], part[1]), part_unit
        share = self._shares.at(keys, i) if unit is None else None
        if share is not None:
            quantity = Quantity(share[0], "share", text=_text(tokens, i, share[1]))
            return QuantitySpan(i, share[1] - 1, "share", quantity)
        if number is None:
            return None
        if unit is None:
            quantity = Quantity(
                number.value, "count", hedge=number.hedge, text=_text(tokens, i, number.end)
            )
            return QuantitySpan(i, number.end - 1, "number", quantity)
        dimension, code, end = unit
        value = number.value
        more = self._after_unit.at(keys, end)
        if more is not None:
            value, end = value + more[0], more[1]
        if dimension == "share":
            value, code = value / 100, "share"
        quantity = Quantity(value, code, hedge=number.hedge, text=_text(tokens, i, number.end))
        return QuantitySpan(i, end - 1, dimension, quantity)

    def _article(self, keys: Sequence[str], i: int) -> tuple[float, int] | None:
        """Read `a` as one."""
        return (1.0, i + 1) if i < len(keys) and keys[i] in self._articles else None

    def _unit(
        self, tokens: Sequence[Token], keys: Sequence[str], i: int
    ) -> tuple[str, str, int] | None:
        """Read a unit at `i`, with or without a hyphen: dimension, code, index behind it."""
        if i < len(keys) and keys[i] == "-":
            i += 1
        found = self._units.at(keys, i)
        if found is None:
            return None
        (dimension, code), end = found
        single = end == i + 1 and len(keys[i]) == 1 and tokens[i].kind == "word"
        if single and not tokens[i].text.islower():
            return None
        return dimension, code, end

    def _paired(
        self, tokens: Sequence[Token], keys: Sequence[str], span: QuantitySpan
    ) -> QuantitySpan:
        """Add the same quantity in a second unit, where one follows."""
        opened = self._opens.at(keys, span.last + 1)
        if opened is None:
            return span
        start, _ = self._hedge(keys, opened[1])
        second = self._range(tokens, keys, start) or self._single(tokens, keys, start)
        if second is None or second.dimension != span.dimension:
            return span
        if second.quantity.unit == span.quantity.unit:
            return span
        end = second.last
        after = keys[end + 1] if end + 1 < len(keys) else ""
        mark, alone = keys[span.last + 1], opened[1] == span.last + 2
        if after and after == self._closes.get(mark):
            end += 1
        elif alone and mark in self._closes and (after or mark == ","):
            return span
        paired = (second.quantity.value, second.quantity.unit)
        return replace(span, last=end, quantity=replace(span.quantity, paired=paired))

    def _number(self, tokens: Sequence[Token], keys: Sequence[str], i: int) -> _Number | None:
        """Read a number in digits or words."""
        if i >= len(keys):
            return None
        vague = self._vague.at(keys, i)
        fixed = self._phrases.at(keys, i)
        if vague is not None and (fixed is None or vague[1] >= fixed[1]):
            return _Number(float(vague[0]), vague[1], " ".join(keys[i : vague[1]]))
        if fixed is not None:
            return _Number(float(fixed[0]), fixed[1])
        digits = tokens[i].kind == "number"
        read = read_digits(tokens, i) if digits else None
        number = _Number(*read) if read else None if digits else self._spelled(keys, i)
        if number is None:
            return None
        suffix = self._suffixes.at(keys, number.end)
        if suffix is not None:
            hedge = " ".join(keys[number.end : suffix[1]]).removeprefix("- ")
            return _Number(number.value, suffix[1], hedge)
        scale = self._scales.get(keys[number.end]) if number.end < len(keys) else None
        if scale is not None and digits:
            number = _Number(number.value * scale, number.end + 1)
        more = self._additions.at(keys, number.end)
        return _Number(number.value + more[0], more[1]) if more else number

    def _spelled(self, keys: Sequence[str], i: int) -> _Number | None:
        """Read `twenty-five`, `a hundred and twenty`, `two dozen`."""
        if keys[i] in self._articles and i + 1 < len(keys) and keys[i + 1] in self._scales:
            total, current, end, last = 0.0, 1.0, i + 1, "unit"
        else:
            total, current, end, last = 0.0, 0.0, i, ""
        at = end
        while at < len(keys):
            word, kind = keys[at], self._class(keys[at])
            if kind in _MAY_FOLLOW[last]:
                if kind == "scale":
                    current *= self._scales[word]
                    if self._scales[word] >= 1000:
                        total, current = total + current, 0.0
                else:
                    current += self._words.get(word, self._tens.get(word, 0))
                at, last = at + 1, kind
                end = at
            elif last and self._goes_on(keys, at):
                at += 1
            else:
                break
        return _Number(total + current, end) if last and end > i else None

    def _class(self, word: str) -> str:
        """Tell a word for 0 to 19 from one for tens or a scale."""
        if word in self._words:
            return "unit"
        if word in self._tens:
            return "tens"
        return "scale" if word in self._scales else "other"

    def _goes_on(self, keys: Sequence[str], i: int) -> bool:
        """Whether the mark at `i` joins two parts of one spelled number."""
        after = self._class(keys[i + 1]) if i + 1 < len(keys) else ""
        if keys[i] == "-":
            return keys[i - 1] in self._tens and after == "unit"
        scaled = self._scales.get(keys[i - 1], 0) >= 100
        return keys[i] in self._number_joins and scaled and after in ("unit", "tens")


@lru_cache(maxsize=8)
def quantity_reader(lang: str) -> QuantityReader:
    """Give the reader of a language, made once.

    Parameters
    ----------
    lang
        ISO 639-1 code; a language without rules of its own is read with the English ones.
    """
    return QuantityReader(lang)


def find_quantities(tokens: Sequence[Token], *, lang: str = "en") -> tuple[QuantitySpan, ...]:
    """Find every quantity of a run of tokens, left to right, none overlapping.

    Parameters
    ----------
    tokens
        Tokens of one sentence or text.
    lang
        ISO 639-1 code of the language.
    """
    reader = quantity_reader(lang)
    keys = [key(token) for token in tokens]
    found = []
    i = 0
    while i < len(tokens):
        span = reader.at(tokens, keys, i)
        if span is not None:
            found.append(span)
            i = span.last
        i += 1
    return tuple(found)


def _text(tokens: Sequence[Token], start: int, end: int) -> str:
    """Give tokens as written, single spaces for gaps."""
    parts = []
    for k in range(start, end):
        if k > start and tokens[k].start > tokens[k - 1].end:
            parts.append(" ")
        parts.append(tokens[k].text)
    return "".join(parts)
