"""The packages that read documents: loaded when one is read, kept quiet, their failures told."""

from __future__ import annotations

import importlib
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from geo.errors import ReportInvalid

Node = Any
"""An element of an XML or HTML tree of lxml, which carries no types."""
Package = Any
"""An object of a package that reads documents, which is imported only when it is needed."""
_LOGGERS: Final = ("pypdf", "trafilatura", "htmldate", "charset_normalizer")


@contextmanager
def needing(package: str, *, what: str) -> Iterator[None]:
    """Say what to install where a package that reads documents cannot be imported.

    Parameters
    ----------
    package
        The distribution that is imported within.
    what
        What it reads, such as `PDF`.

    Raises
    ------
    ReportInvalid
        If it is not installed.
    """
    try:
        with warnings.catch_warnings():
            # What the packages say to those who develop them.
            warnings.simplefilter("ignore")
            yield
    except ImportError as error:
        raise ReportInvalid(
            f"reading {what} needs {package}: pip install 'frontmap[documents]'"
        ) from error


def lxml_module(name: str) -> Package:
    """Import a module of lxml, which comes with the packages that read web pages and Word files.

    Parameters
    ----------
    name
        `etree` or `html`.
    """
    return importlib.import_module(f"lxml.{name}")


@contextmanager
def guarded(label: str, what: str) -> Iterator[None]:
    """Turn whatever a reader of documents does not survive into one sentence.

    Parameters
    ----------
    label
        What to call the file.
    what
        What it is: `PDF file`.

    Raises
    ------
    ReportInvalid
        If the reader fails.
    """
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL + 1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except ReportInvalid:
        raise
    except Exception as error:
        # A broken file may make a reader raise anything.
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise ReportInvalid(f"{label} is a broken {what}: {reason}") from error
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
