"""What a web page states of itself: title, day of publication, publisher, language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from geo.documents.document import day_of, language_of, line_of
from geo.documents.third_party import Node

_TITLES: Final = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title")
_DAYS: Final = (
    "article:published_time", "og:published_time", "datepublished", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "citation_publication_date",
    "parsely-pub-date", "sailthru.date", "publishdate", "pubdate", "date",
)  # fmt: skip
_SOURCES: Final = ("og:site_name", "dc.publisher", "dcterms.publisher", "application-name")
_DEPTH: Final = 6
_LINKED_LIMIT: Final = 2_000_000


def page_title(tree: Node) -> str | None:
    """Give the headline that a page states: its own metadata, else its heading, else its title.

    Parameters
    ----------
    tree
        The page.
    """
    metas = _metas(tree)
    stated = [metas.get(key) for key in _TITLES]
    linked = [_text(entry.get("headline")) for entry in _linked(tree)]
    headings = [heading.text_content() for heading in tree.iter("h1")]
    heading = headings[0] if len(headings) == 1 else None
    named = [title.text_content() for title in tree.iter("title")][:1]
    return next(filter(None, map(line_of, (*stated, *linked, heading, *named))), None)


def page_day(tree: Node) -> tuple[str | None, str | None]:
    """Give the day of publication that a page states, and where it does; None and None if nowhere.

    Parameters
    ----------
    tree
        The page.
    """
    metas = _metas(tree)
    found: list[tuple[str | None, str]] = [(metas.get(key), key) for key in _DAYS]
    found[1:1] = [(_text(entry.get("datePublished")), "JSON-LD") for entry in _linked(tree)]
    found += _marked_times(tree)
    for text, where in found:
        day = day_of(text)
        if day:
            return day, f"web page's metadata ({where})"
    return None, None


def page_source(tree: Node) -> str | None:
    """Give who published a page: its site's name, its publisher, else the host of its address.

    Parameters
    ----------
    tree
        The page.
    """
    metas = _metas(tree)
    stated = [metas.get(key) for key in _SOURCES]
    linked = [_name(entry.get("publisher")) for entry in _linked(tree)]
    named = next(filter(None, map(line_of, (*stated[:1], *linked, *stated[1:]))), None)
    if named:
        return named
    canonical = [link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"]
    for address in (*canonical, metas.get("og:url")):
        try:
            host = urlsplit(address or "").hostname
        except ValueError:
            continue
        if host:
            return line_of(host.removeprefix("www."))
    return None


def page_language(tree: Node) -> str | None:
    """Give the language that a page says it is in.

    Parameters
    ----------
    tree
        The page.
    """
    metas = _metas(tree)
    root = next(tree.iter("html"), None)
    own = root.get("lang") if root is not None else None
    stated = (own, metas.get("og:locale"), metas.get("content-language"), metas.get("dc.language"))
    return next(filter(None, map(language_of, stated)), None)


def _metas(tree: Node) -> Mapping[str, str]:
    """The values of the page's `meta` elements by their key in small letters, the first of each."""
    values: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = meta.get("content")
        for kind in ("property", "name", "itemprop", "http-equiv"):
            key = (meta.get(kind) or "").strip().lower()
            if key and content and content.strip():
                values.setdefault(key, content)
    return values


def _marked_times(tree: Node) -> Iterator[tuple[str | None, str]]:
    """Times marked as the publication's, then the first of an article."""
    for marked in tree.iter("time", "span", "div", "p", "abbr"):
        if (marked.get("itemprop") or "").lower() == "datepublished" or "pubdate" in marked.attrib:
            yield marked.get("datetime") or marked.get("content"), "marked time"
    for article in tree.iter("article", "main", "header"):
        for time in article.iter("time"):
            yield time.get("datetime"), "time element"


def _linked(tree: Node) -> list[Mapping[str, Any]]:
    """The articles that the page describes in JSON-LD."""
    found: list[Mapping[str, Any]] = []
    for script in tree.iter("script"):
        text = script.text or ""
        if (script.get("type") or "").lower() == "application/ld+json" and len(
            text
        ) < _LINKED_LIMIT:
            try:
                found += _articles(json.loads(text), _DEPTH)
            except (ValueError, RecursionError):
                continue
    return found


def _articles(value: object, depth: int) -> Iterator[Mapping[str, Any]]:
    """The objects with a headline or a day of publication in a JSON-LD value."""
    if depth and isinstance(value, list):
        for entry in value:
            yield from _articles(entry, depth - 1)
    elif depth and isinstance(value, dict):
        if "headline" in value or "datePublished" in value:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _articles(value.get(key), depth - 1)


def _name(value: object) -> str | None:
    """The name of a JSON-LD person or organisation, or of the first of several."""
    if isinstance(value, list):
        value = next(iter(value), None)
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def hidden(attributes: Mapping[str, str], *, classes: Iterable[str]) -> bool:
    """Tell whether an element's attributes hide it from those who see the page.

    Parameters
    ----------
    attributes
        Its attributes.
    classes
        Names of classes that hide by custom.
    """
    style = "".join(attributes.get("style", "").lower().split())
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden", "").lower() == "true"
        or "display:none" in style
        or "visibility:hidden" in style
        or not set(attributes.get("class", "").lower().split()).isdisjoint(classes)
    )
