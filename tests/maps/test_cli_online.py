"""`gazetteer search --online`, at a server on this machine that plays the geocoder."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gazetteer.place import Place
from gazetteer.store import Gazetteer
from gazetteer.writer import write

Run = Callable[..., tuple[int, str, str]]
Sentence = Callable[[tuple[int, str, str]], str]
pytestmark = pytest.mark.usefixtures("alone")


def village(number: int, name: str, **more: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "osm_type": "node", "osm_id": number, "lat": "51.25", "lon": "35.5", "class": "place",
        "type": "village", "name": name, "display_name": f"{name}, Kursk Region, Russia",
        "namedetails": {"name": name},
        "address": {"ISO3166-2-lvl4": "RU-KRS", "state": "Kursk Region", "country_code": "ru"},
    }  # fmt: skip
    return facts | more


@pytest.fixture(autouse=True)
def geocoder(fake_server: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The fake geocoder, in the place of Nominatim."""
    monkeypatch.setenv("FRONTMAP_NOMINATIM", fake_server.url)
    monkeypatch.setenv("FRONTMAP_ONLINE_CACHE", str(tmp_path / "online.sqlite"))
    monkeypatch.delenv("FRONTMAP_GEONAMES_USERNAME", raising=False)
    fake_server.answers = [[village(1, "Qvarechka"), village(2, "Qvaretsky", type="hamlet")]]
    return fake_server


def search(call: Run, *more: str | Path) -> tuple[int, str, str]:
    return call("gazetteer", "search", "--online", "Qvarechka", *more)


def test_it_lists_places_credits_their_makers_and_says_how_to_keep_one(
    call: Run, geocoder: Any
) -> None:
    code, out, err = search(call)
    assert code == 0
    for word in ("Qvarechka", "Qvaretsky", "Kursk Oblast", "osm:node/1"):
        assert word in out
    assert "© OpenStreetMap contributors, ODbL 1.0" in err
    assert "--keep ID" in err
    ((_, fields),) = geocoder.requests
    assert fields["user-agent"].startswith("frontmap/")
    assert search(call)[1] == out
    assert len(geocoder.requests) == 1


def test_the_answer_as_data_has_source_and_licence(call: Run, tmp_path: Path) -> None:
    rows = json.loads(search(call, "--format", "json")[1])
    assert [row["id"] for row in rows] == ["osm:node/1", "osm:node/2"]
    assert rows[0]["score"] == 1 > rows[1]["score"]
    assert {row["licence"] for row in rows} == {"ODbL-1.0"}
    assert "OpenStreetMap node 1 by Nominatim" in rows[0]["source"]
    path = tmp_path / "found.geojson"
    assert search(call, "-o", path)[0] == 0
    assert json.loads(path.read_text())["features"][0]["properties"]["licence"] == "ODbL-1.0"
    assert len(json.loads(search(call, "--limit", "1", "--format", "json")[1])) == 1


def test_limits_hold_for_the_answer(call: Run, geocoder: Any, sentence: Sentence) -> None:
    assert json.loads(search(call, "--region", "Kursk", "--format", "json")[1])
    assert len(geocoder.requests) == 1
    said = sentence(search(call, "--kind", "water"))
    assert "knows no place called 'Qvarechka' (water); drop a limit" in said


def test_a_name_that_the_geocoder_does_not_know(
    call: Run, geocoder: Any, sentence: Sentence
) -> None:
    geocoder.answers = [[]]
    assert "Nominatim, asked on" in sentence(search(call))


def test_a_geocoder_that_does_not_answer(call: Run, geocoder: Any, sentence: Sentence) -> None:
    geocoder.answers = [(429, {"Retry-After": "30"})]
    assert "ask again in 30 s" in sentence(search(call))
    assert "may not be asked for another" in sentence(search(call))
    assert len(geocoder.requests) == 1


def test_a_kept_place_is_known_from_then_on(call: Run, geocoder: Any, sentence: Sentence) -> None:
    assert "no place called" in sentence(call("distance", "Qvarechka", "border"))
    code, _, err = search(call, "--keep", "osm:node/1")
    assert code == 0
    assert "kept in " in err
    assert "[osm:node/1]" in err
    code, out, _ = call("distance", "Qvarechka", "border", "--format", "json")
    assert code == 0
    assert json.loads(out)["distance_km"] > 0
    assert "osm:node/2" not in call("gazetteer", "search", "Qvarechka")[1]
    # A second one is added to the first; keeping it again changes nothing.
    for _ in range(2):
        assert search(call, "--keep", "osm:node/2")[0] == 0
    sources = json.loads(call("gazetteer", "info", "--format", "json")[1])["sources"]
    assert (sources[0]["name"], sources[0]["rows"]) == ("online", 2)
    assert sources[0]["licence"] == "ODbL-1.0"
    assert len(geocoder.requests) == 1


def test_a_place_is_kept_in_the_file_that_is_named(call: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.sqlite"
    arguments = ("gazetteer", "search", "--online", "Qvarechka", "--keep", "osm:node/1")
    assert call("--gazetteer", own, *arguments)[0] == 0
    assert (tmp_path / "own.kept.jsonl").is_file()
    assert call("--gazetteer", own, "distance", "osm:node/1", "border")[0] == 0


def test_a_file_with_other_places_loses_none(
    call: Run, tmp_path: Path, places: dict[str, Place]
) -> None:
    own = tmp_path / "own.sqlite"
    write(own, places.values())
    arguments = ("gazetteer", "search", "--online", "Qvarechka", "--keep", "osm:node/1")
    assert call("--gazetteer", own, *arguments)[0] == 0
    with Gazetteer.open(user=own) as gazetteer:
        assert gazetteer.get("osm:node/1").source.startswith("OpenStreetMap")
        assert all(gazetteer.row(place.id) for place in places.values())


def test_a_row_that_is_not_there_cannot_be_kept(call: Run, sentence: Sentence) -> None:
    said = sentence(search(call, "--keep", "osm:node/3"))
    assert "'osm:node/3' is no row of this answer" in said
    assert "osm:node/1, osm:node/2" in said


@pytest.mark.parametrize(
    "option",
    [["--keep", "osm:node/1"], ["--refresh"], ["--service", "photon"], ["--server", "http://a"]],
)
def test_options_that_mean_nothing_without_online(
    option: list[str], call: Run, geocoder: Any, sentence: Sentence
) -> None:
    said = sentence(call("gazetteer", "search", "Sudzha", *option))
    assert f"{option[0]} goes with --online" in said
    assert geocoder.requests == []


def test_the_other_services(call: Run, geocoder: Any, sentence: Sentence) -> None:
    feature = {
        "geometry": {"coordinates": [35.5, 51.25]},
        "properties": {"osm_type": "N", "osm_id": 8, "osm_key": "place", "osm_value": "town",
                       "name": "Qvarechka", "countrycode": "RU", "state": "Kursk Oblast"},
    }  # fmt: skip
    geocoder.answers = [{"features": [feature]}]
    at = ("--server", geocoder.url)
    assert "osm:node/8" in search(call, "--service", "photon", *at)[1]
    said = sentence(search(call, "--service", "geonames", *at))
    assert "--username" in said
    assert "FRONTMAP_GEONAMES_USERNAME" in said
    assert len(geocoder.requests) == 1
    assert "no address of a server" in sentence(search(call, "--server", "nowhere"))


def test_geonames_takes_the_user_name_from_the_environment(
    call: Run, geocoder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRONTMAP_GEONAMES_USERNAME", "tester")
    row = {"geonameId": 5, "name": "Qvarechka", "lat": "51.2", "lng": "35.5", "fcl": "P"}
    geocoder.answers = [{"geonames": [row]}]
    code, out, err = search(call, "--service", "geonames", "--server", geocoder.url)
    assert code == 0
    assert "geonames:5" in out
    assert "GeoNames (geonames.org), CC BY 4.0" in err
    assert "username=tester" in geocoder.requests[0][0]


def test_an_unknown_name_is_told_where_else_to_look(call: Run, sentence: Sentence) -> None:
    for command in (["distance", "Xyzzyqwv", "border"], ["gazetteer", "search", "Xyzzyqwv"]):
        assert "search --online NAME" in sentence(call(*command))
    assert "--online" not in sentence(call("distance", "osm:node/77", "border"))


def test_reading_a_report_asks_nobody(
    call: Run, geocoder: Any, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "report.txt"
    text = (root / "tests" / "reports" / "village-not-in-atlas.txt").read_text("utf-8")
    report.write_text(f"{text}\n\nForces reached Qvarechka, 3 km north of Sudzha.", "utf-8")
    # The answer is even at hand: somebody looked the name up a moment ago.
    assert search(call)[0] == 0
    usual = call("read", report, "--format", "json")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "create_connection", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    assert usual[0] == 0
    assert call("read", report, "--format", "json") == usual
    assert call("check", report)[0] == 0
    assert len(geocoder.requests) == 1
    assert not any("osm:node" in (m["place"] or {}).get("id", "") for m in
                   json.loads(usual[1])["mentions"])  # fmt: skip
