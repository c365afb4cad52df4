"""A small world for the map tests: places, a gazetteer, and a report read by hand.

The speakers and what they say are made up; positions are those of the project's own table.
"""

from __future__ import annotations

import dataclasses
import importlib.util
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceUnknown
from gazetteer.measure import inverse, wind_bearing
from gazetteer.neighbours import Neighbour, neighbours_of
from gazetteer.place import Match, Place
from gazetteer.records import LineRow, SourceInfo
from geo.claims.claim import Claim, Fit
from geo.control.layer import ControlLayer, Maker, control_frame
from geo.reading.event import Event
from geo.reading.mention import Mention, Resolution, Rival
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.statement import Attribution, Quantity, Statement
from maps.cli import run
from maps.report_map import report_map

Run = Callable[..., tuple[int, str, str]]
PLACES: dict[str, tuple[str, float, float, float, int | None]] = {
    "berdin": ("Berdin", 35.4311, 51.2954, 1200, None),
    "sudzha": ("Sudzha", 35.2722, 51.1906, 300, 6036),
    "porechnoye": ("Cherkasskoye Porechnoye", 35.3414, 51.2331, 600, 396),
    "martynovka": ("Martynovka", 35.3236, 51.2236, 600, 631),
    "mikhaylovka": ("Mikhaylovka", 35.3811, 51.2453, 600, 218),
    "novosotnitsky": ("Novosotnitsky", 35.4600, 51.3022, 1200, None),
    "yamskaya": ("Yamskaya Step", 35.3952, 51.3298, 1500, None),
    "sorochina": ("Novaya Sorochina", 35.2165, 51.3553, 900, None),
    "soldatskoye": ("Bolshoye Soldatskoye", 35.5139, 51.3386, 500, 2600),
    "kursk": ("Kursk", 36.1846, 51.7269, 1000, 448733),
    "lgov": ("Lgov", 35.2675, 51.6647, 300, 21453),
    "sumy": ("Sumy", 34.8003, 50.9216, 300, 294456),
}
TEXT = """\
Night summary: a push northeast of Sudzha

Ukrainian units pushed forward in the Kursk region on Sunday, the Lantern Institute wrote. \
Footage that the institute placed on the map shows Ukrainian troops going ahead in fields \
southwest and south of Berdin and entering the southern edge of Berdin. \
Channel Overlook put Berdin some 15 kilometers from the border and said that an assault near \
Berdin had been beaten back. \
Bloggers whom the institute quotes mark Cherkasskoye Porechnoye, Martynovka, and Mikhaylovka \
(all northeast of Sudzha and southwest of Berdin) as occupied by Ukraine, and say that its \
troops lately entered Novosotnitsky (just east of Berdin). They also went ahead west of Yamskaya \
Step (immediately northwest of Berdin) and west of Novaya Sorochina (north of Sudzha). \
The road runs on to Bolshoye Soldatskoye, about 70 kilometers from Kursk city. \
Ukraine still holds Sudzha. A reserve stood near Pokrovsk, the institute added, while envoys \
met in Seoul. Zarechny Vyselok (southeast of Sudzha) stands in no list, and of Tikhy Log \
nothing more is known.
"""


def settlement(
    key: str,
    row: tuple[str, float, float, float, int | None],
    *,
    country: str = "RU",
    admin1: str = "Kursk Oblast",
) -> Place:
    name, lon, lat, precision_m, population = row
    return Place(
        id=f"test:{key}", name=name, kind="settlement", lon=lon, lat=lat,
        precision_m=precision_m, source="hand-made table", feature="village", country=country,
        admin1=admin1, population=population,
    )  # fmt: skip


def _places() -> dict[str, Place]:
    made = {key: settlement(key, row) for key, row in PLACES.items()}
    made["sumy"] = dataclasses.replace(made["sumy"], country="UA", admin1="Sumy Oblast")
    made["pokrovsk"] = settlement(
        "pokrovsk",
        ("Pokrovsk", 37.1771, 48.2801, 300, 60127),
        country="UA",
        admin1="Donetsk Oblast",
    )
    made["seoul"] = settlement(
        "seoul", ("Seoul", 126.9784, 37.566, 1000, 10349312), country="KR", admin1="Seoul"
    )
    made["vyselok"] = Place(
        id="estimate:zarechny-vyselok", name="Zarechny Vyselok", kind="settlement", lon=35.36,
        lat=51.135, precision_m=6500, source="worked out from the text",
    )  # fmt: skip
    made["oblast"] = Place(
        id="region:RU-KRS", name="Kursk Oblast", kind="region", lon=36.5, lat=51.7,
        precision_m=5000, source="hand-made outline", country="RU",
        bbox=(34.1, 50.9, 38.5, 52.4),
    )  # fmt: skip
    for code, name, box in (
        ("RU", "Russia", (33.0, 50.5, 60.0, 60.0)),
        ("UA", "Ukraine", (22.0, 44.5, 40.0, 52.0)),
    ):
        made[code] = Place(
            id=f"country:{code}", name=name, kind="country", lon=(box[0] + box[2]) / 2,
            lat=(box[1] + box[3]) / 2, precision_m=50_000, source="hand-made outline",
            country=code, bbox=box,
        )  # fmt: skip
    return made


BORDER = [(33.0, 52.3), (34.4, 51.75), (34.25, 51.25), (35.1, 51.2), (35.1, 51.0), (35.4, 50.6),
          (36.5, 50.3), (38.0, 49.9), (40.0, 49.6)]  # fmt: skip


class SmallGazetteer:
    """The part of a gazetteer that a map asks for."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self.places = {place.id: place for place in places.values()}
        line = shapely.LineString(BORDER)
        self.shapes: dict[str, BaseGeometry] = {
            "border:RU-UA": line,
            "country:RU": shapely.Polygon([*BORDER, (60.0, 49.6), (60.0, 60.0), (33.0, 60.0)]),
            "country:UA": shapely.Polygon([*BORDER, (40.0, 44.5), (22.0, 44.5), (22.0, 52.3)]),
            "region:RU-KRS": shapely.Polygon(
                [*BORDER[1:6], (36.6, 51.2), (38.4, 51.4), (38.3, 52.3), (34.4, 52.3)]
            ),
        }
        self.border_policy = "1991 line; Crimea Ukrainian"
        self.source = SourceInfo(
            "hand-made table", len(self.places), "CC-BY-4.0", "2025-01-01", "none"
        )

    def get(self, place_id: str) -> Place:
        if place_id not in self.places:
            raise PlaceUnknown(place_id)
        return self.places[place_id]

    def row(self, place_id: str) -> Place | None:
        return self.places.get(place_id)

    def near(
        self, lon: float, lat: float, *, radius_m: float, kind: str | None = None,
        limit: int | None = None,
    ) -> tuple[Neighbour, ...]:  # fmt: skip
        some = [place for place in self.places.values() if kind is None or place.kind == kind]
        return tuple(neighbours_of(lon, lat, some, radius_m=radius_m)[:limit])

    def within(
        self, area: BaseGeometry, *, kind: str | None = None, least_population: int | None = None
    ) -> tuple[Place, ...]:
        inside = (
            place
            for place in self.places.values()
            if (kind is None or place.kind == kind)
            and (least_population is None or (place.population or 0) >= least_population)
            and area.intersects(shapely.Point(place.lonlat))
        )
        return tuple(sorted(inside, key=lambda place: place.id))

    def geometry(self, place_id: str) -> BaseGeometry | None:
        return self.shapes.get(place_id)

    def line_rows(self) -> tuple[LineRow, ...]:
        return (
            LineRow(
                id="border:RU-UA", name="Russia–Ukraine border", countries=("RU", "UA"),
                policy=self.border_policy, precision_m=300, source="a hand-made line",
                licence="ODbL-1.0",
            ),
        )  # fmt: skip

    def sources(self) -> tuple[SourceInfo, ...]:
        return (self.source,)

    def content_hash(self) -> str:
        return "0" * 64


class Notes:
    """Writes a reading by hand: mentions, events and claims found by their words."""

    def __init__(self, text: str, **about: Any) -> None:
        self.report = Report(id=about.pop("id", "night"), text=text, **about)
        self.mentions: list[Mention] = []
        self.resolutions: list[Resolution] = []
        self.statements: list[Statement] = []
        self.events: list[Event] = []
        self.claims: list[Claim] = []

    def span(self, words: str, nth: int = 0) -> tuple[int, int]:
        start = -1
        for _ in range(nth + 1):
            start = self.report.text.index(words, start + 1)
        return start, start + len(words)

    def mention(
        self, words: str, place: Place | None, *, nth: int = 0, role: Any = "literal",
        why: str = "", rivals: tuple[Place, ...] = (), estimated: bool = False,
        score: float = 0.97,
    ) -> int:  # fmt: skip
        start, end = self.span(words, nth)
        self.mentions.append(
            Mention(start, end, words, role, place.kind if place else "settlement",
                    candidates=(Match(place, 1.0, words),) if place else ())
        )  # fmt: skip
        shares = tuple(Rival(rival, 0.01) for rival in rivals)
        self.resolutions.append(Resolution(place, score, shares, why, estimated))
        return len(self.mentions) - 1

    def event(self, words: str, mention: int | None, *, nth: int = 0, **facts: Any) -> None:
        start, end = self.span(words, nth)
        name = self.mentions[mention].text if mention is not None else "the front"
        self.events.append(
            Event(start, end, words, place_mention=mention, place_name=name, **facts)
        )

    def claim(
        self, words: str, subject: int, reference: int | None, *, nth: int = 0,
        direction: str | None = None, quantity: Quantity | None = None, verdict: Any = "supported",
        stated: Any = None, measured: Any = None, value: float | None = None, unit: str = "km",
        foot: tuple[float, float] | None = None, cause: str | None = None, why: str = "",
        attribution: tuple[Attribution, ...] = (), standing: Any = "claimed",
        fits: tuple[Fit, ...] = (),
    ) -> None:  # fmt: skip
        start, end = self.span(words, nth)
        statement = Statement(
            start, end, words, "distance" if quantity else "direction", subject,
            self.mentions[subject].text,
            reference_kind="border" if reference is None else "place", reference=reference,
            reference_text="the border" if reference is None else self.mentions[reference].text,
            quantity=quantity, direction=direction, attribution=attribution, standing=standing,
        )  # fmt: skip
        self.statements.append(statement)
        self.claims.append(
            Claim(statement, stated, measured, value, unit, None, verdict, cause, why, fits, foot)
        )

    def direction(self, words: str, subject: int, reference: int, wind: str, **more: Any) -> None:
        """Claim a direction; the bearing is measured, the verdict is the caller's."""
        from_, to = (self.resolutions[i].place for i in (reference, subject))
        assert from_ is not None
        assert to is not None
        bearing = inverse(from_.lonlat, to.lonlat).bearing_deg
        axis = wind_bearing(wind)
        more.setdefault("measured", ((bearing - 4) % 360, (bearing + 4) % 360))
        self.claim(words, subject, reference, direction=wind, value=bearing, unit="deg",
                   stated=((axis - 45) % 360, (axis + 45) % 360), **more)  # fmt: skip

    def checked(self) -> tuple[Reading, tuple[Claim, ...]]:
        reading = Reading(
            self.report, tuple(self.mentions), tuple(self.resolutions), tuple(self.statements),
            tuple(self.events), lambda _: tuple(self.resolutions),
        )  # fmt: skip
        return reading, tuple(self.claims)


PLAIN_MAKER = Maker("Lantern Maps", "CC-BY-4.0", "Lantern Maps (CC-BY-4.0)")


INSTITUTE = (Attribution("Lantern Institute", "wrote"),)
BLOGGERS = (*INSTITUTE, Attribution("bloggers", "mark"))
OVERLOOK = (Attribution("Channel Overlook", "said"),)


# fmt: off
def night_notes(places: Mapping[str, Place]) -> Notes:
    """The report of these tests, read by hand."""
    notes = Notes(TEXT, title="A push northeast of Sudzha", source="Night Desk",
                  date="2025-01-06", date_basis="option")
    at = places
    oblast = notes.mention("Kursk region", at["oblast"], why="the words say region")
    berdin = notes.mention("Berdin", at["berdin"], why="the only Berdin near Sudzha")
    for nth in (1, 2, 3):
        notes.mention("Berdin", at["berdin"], nth=nth, why="the only Berdin near Sudzha")
    porechnoye = notes.mention("Cherkasskoye Porechnoye", at["porechnoye"], why="one of its name")
    martynovka = notes.mention("Martynovka", at["martynovka"], why="northeast of Sudzha fits one",
                               rivals=(at["sumy"], at["lgov"]))
    mikhaylovka = notes.mention(
        "Mikhaylovka", at["mikhaylovka"], why="northeast of Sudzha fits one"
    )
    sudzha = notes.mention("Sudzha", at["sudzha"], nth=1, why="the only town of this name")
    novo = notes.mention("Novosotnitsky", at["novosotnitsky"], why="one of its name")
    yamskaya = notes.mention("Yamskaya Step", at["yamskaya"], why="one of its name")
    sorochina = notes.mention("Novaya Sorochina", at["sorochina"], why="one of its name")
    soldatskoye = notes.mention("Bolshoye Soldatskoye", at["soldatskoye"], why="one of its name")
    kursk = notes.mention("Kursk city", at["kursk"], why="the words say city")
    notes.mention("Ukraine", at["UA"], nth=1, role="metonym")
    held = notes.mention("Sudzha", at["sudzha"], nth=3, why="the only town of this name")
    notes.mention("Pokrovsk", at["pokrovsk"], why="the biggest of its name")
    notes.mention("Seoul", at["seoul"], why="one of its name")
    vyselok = notes.mention(
        "Zarechny Vyselok",
        at["vyselok"],
        estimated=True,
        score=0.5,
        why="no row has the name; placed where the stated direction points",
    )
    notes.mention("Tikhy Log", None, score=0.0, why="no row of the gazetteer has this name")

    notes.event("Ukrainian units pushed forward in the Kursk region", oblast, actor="UA",
                action="advanced", verb="pushed forward", attribution=INSTITUTE,
                standing="assessed", date="2025-01-05")
    notes.event("going ahead in fields southwest and south of Berdin", berdin, actor="UA",
                action="advanced", verb="going ahead", sector=("SW", "S"), attribution=INSTITUTE,
                standing="geolocated", status="contested", date="2025-01-05")
    notes.event("entering the southern edge of Berdin", berdin, actor="UA", action="entered",
                verb="entering", part="southern", attribution=INSTITUTE, standing="geolocated",
                status="entered", date="2025-01-05")
    notes.event("an assault near Berdin had been beaten back", berdin, actor="RU",
                action="repelled", verb="beaten back", attribution=OVERLOOK, status="held")
    for mention in (porechnoye, martynovka, mikhaylovka):
        notes.event("as occupied by Ukraine", mention, actor="UA", action="holds", verb="occupied",
                    attribution=BLOGGERS, status="held")
    notes.event("entered Novosotnitsky", novo, actor="UA", action="entered", verb="entered",
                attribution=BLOGGERS, status="entered")
    notes.event("went ahead west of Yamskaya Step", yamskaya, actor="UA", action="advanced",
                verb="went ahead", sector=("W",), attribution=BLOGGERS, status="contested")
    notes.event("west of Novaya Sorochina", sorochina, actor="UA", action="advanced",
                verb="went ahead", sector=("W",), attribution=BLOGGERS, status="contested")
    notes.event("Ukraine still holds Sudzha", held, actor="UA", action="holds", verb="holds",
                standing="assessed", status="held")

    notes.claim("Berdin some 15 kilometers from the border", berdin, None,
                quantity=Quantity(15, "km", hedge="some", text="15"), verdict="contradicted",
                stated=(12.0, 18.0), measured=(19.9, 22.4), value=21.2, foot=(35.14, 51.24),
                why="21.2 km to the nearest point of the border; the words admit 12 to 18 km",
                attribution=OVERLOOK,
                fits=(Fit("Sudzha", 14.9, 17.3, 16.1, fits=True),
                      Fit("Kursk city", 68.1, 71.0, 69.6, fits=False)))
    for subject, verdict in (
        (porechnoye, "uncertain"),
        (martynovka, "supported"),
        (mikhaylovka, "supported"),
    ):
        words = "northeast of Sudzha and southwest of Berdin"
        notes.direction(words, subject, sudzha, "NE", attribution=BLOGGERS)
        notes.direction(words, subject, berdin, "SW", verdict=verdict, attribution=BLOGGERS,
                        cause="vague words" if verdict == "uncertain" else None)
    notes.direction("Novosotnitsky (just east of Berdin)", novo, berdin, "E", verdict="unchecked",
                    cause="circular", attribution=BLOGGERS)
    notes.direction("immediately northwest of Berdin", yamskaya, berdin, "NW")
    notes.direction("north of Sudzha", sorochina, sudzha, "N")
    notes.direction("southeast of Sudzha", vyselok, sudzha, "SE", verdict="unchecked",
                    cause="circular")
    notes.claim("Bolshoye Soldatskoye, about 70 kilometers from Kursk city", soldatskoye, kursk,
                quantity=Quantity(70, "km", hedge="about", text="70"), stated=(60.0, 80.0),
                measured=(62.8, 65.0), value=63.9, why="63.9 km from centre to centre")
    return notes
# fmt: on


@pytest.fixture(scope="session")
def large_reports(root: Path) -> ModuleType:
    """Makes reports that name very many places: `large_reports.readings(places)`."""
    spec = importlib.util.spec_from_file_location(
        "large_reports", root / "tests" / "large_reports.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def places() -> dict[str, Place]:
    """Places of the small world, by a short key."""
    return _places()


@pytest.fixture
def gazetteer(places: dict[str, Place]) -> SmallGazetteer:
    """A gazetteer of the small world."""
    return SmallGazetteer({k: p for k, p in places.items() if k != "vyselok"})


def drawn_map(
    rows: list[dict[str, Any]], *, maker: Maker = PLAIN_MAKER, date: str | None = "2025-01-04",
    **about: Any,
) -> ControlLayer:  # fmt: skip
    """A control map drawn by hand: `geometry` may be west, south, east, north of a box."""
    said = {"source": maker.name, "source_date": date, "licence": maker.licence}
    shapes = [
        said | row | {"geometry": shapely.box(*row["geometry"])}
        if isinstance(row["geometry"], tuple)
        else said | row
        for row in rows
    ]
    about = {"file": "map.geojson", "format": "geojson", "date_basis": "option"} | about
    return ControlLayer(control_frame(shapes), maker=maker, date=date, **about)


@pytest.fixture(scope="session")
def control_layer() -> Callable[..., ControlLayer]:
    """Draws control maps by hand."""
    return drawn_map


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the user's own settings and gazetteer out."""
    monkeypatch.delenv("FRONTMAP_GAZETTEER", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "no-data"))
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process: its exit code, output and errors."""

    def called(*arguments: str | Path) -> tuple[int, str, str]:
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return called


@pytest.fixture
def notes() -> type[Notes]:
    """Writes readings by hand."""
    return Notes


@pytest.fixture
def checked(places: dict[str, Place]) -> tuple[Any, ...]:
    """The report of these tests, read and checked by hand."""
    return (night_notes(places).checked(),)


@pytest.fixture
def html(checked: tuple[Any, ...], gazetteer: Any) -> str:
    """The page of the report of these tests."""
    return report_map(checked, gazetteer)


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Callable[..., Any]:
    """Open a page from a file, offline, and keep what it asks for and complains of.

    `requests` holds the address of every request but the file's own, `complaints` what the page
    writes to the console and every error of its scripts, `dialogs` the words of every dialog.
    """

    @contextmanager
    def open_page(
        html: str, *, width: int = 1280, height: int = 800, scripts: str = ""
    ) -> Iterator[Any]:
        file = tmp_path / "map.html"
        file.write_text(html, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": height}, offline=True, reduced_motion="reduce"
        )
        page = context.new_page()
        page.requests, page.complaints, page.dialogs = [], [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("console", lambda said: page.complaints.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: page.complaints.append(f"error: {error}"))
        page.on("dialog", lambda box: (page.dialogs.append(box.message), box.dismiss()))
        if scripts:
            page.add_init_script(scripts)
        page.goto(file.as_uri())
        page.wait_for_function("document.documentElement.dataset.ready === '1'", timeout=30_000)
        page.requests.remove(file.as_uri())
        yield page
        context.close()

    return open_page


@pytest.fixture(scope="session")
def sentence() -> Callable[[tuple[int, str, str]], str]:
    """Checks that a call ended with 2 and exactly one sentence, and gives it."""

    def check(answer: tuple[int, str, str]) -> str:
        code, out, err = answer
        assert (code, out) == (2, "")
        assert err.startswith("frontmap: ")
        assert err.count("\n") == 1
        assert err[:-1].isprintable()
        return err

    return check


@pytest.fixture
def four_pages(
    html: str,
    gazetteer: Any,
    notes: type[Notes],
    places: dict[str, Place],
    control_layer: Callable[..., ControlLayer],
) -> dict[str, str]:
    """One page of each kind: `report`, `control`, `change`, `timeline`."""
    from geo.control.atlas import ControlAtlas
    from maps.change_map import change_map
    from maps.control_map import control_map
    from maps.timeline import timeline_page

    boxes = [
        (35.15, 51.15, 35.45, 51.30),
        (35.15, 51.15, 35.55, 51.30),
        (35.15, 51.15, 35.25, 51.3),
    ]
    days = ("2024-12-01", "2025-01-04", "2025-01-05")
    layers = [
        control_layer([{"geometry": box, "side": "UA", "within": "RU"}], date=day)
        for day, box in zip(days, boxes, strict=True)
    ]
    told = notes("Sudzha fell. Berdin was shelled.")
    for words, key, date in (
        ("Sudzha", "sudzha", "2025-01-03"),
        ("Berdin", "berdin", "2024-12-05"),
    ):
        told.event(
            words, told.mention(words, places[key]), actor="UA", action="entered", verb="entered",
            status="entered", date=date,
        )  # fmt: skip
    return {
        "report": html,
        "control": control_map(layers[0], gazetteer),
        "change": change_map(layers[0], layers[1], gazetteer),
        "timeline": timeline_page(ControlAtlas(layers), gazetteer, checked=[told.checked()]),
    }


@pytest.fixture(scope="session")
def script_page(browser: Any) -> Callable[..., Any]:
    """An empty page that runs some files of `maps/assets`, to ask their functions of."""
    from maps.page import asset

    @contextmanager
    def run_scripts(*names: str) -> Iterator[Any]:
        page = browser.new_page()
        page.evaluate("window.frontmap = {}")
        for name in names:
            page.add_script_tag(content=asset(name))
        yield page
        page.close()

    return run_scripts
