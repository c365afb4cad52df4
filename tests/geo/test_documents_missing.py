"""Without the packages that read documents, text is read and a document says what it needs."""

from __future__ import annotations

import io
import sys
from types import ModuleType

import pytest

from geo.errors import ReportInvalid
from geo.reading.report_file import load_report

TEXT = "Sudzha is quiet tonight, and so is the road to the border."


@pytest.mark.parametrize(
    ("kind", "module", "says"),
    [
        ("page", "trafilatura", "reading web pages needs trafilatura"),
        ("page", "lxml.html", "reading web pages needs trafilatura"),
        ("pdf", "pypdf", "reading PDF needs pypdf"),
        ("word", "docx", "reading Word files needs python-docx"),
    ],
)
def test_a_missing_package_is_named_with_how_to_install_it(
    kind: str,
    module: str,
    says: str,
    made_documents: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = getattr(made_documents, kind)(TEXT, None)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ReportInvalid) as told:
        load_report("-", stdin=io.BytesIO(data))
    assert str(told.value) == f"{says}: pip install 'frontmap[documents]'"
    assert load_report("-", stdin=io.BytesIO(TEXT.encode())).text == TEXT
