"""Geocoders on the network, played by a server on this machine; made-up places."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from gazetteer.errors import CacheUnusable, OnlineUnavailable, PlaceUnknown
from gazetteer.online.answer_cache import EXPIRY_S, AnswerCache, cache_path
from gazetteer.online.look_up import LONGEST_WAIT_S, Answer, look_up
from gazetteer.online.services import Service, geonames_search, nominatim, photon
from gazetteer.online.transport import LARGEST_ANSWER_BYTES

NOON_S = 1_767_268_800.0  # 2026-01-01, 12:00 UTC

VILLAGE: dict[str, Any] = {
    "place_id": 1, "licence": "x", "osm_type": "node", "osm_id": 4242, "lat": "51.25",
    "lon": "35.5", "class": "place", "type": "village", "place_rank": 19, "addresstype": "village",
    "name": "Zarechka", "display_name": "Zarechka, Sudzhansky District, Kursk Oblast, Russia",
    "boundingbox": ["51.23", "51.27", "35.48", "35.52"],
    "address": {
        "village": "Zarechka", "county": "Sudzhansky District", "state": "Kursk Region",
        "ISO3166-2-lvl4": "RU-KRS", "country": "Russia", "country_code": "ru",
    },
    "extratags": {"population": "310"},
    "namedetails": {
        "name": "Заречка", "name:en": "Zarechka", "name:uk": "Зарічка", "name:zu": "IZarechka",
        "alt_name": "Зареченка; Заречная",
    },
}  # fmt: skip


class Clock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.now_s = NOON_S
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now_s += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[AnswerCache]:
    with AnswerCache(tmp_path / "deep" / "online.sqlite") as opened:
        yield opened


@pytest.fixture
def service(fake_server: Any) -> Service:
    return nominatim(user_agent="frontmap tests", server=fake_server.url)


@pytest.fixture
def ask(service: Service, cache: AnswerCache, clock: Clock) -> Callable[..., Answer]:
    """Looks a name up at the fake Nominatim."""

    def asked(name: str = "Zarechka", **more: Any) -> Answer:
        facts: dict[str, Any] = {"cache": cache, "clock": clock, "sleep": clock.sleep} | more
        return look_up(name, facts.pop("service", service), **facts)

    return asked


def test_an_answer_becomes_places(ask: Callable[..., Answer], fake_server: Any) -> None:
    fake_server.answers = [[VILLAGE]]
    answer = ask(country="RU")
    (place,) = answer.places
    assert (place.id, place.name, place.kind) == ("osm:node/4242", "Zarechka", "settlement")
    assert place.lonlat == (35.5, 51.25)
    assert (place.country, place.admin1, place.admin2) == ("RU", "Kursk Region", "Sudzhansky")
    assert {"Заречка", "Зарічка", "Зареченка", "Заречная"} <= set(place.names)
    assert "IZarechka" not in place.names
    assert (place.population, place.feature, place.bbox) == (310, "village", None)
    assert place.licence == "ODbL-1.0"
    assert place.source == "OpenStreetMap node 4242 by Nominatim, 2026-01-01"
    assert (answer.day, answer.from_cache, answer.left_out) == ("2026-01-01", False, ())
    assert "© OpenStreetMap contributors" in answer.credit
    assert "ODbL 1.0" in answer.credit


def test_it_asks_as_the_terms_want(ask: Callable[..., Answer], fake_server: Any) -> None:
    ask("  Zarechka \n Nova ", country="RU")
    ((path, fields),) = fake_server.requests
    asked = {key: values[0] for key, values in parse_qs(urlsplit(path).query).items()}
    assert fields["user-agent"] == "frontmap tests"
    assert asked["q"] == "Zarechka Nova"
    assert (asked["countrycodes"], asked["accept-language"]) == ("ru", "en")
    assert {"addressdetails", "namedetails", "extratags"} <= set(asked)


def test_nothing_found_is_no_error_and_is_remembered(
    ask: Callable[..., Answer], fake_server: Any
) -> None:
    assert (ask().places, ask().places) == ((), ())
    assert len(fake_server.requests) == 1


def test_the_second_time_nobody_is_asked(
    ask: Callable[..., Answer], fake_server: Any, clock: Clock
) -> None:
    fake_server.answers = [[VILLAGE], []]
    first = ask()
    clock.now_s += 0.9 * EXPIRY_S
    again = ask(" Zarechka ")
    assert len(fake_server.requests) == 1
    assert (again.places, again.day) == (first.places, first.day)
    assert (first.from_cache, again.from_cache) == (False, True)
    assert clock.waits == []


def test_an_old_answer_another_question_and_refresh_ask_anew(
    ask: Callable[..., Answer], fake_server: Any, clock: Clock
) -> None:
    fake_server.answers = [[VILLAGE]]
    ask()
    ask(refresh=True)
    ask(country="UA")
    ask("Zarechka 2")
    ask(language="uk")
    clock.now_s += 1.1 * EXPIRY_S
    assert not ask().from_cache
    assert len(fake_server.requests) == 6


def test_one_request_a_second_however_many_processes_ask(
    service: Service, tmp_path: Path, clock: Clock, fake_server: Any
) -> None:
    moments = []
    for n in range(4):
        # A cache of its own for each, as every process has.
        with AnswerCache(tmp_path / "shared.sqlite") as cache:
            look_up(f"Place {n}", service, cache=cache, clock=clock, sleep=clock.sleep)
        moments.append(clock.now_s)
        clock.now_s += 0.25
    assert len(fake_server.requests) == 4
    gaps = [later - sooner for sooner, later in pairwise(moments)]
    assert min(gaps) >= 1
    assert max(gaps) < 1.5


def test_requests_at_the_same_time_get_turns_a_second_apart(tmp_path: Path) -> None:
    def turn(_: int) -> float:
        with AnswerCache(tmp_path / "shared.sqlite") as cache:
            return cache.reserve("s", now_s=NOON_S, pace_s=1, longest_s=100)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(turn, range(8))) == [0, 1, 2, 3, 4, 5, 6, 7]


def test_a_queue_that_is_too_long_is_refused(
    ask: Callable[..., Answer], cache: AnswerCache, clock: Clock, service: Service, fake_server: Any
) -> None:
    while cache.reserve(service.server, now_s=NOON_S, pace_s=1.1, longest_s=99) < LONGEST_WAIT_S:
        pass
    with pytest.raises(OnlineUnavailable, match="may not be asked for another") as caught:
        ask()
    assert caught.value.retry_after_s == pytest.approx(LONGEST_WAIT_S, abs=2.5)
    assert (fake_server.requests, clock.waits) == ([], [])


def test_a_clock_that_was_put_back_locks_nobody_out(
    ask: Callable[..., Answer], clock: Clock
) -> None:
    ask("A")
    clock.now_s -= 86_400
    ask("B")
    assert clock.waits == []


def test_asked_too_often_it_is_left_alone_as_long_as_it_says(
    ask: Callable[..., Answer], fake_server: Any, clock: Clock
) -> None:
    fake_server.answers = [(429, {"Retry-After": "120"}), [VILLAGE]]
    with pytest.raises(OnlineUnavailable, match="too often; ask again in 120 s") as caught:
        ask()
    assert caught.value.retry_after_s == 120
    clock.now_s += 60
    with pytest.raises(OnlineUnavailable, match="another 60 s"):
        ask()
    assert len(fake_server.requests) == 1
    clock.now_s += 61
    assert ask().places


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((503, {}), "503 .Service Unavailable."),
        ((503, {"Retry-After": "7"}), "ask again in 7 s"),
        ((429, {}), "ask again in 60 s"),
        ((429, {"Retry-After": "soon"}), "ask again in 60 s"),
        ((429, {"Retry-After": "999999999"}), "ask again in 86400 s"),
        ((403, {}), "refuses"),
        ((401, {}), "user name"),
        ((500, {}), "500"),
        ((599, {}), "599"),
        ((302, {"Location": "file:///etc/passwd"}), "Nominatim"),
        ("<html>busy</html>", "no JSON"),
        ("", "no JSON"),
        ("[" * 200_000, "no JSON"),
        ('[{"lat": NaN}]', "no JSON"),
        (b"\xff\xfe", "no UTF-8"),
        (b"[" + b" " * LARGEST_ANSWER_BYTES + b"]", "larger than"),
        ({"error": "bad query\n\x1b[2J"}, "bad query"),
        (17, "not of the usual form"),
        ([17], "not of the usual form"),
        ([{"osm_type": "node"}], "not of the usual form"),
        ([{"lat": "x", "lon": "1"}], "not of the usual form"),
        ([{"lat": "95", "lon": "1"}], "not of the usual form"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_one_sentence_and_not_kept(
    answer: Any, says: str, ask: Callable[..., Answer], fake_server: Any, clock: Clock
) -> None:
    fake_server.answers = [answer, [VILLAGE]]
    with pytest.raises(OnlineUnavailable, match=says) as caught:
        ask()
    assert str(caught.value).startswith("no answer from Nominatim: ")
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 400
    clock.now_s += 100_000
    assert ask().places


def test_a_slow_server_is_not_waited_for(cache: AnswerCache, fake_server: Any) -> None:
    fake_server.delay_s = 0.5
    impatient = nominatim(user_agent="t", server=fake_server.url, timeout_s=0.1)
    with pytest.raises(OnlineUnavailable, match="too long"):
        look_up("Zarechka", impatient, cache=cache)


def test_a_server_that_drips_is_not_waited_for(
    cache: AnswerCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each byte comes in time; all of them would take twenty seconds."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    left = threading.Event()

    def drip(server: socket.socket) -> None:
        client, _ = server.accept()
        with client, suppress(OSError):
            client.recv(10_000)
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while not left.wait(0.02):
                client.sendall(b" ")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip, args=(server,))
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        patient = nominatim(user_agent="t", server=address, timeout_s=0.3)
        try:
            with pytest.raises(OnlineUnavailable, match="too long"):
                look_up("Zarechka", patient, cache=cache)
        finally:
            left.set()
            thread.join()


def test_a_server_that_speaks_no_http(cache: AnswerCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    def greet(server: socket.socket) -> None:
        client, _ = server.accept()
        with client:
            client.recv(10_000)
            client.sendall(b"220 mail.example ESMTP\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=greet, args=(server,))
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(OnlineUnavailable, match="speaks no HTTP"):
            look_up("Zarechka", nominatim(user_agent="t", server=address), cache=cache)
        thread.join()


def test_no_server_at_all(cache: AnswerCache, fake_server: Any) -> None:
    gone = nominatim(user_agent="t", server=fake_server.url)
    fake_server.close()
    with pytest.raises(OnlineUnavailable, match=r"no way to it .*check the network"):
        look_up("Zarechka", gone, cache=cache)


@pytest.mark.parametrize(
    "server",
    ["", "nominatim", "ftp://a.example", "http://", "http://a.example/?q=1", "http://u:p@a.example",
     "http://[", "http://a b.example", "http://a.example:99999", "http://ä.example", "file:///x"],
)  # fmt: skip
def test_an_address_that_is_none(server: str) -> None:
    if not server:
        assert nominatim(user_agent="t", server=server).server.startswith("https://")
        return
    with pytest.raises(OnlineUnavailable, match="no address of a server"):
        nominatim(user_agent="t", server=server)


@pytest.mark.parametrize("name", ["", " \n", "x" * 201, "a\0b", "\ud800", "\x1b[2J"])
def test_what_is_no_name_is_not_asked(
    name: str, ask: Callable[..., Answer], fake_server: Any
) -> None:
    with pytest.raises(PlaceUnknown):
        ask(name)
    assert fake_server.requests == []


def test_broken_rows_are_left_out_and_counted(ask: Callable[..., Answer], fake_server: Any) -> None:
    broken: list[dict[str, Any]] = [
        {**VILLAGE, "osm_type": "star"}, {**VILLAGE, "osm_id": True},
        {**VILLAGE, "osm_id": "1e400"},
        {**VILLAGE, "osm_id": 5, "name": "\u202e", "display_name": 3, "namedetails": None},
    ]  # fmt: skip
    fake_server.answers = [[*broken, VILLAGE, VILLAGE]]
    answer = ask()
    assert [place.id for place in answer.places] == ["osm:node/4242"]
    assert len(answer.left_out) == 4


def test_a_hostile_name_is_text_on_one_line(ask: Callable[..., Answer], fake_server: Any) -> None:
    name = "<script>alert(1)</script>\u202e\x1b[31m\ud83d"
    fake_server.answers = [
        json.dumps([{**VILLAGE, "namedetails": {"name": f" {name}\n\tEnd"}, "name": None}])
    ]
    (place,) = ask().places
    assert place.name == "Zarechka"
    assert place.names == ("<script>alert(1)</script>[31m End",)


def test_photon_is_asked_and_read(ask: Callable[..., Answer], fake_server: Any) -> None:
    fake_server.answers = [{
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [35.5, 51.25]},
             "properties": {"osm_type": "R", "osm_id": 7, "osm_key": "boundary",
                            "osm_value": "administrative", "type": "county", "name": "Zaretsky",
                            "countrycode": "RU", "state": "Kursk Oblast",
                            "extent": [35.0, 51.6, 36.0, 51.0]}},
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1.5, 2.25]},
             "properties": {"osm_type": "W", "osm_id": 8, "osm_key": "highway",
                            "osm_value": "primary", "name": "N7", "countrycode": "FR"}},
        ],
    }]  # fmt: skip
    service = photon(user_agent="t", server=f"{fake_server.url}/photon/")
    answer = ask("Zaretsky", service=service, country="RU")
    assert fake_server.requests[0][0].startswith("/photon/api?q=Zaretsky")
    # Photon takes no country: the limit is kept all the same.
    (region,) = answer.places
    assert (region.id, region.kind, region.admin1) == ("osm:relation/7", "region", "Kursk Oblast")
    assert region.bbox == (35.0, 51.0, 36.0, 51.6)
    assert region.source == "OpenStreetMap relation 7 by Photon, 2026-01-01"
    assert [place.kind for place in ask("Zaretsky", service=service).places] == ["region", "road"]


def test_geonames_is_asked_and_read(ask: Callable[..., Answer], fake_server: Any) -> None:
    row = {
        "geonameId": 99, "toponymName": "Zarechka Vtoraya", "name": "Zarechka", "fcl": "P",
        "fcode": "PPL", "fcodeName": "populated place", "lat": "51.25", "lng": "35.5",
        "countryCode": "RU", "adminName1": "Kursk", "adminCodes1": {"ISO3166_2": "KRS"},
        "population": 0,
    }  # fmt: skip
    fake_server.answers = [{"geonames": [row, {**row, "lat": None}], "totalResultsCount": 2}]
    service = geonames_search("tester", user_agent="t", server=fake_server.url)

    def named(codes: Any, name: str | None, country: str | None) -> str:
        return f"{codes} {name} {country}"

    answer = ask(service=service, country="RU", region_named=named)
    (place,) = answer.places
    assert (place.id, place.kind, place.names) == (
        "geonames:99", "settlement", ("Zarechka Vtoraya",)
    )  # fmt: skip
    assert place.admin1 == "['RU-KRS'] Kursk RU"
    assert (place.population, place.precision_m) == (None, 1000)
    assert place.licence == "CC-BY-4.0"
    assert len(answer.left_out) == 1
    assert "username=tester" in fake_server.requests[0][0]
    assert "CC BY 4.0" in answer.credit


@pytest.mark.parametrize(
    ("code", "message", "says"),
    [
        (10, "user does not exist.", "user name"),
        (10, "user account not enabled to use the free webservice", "may not use it"),
        (19, "the hourly limit of 1000 credits has been exceeded", "asked too often"),
        (13, "database timeout", "database timeout"),
    ],
)
def test_geonames_refuses(
    code: int, message: str, says: str, ask: Callable[..., Answer], fake_server: Any
) -> None:
    fake_server.answers = [{"status": {"message": message, "value": code}}]
    service = geonames_search("tester", user_agent="t", server=fake_server.url)
    with pytest.raises(OnlineUnavailable, match=says):
        ask(service=service)


@pytest.mark.parametrize("username", ["", "a\nb", "x" * 101])
def test_a_user_name_that_is_none(username: str) -> None:
    with pytest.raises(OnlineUnavailable, match=r"geonames\.org"):
        geonames_search(username, user_agent="t")


def test_the_user_name_is_not_kept(
    ask: Callable[..., Answer], cache: AnswerCache, fake_server: Any
) -> None:
    fake_server.answers = [{"geonames": []}]
    ask(service=geonames_search("very-secret", user_agent="t", server=fake_server.url))
    assert b"very-secret" not in cache.path.read_bytes()


def test_the_usual_servers_are_asked_encrypted() -> None:
    for service in (
        nominatim(user_agent="t"), photon(user_agent="t"), geonames_search("u", user_agent="t"),
    ):  # fmt: skip
        assert service.server.startswith("https://")
        assert service.pace_s >= 1
    assert 3600 / geonames_search("u", user_agent="t").pace_s <= 1000


def test_a_damaged_cache_is_put_aside(
    tmp_path: Path, service: Service, clock: Clock, fake_server: Any
) -> None:
    path = tmp_path / "online.sqlite"
    path.write_bytes(b"no database " * 1000)
    fake_server.answers = [[VILLAGE]]
    with AnswerCache(path) as cache:
        assert look_up("Z", service, cache=cache, clock=clock, sleep=clock.sleep).places
    assert path.with_name("online.sqlite.damaged").read_bytes().startswith(b"no database")


def test_a_damaged_row_is_asked_for_anew(
    ask: Callable[..., Answer], cache: AnswerCache, fake_server: Any
) -> None:
    ask()
    for text in ("{", "[" * 200_000, "17"):
        cache._connection.execute("UPDATE answer SET rows = ?", (text,))
        assert not ask().from_cache
    assert len(fake_server.requests) == 4


def test_a_cache_that_cannot_be_used_is_refused_before_anybody_is_asked(tmp_path: Path) -> None:
    import sqlite3

    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE precious (x)")
    connection.close()
    before = other.read_bytes()
    for path in (other, tmp_path, other / "inside.sqlite"):
        with pytest.raises(CacheUnusable, match="FRONTMAP_ONLINE_CACHE") as caught:
            AnswerCache(path)
        assert str(path) in str(caught.value)
    assert other.read_bytes() == before


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("FRONTMAP_ONLINE_CACHE", raising=False)
    assert cache_path().name.startswith("online")
    monkeypatch.setenv("FRONTMAP_ONLINE_CACHE", str(tmp_path / "mine.sqlite"))
    assert cache_path() == tmp_path / "mine.sqlite"
