"""Features of a GeoJSON text one by one, so that a file of any size needs little memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any, Final, NamedTuple, Protocol

from gazetteer.errors import GazetteerError, shortened

LONGEST_FEATURE: Final = 64 << 20
"""Letters of the longest feature that is read."""
_CHUNK: Final = 1 << 18
_FIRST_LINE: Final = 1 << 20
_NEAR_END: Final = 16


class JsonBroken(GazetteerError, ValueError):
    """A text is no JSON, or no GeoJSON; the text says where."""


class Item(NamedTuple):
    """One feature of a text, or what stands in its place."""

    where: str
    """Which feature or line it is."""
    value: Any
    """The feature as Python values; None where it is broken."""
    fault: str = ""
    """What is wrong with it."""
    text: str = ""
    """The text of a broken one."""


def _whole(digits: str) -> float:
    """Read an integer; Python refuses very long ones, which no gazetteer means."""
    return int(digits) if len(digits) < 20 else float(digits)


_DECODER: Final = json.JSONDecoder(parse_int=_whole)


class _Read(Protocol):
    def read(self, letters: int, /) -> str: ...


class _Text:
    """A JSON text of which a part is held."""

    def __init__(self, stream: _Read) -> None:
        self._stream = stream
        self._held = ""
        self._at = 0
        self._dropped = 0
        self._ended = False

    def _more(self, letters: int) -> None:
        got = self._stream.read(letters)
        self._ended = not got
        self._dropped += self._at
        self._held = self._held[self._at :] + got
        self._at = 0

    def peek(self) -> str:
        """Give the next letter that is no white space; "" at the end."""
        while True:
            while self._at < len(self._held) and self._held[self._at] in " \t\r\n\x1e\ufeff":
                self._at += 1
            if self._at < len(self._held) or self._ended:
                return self._held[self._at : self._at + 1]
            self._more(_CHUNK)

    def take(self, letter: str) -> None:
        """Pass over a letter that must come next."""
        found = self.peek()
        if found != letter:
            raise JsonBroken(self._place(f"{letter!r} is wanted, and {found or 'the end'!r} comes"))
        self._at += 1

    def value(self) -> Any:  # noqa: ANN401 - whatever stands there
        """Read one value, as much of the stream as it needs."""
        self.peek()
        while True:
            fault = ""
            try:
                value, end = _DECODER.raw_decode(self._held, self._at)
                # A number may go on behind ".", "e" or "e-".
                if end + 2 < len(self._held) or self._ended:
                    self._at = end
                    return value
            except json.JSONDecodeError as error:
                fault = error.msg
                whole = "Unterminated" not in fault and error.pos < len(self._held) - _NEAR_END
                if self._ended or whole:
                    raise JsonBroken(self._place(fault, error.pos - self._at)) from error
            except RecursionError as error:
                raise JsonBroken(self._place("it is nested too deeply")) from error
            if len(self._held) - self._at > LONGEST_FEATURE:
                raise JsonBroken(self._place(f"{fault or 'a value'}: it is far too long"))
            self._more(max(_CHUNK, len(self._held) - self._at))

    def _place(self, fault: str, further: int = 0) -> str:
        at = self._at + further
        around = shortened(self._held[at : at + 40])
        return f"{fault} at letter {self._dropped + at + 1:,}, before {around}"


class FeatureStream:
    """The features of one GeoJSON text.

    Parameters
    ----------
    stream
        The text, at its beginning.
    """

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self.members: dict[str, Any] = {}
        """What else the collection says, as far as it is read: type, crs."""

    def __iter__(self) -> Iterator[Item]:
        """Read the features; a broken line of a text with one feature a line is one broken item.

        Raises
        ------
        JsonBroken
            If the text is no GeoJSON, or a collection breaks off.
        """
        first = self._stream.readline(_FIRST_LINE)
        while first.isspace():
            first = self._stream.readline(_FIRST_LINE)
        kind = _kind(_item(first, 1).value)
        if kind == "Feature":
            yield from self._lines(first)
        else:
            yield from self._collection(_Text(_Rest(first, self._stream)))

    def _lines(self, first: str) -> Iterator[Item]:
        number = 1
        line = first
        while line:
            if line.strip(" \t\r\n\x1e"):
                yield _item(line, number)
            number += 1
            line = self._stream.readline(LONGEST_FEATURE)

    def _collection(self, text: _Text) -> Iterator[Item]:
        number = 0
        while text.peek():
            if text.peek() != "{":
                raise JsonBroken(f"it begins with {text.peek()!r}, and a GeoJSON object with '{{'")
            members: dict[str, Any] = {}
            streamed = False
            for key in _keys(text, "{", "}"):
                if key == "features" and text.peek() == "[":
                    streamed = True
                    for _ in _keys(text, "[", "]"):
                        number += 1
                        yield Item(f"feature {number}", text.value())
                else:
                    members[key] = text.value()
                    self.members.setdefault(key, members[key])
            if not streamed:
                if _kind(members) != "Feature":
                    what = shortened(str(members.get("type", "nothing")))
                    raise JsonBroken(f"its type is {what}; a FeatureCollection is wanted")
                number += 1
                yield Item(f"feature {number}", members)


class _Rest:
    """A stream of which the first letters are already read."""

    def __init__(self, first: str, stream: IO[str]) -> None:
        self._first = first
        self._stream = stream

    def read(self, letters: int, /) -> str:
        first, self._first = self._first, ""
        return first or self._stream.read(letters)


def _keys(text: _Text, opening: str, closing: str) -> Iterator[str]:
    """Walk an object or array: stops before each value, which must then be read."""
    text.take(opening)
    if text.peek() == closing:
        text.take(closing)
        return
    while True:
        key = ""
        if opening == "{":
            if text.peek() != '"':
                text.take('"')
            key = str(text.value())
            text.take(":")
        yield key
        if text.peek() == closing:
            text.take(closing)
            return
        text.take(",")


def _kind(value: object) -> str:
    return str(value.get("type")) if isinstance(value, dict) else ""


def _item(line: str, number: int) -> Item:
    where = f"line {number}"
    try:
        return Item(where, _DECODER.decode(line.strip("\x1e\ufeff \t\r\n")))
    except RecursionError:
        return Item(where, None, "it is nested too deeply", line)
    except json.JSONDecodeError as error:
        return Item(where, None, f"it is no JSON: {error.msg} at letter {error.colno}", line)
