"""Web pages: their article, what they say of themselves, what nobody sees, any encoding."""

from __future__ import annotations

import io
import socket
from pathlib import Path
from typing import Any

import pytest

from geo.errors import ReportInvalid
from geo.reading.report import Report
from geo.reading.report_file import load_report

BODY = (
    "<p>Russian forces attacked near Malaya Loknya on the same day but did not advance, a "
    "spokesman said in the morning.</p><p>The note adds that Martynovka, northeast of Sudzha, is "
    "held by Ukrainian troops, and that nobody has seen the road to the border since then.</p>"
)
RUSSIAN = (
    "<p>Противник атаковал в районе населённого пункта Мартыновка и отошёл на исходные позиции.</p>"
    "<p>Под Суджей идут бои, сообщает канал. Дорога к границе под обстрелом с воскресенья.</p>"
)


LINKED = '<script type="application/ld+json">'


def loaded(page: str | bytes, **options: Any) -> Report:
    data = page if isinstance(page, bytes) else page.encode()
    return load_report("-", stdin=io.BytesIO(data), **options)


def article(inner: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body><article>{inner}</article></body></html>"


def test_metadata_are_read_and_options_win() -> None:
    page = f"""<!DOCTYPE html><html lang="en-GB"><head><title>A long night | The Sample</title>
    <meta property="og:title" content="A long night">
    <meta property="og:site_name" content="The Sample &amp; Sons">
    <meta property="article:published_time" content="2025-01-05T23:40:00-05:00">
    </head><body><article>{BODY}</article></body></html>"""
    report = loaded(page)
    assert (report.title, report.source, report.lang) == ("A long night", "The Sample & Sons", "en")
    # The day where it was written, not the one in Greenwich.
    assert report.date == "2025-01-05"
    assert report.date_basis == "web page's metadata (article:published_time)"
    assert report.extracted_from == "html"
    told = loaded(page, title="Mine", date="2024-12-31", source="Me")
    assert (told.title, told.date, told.date_basis, told.source) == (
        "Mine", "2024-12-31", "option", "Me",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("head", "inner", "day"),
    [
        (f"{LINKED}{{'@graph': [{{}}, {{'headline': 'H', 'datePublished': '2025-02-03T10:00Z'}}]}}"
         .replace("'", '"') + "</script>", "", "2025-02-03"),
        ("", '<time datetime="2025-03-04T08:00">4 March</time>', "2025-03-04"),
        ("", '<span itemprop="datePublished" content="2025-03-05">x</span>', "2025-03-05"),
        ('<meta name="DC.date.issued" content="2025-04-05">', "", "2025-04-05"),
        ('<meta name="date" content="2025-02-30">', "", None),
        ('<script type="application/ld+json">{"headline": [[[[</script>', "", None),
    ],
)  # fmt: skip
def test_the_day_of_publication_is_found_where_pages_state_it(
    head: str, inner: str, day: str | None
) -> None:
    assert loaded(article(inner + BODY, head)).date == day


def test_the_page_s_day_goes_before_one_in_the_text_and_the_text_s_header_before_it() -> None:
    head = '<meta property="article:published_time" content="2025-01-06">'
    dated = loaded(article(f"<p>January 5, 2025</p>{BODY}", head))
    assert dated.date == "2025-01-06"
    headed = loaded(article(f"<p>Date: 2025-01-07<br>Source: Desk</p>{BODY}", head))
    assert (headed.date, headed.date_basis, headed.source) == ("2025-01-07", "header", "Desk")


def test_what_nobody_sees_is_no_text() -> None:
    page = f"""<!doctype html><html><head><style>p {{content: "Styleville"}}</style>
    <title>T</title></head><body><nav><a href="/">Navtown</a></nav>
    <div role="navigation">Roletown</div>
    <article><h1>Night</h1>{BODY}
    <script>document.write("Scriptville")</script><noscript>Noscriptville</noscript>
    <p hidden>Hiddenville</p><p style="display: none">Nonetown</p>
    <p aria-hidden="true">Ariatown</p><span class="sr-only">Readertown</span>
    <template><p>Templatetown</p></template><!-- Commentville -->
    <textarea>Areatown</textarea><svg><text>Vectortown</text></svg></article>
    <aside>Asidetown</aside><footer>Foottown</footer></body></html>"""
    text = loaded(page).text
    assert "Malaya Loknya" in text
    assert text.startswith("Night\n\nRussian forces")
    for unseen in ("ville", "Navtown", "Roletown", "Nonetown", "Ariatown", "Readertown",
                   "Templatetown", "Areatown", "Vectortown", "Asidetown", "Foottown"):  # fmt: skip
        assert unseen not in text


def test_marks_of_typesetting_become_plain_text() -> None:
    inner = (
        "<p>Bol&shy;shoye Sol&#8203;datskoye is 17&nbsp;km<sup>[3]</sup> from the bor&shy;der;"
        " 1&nbsp;200&nbsp;troops ﬁght for 12 km<sup>2</sup><sup>4</sup> of ﬂat ground.</p>"
    )
    text = loaded(article(inner + BODY)).text
    assert "Bolshoye Soldatskoye is 17 km from the border;" in text
    assert "1\u00a0200 troops fight for 12 km² of flat ground." in text


def test_lists_tables_and_line_breaks_stay_apart() -> None:
    inner = (
        f"{BODY}<ul><li>Sudzha: quiet</li><li>Berdin: fighting</li></ul>"
        "<table><tr><th>Place</th><th>Side</th></tr><tr><td>Korenevo</td><td>RU</td></tr></table>"
        "<p>One line<br>and another line of the same verse, as a poet would set it.</p>"
    )
    text = loaded(article(inner)).text
    assert "\n\n- Sudzha: quiet\n- Berdin: fighting\n\n" in text
    assert "Place | Side\n\nKorenevo | RU\n\n" in text
    assert text.endswith("One line\nand another line of the same verse, as a poet would set it.")


@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html><title>T</title><body><div>Sudzha is quiet.<div>Berdin is not.</div></div>",
        "<html><body>Sudzha is quiet.<br><br>Berdin is not.</body></html>",
        "<!doctype html><body><form action=/>Sudzha is quiet.<p>Berdin is not.</p></form></body>",
    ],
)
def test_a_page_without_an_article_gives_what_it_shows(page: str) -> None:
    text = loaded(page).text
    assert "Sudzha is quiet." in text
    assert "Berdin is not." in text


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "windows-1251"),
        ("utf-8", ""),
        ("utf-8-sig", "koi8-r"),
        ("utf-16", ""),
        ("cp1251", "windows-1251"),
        ("cp1251", "utf-8"),
        ("cp1251", "iso-8859-1"),
        ("cp1251", ""),
        ("koi8-r", ""),
        ("koi8-r", "koi8-r"),
        ("cp866", "no-such-charset"),
        ("cp1251", "hex"),
    ],
)
def test_russian_pages_are_read_in_any_encoding(encoding: str, declared: str) -> None:
    head = f'<meta charset="{declared}">' if declared else ""
    report = loaded(article(RUSSIAN, f"{head}<title>Сводка за ночь</title>").encode(encoding))
    assert report.title == "Сводка за ночь"
    assert "Под Суджей идут бои" in report.text
    assert report.lang == "ru"


def test_a_western_page_that_says_nothing_is_one_of_windows() -> None:
    page = article(f"<p>Café “Łódź”</p>{BODY}".replace("Łódź", "Zürich")).encode("cp1252")
    assert "Café “Zürich”" in loaded(page).text


def test_a_page_cut_within_a_letter_is_still_utf8() -> None:
    page = article(RUSSIAN, '<meta charset="utf-8">').split("воскресенья")[0].encode() + b"\xd0"
    assert "Под Суджей идут бои" in loaded(page).text


def test_a_language_that_the_letters_deny_does_not_count() -> None:
    assert loaded(f'<!doctype html><html lang="en"><body>{RUSSIAN}</body></html>').lang == "ru"
    assert loaded(f'<!doctype html><html lang="ru"><body>{BODY}</body></html>').lang == "en"
    assert loaded(f'<!doctype html><html lang="de"><body>{BODY}</body></html>').lang == "de"


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    page = tmp_path / "report.txt"
    page.write_text(article(BODY), encoding="utf-8")
    assert load_report(page).extracted_from == "html"
    mislabelled = tmp_path / "report.pdf"
    mislabelled.write_text(article(BODY), encoding="utf-8")
    assert load_report(mislabelled).extracted_from == "html"
    fragment = tmp_path / "fragment.htm"
    fragment.write_text(BODY, encoding="utf-8")
    assert load_report(fragment).extracted_from == "html"
    plain = tmp_path / "plain.html"
    plain.write_text("Sudzha is < 10 km from the border, and so on & on.", encoding="utf-8")
    report = load_report(plain)
    assert report.extracted_from is None
    assert report.text == "Sudzha is < 10 km from the border, and so on & on."


@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html><html><body></body></html>",
        "<!doctype html><html><body><script>render('Sudzha')</script></body></html>",
        "<html></html>",
        "<!doctype html>",
        "<!doctype html>" + "<div>" * 100_000,
    ],
    ids=["empty", "script", "bare", "doctype", "deep"],
)
def test_a_page_that_shows_no_text_is_refused_in_one_sentence(page: str, tmp_path: Path) -> None:
    path = tmp_path / "app.html"
    path.write_text(page, encoding="utf-8")
    with pytest.raises(ReportInvalid, match=r"app\.html' is a (web page that|broken web)") as told:
        load_report(path)
    assert "\n" not in str(told.value)


def test_nothing_outside_the_page_is_fetched_or_opened(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a page asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    secret = tmp_path / "secret.txt"
    secret.write_text("Secretville", encoding="utf-8")
    page = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html SYSTEM "http://192.0.2.1/x.dtd" '
        f'[<!ENTITY e SYSTEM "{secret.as_uri()}">]><html><head>'
        '<link rel="stylesheet" href="http://192.0.2.1/x.css"><base href="http://192.0.2.1/">'
        f'</head><body><article>{BODY}<p>Here &e; it is.</p><img src="http://192.0.2.1/x.png">'
        '<iframe src="http://192.0.2.1/"></iframe></article></body></html>'
    )
    text = loaded(page).text
    assert "Malaya Loknya" in text
    assert "Secretville" not in text


def test_elements_nested_deeper_than_code_may_call_itself_are_read() -> None:
    deep = "<div>" * 1500 + "<p>Sudzha is quiet tonight.</p>" + "</div>" * 1500
    assert "Sudzha is quiet tonight." in loaded(f"<!doctype html><body>{deep}</body>").text


@pytest.mark.slow
def test_a_page_too_long_for_an_article_is_read_whole() -> None:
    many = article(f"<p>The first.</p>{BODY * 12_000}<p>The last.</p>")
    text = loaded(many).text
    assert text.count("Malaya Loknya") == 12_000
    assert text.startswith("The first.")
    assert text.endswith("The last.")


def test_a_page_of_fifty_megabytes_of_script_is_read_for_its_text() -> None:
    heavy = article(f"{BODY}<script>{'x = 1;' * 8_000_000}</script>")
    assert "Malaya Loknya" in loaded(heavy).text
