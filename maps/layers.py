"""Features into folium layers: the only file that writes [lat, lon].

No text stands in a layer. A feature names the row of the page that tells about it (`card`), and
the page shows that row's markup when the feature is chosen; so nothing that a report says ever
stands in a script.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from maps.extent import Box

TILES: Final = "https://tile.openstreetmap.org"
TILES_NAME: Final = "Online tiles (shows your position to a third party)"
_COUNTRY: Final = re.compile("[A-Z]{2}")
_LEAFLET_ONLY: Final = frozenset({"leaflet", "leaflet_css"})

Feature = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """Features that are shown and hidden together."""

    key: str
    """Its name in the page's script."""
    features: tuple[Feature, ...]
    """What it holds, as GeoJSON features."""
    name: str | None = None
    """Its name in the layer control; None keeps it out of there. Never text of a report."""
    shown: bool = True
    """Whether it is shown when the page opens."""
    choosable: bool = False
    """Whether a reader may choose its features to be told about them."""


def feature(
    geometry: BaseGeometry, look: str, *, digits: int = 5, **properties: str | float | None
) -> Feature:
    """Make a GeoJSON feature.

    Parameters
    ----------
    geometry
        Its shape, longitude and latitude in degrees, WGS 84.
    look
        Key of its look in `maps.style.LOOKS`, or `spot`.
    digits
        Digits of a degree that coordinates keep; five are about a metre.
    **properties
        Codes and numbers that the look depends on; None is left out. Never text of a report.
    """
    kept = {name: value for name, value in properties.items() if value is not None}
    shape = mapping(shapely.transform(geometry, lambda degrees: degrees.round(digits)))
    return {
        "type": "Feature",
        "geometry": {"type": shape["type"], "coordinates": shape["coordinates"]},
        "properties": {"look": look, **kept},
    }


def side_code(side: str | None) -> str:
    """Give the code of a side for features: a country's own, of other names a checksum.

    A map's maker may call a side anything, and no text of a file stands in a script.

    Parameters
    ----------
    side
        ISO 3166-1 alpha-2 code or a maker's name of a party; None where it is not known.
    """
    if side is None or _COUNTRY.fullmatch(side):
        return side or ""
    return f"party-{hashlib.sha256(side.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def draw(layers: Sequence[Layer], *, view: Box) -> Any:  # noqa: ANN401 (folium carries no types)
    """Draw layers on a folium map whose element ids are stable.

    The page's script fits the view: folium's own would glide there later and undo it.

    Parameters
    ----------
    layers
        From the bottom to the top.
    view
        West, south, east, north of the first view in degrees, WGS 84.

    Returns
    -------
    folium.Map
        The map, with an online tile layer that is off.
    """
    import folium

    west, south, east, north = view
    picture = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None,
        prefer_canvas=True,
        control_scale=True,
        zoom_snap=0.25,
        zoom_delta=0.75,
        wheel_px_per_zoom_level=90,
        min_zoom=2,
        max_zoom=17,
        **_moving(),
    )
    _steady(picture, "frontmap")
    # Popups, icons and jQuery are not used: the page has its own cards and canvas symbols.
    picture.default_js = [pair for pair in picture.default_js if pair[0] in _LEAFLET_ONLY]
    picture.default_css = [pair for pair in picture.default_css if pair[0] in _LEAFLET_ONLY]
    tiles = folium.TileLayer(
        tiles=f"{TILES}/{{z}}/{{x}}/{{y}}.png",
        attr="Tiles: OpenStreetMap contributors",
        name=TILES_NAME,
        overlay=True,
        show=False,
        max_native_zoom=19,
        max_zoom=19,
    )
    for layer in layers:
        _steady(_geojson(layer), layer.key.replace("-", "_")).add_to(picture)
    _steady(tiles, "online").add_to(picture)
    _steady(folium.LayerControl(position="topright"), "layers").add_to(picture)
    # The page's own script fits the first view: behind a fit that glides it would be lost.
    return picture


def _moving() -> dict[str, Any]:
    """Whether the map may glide: the reader's own setting decides, in the browser."""
    from folium.utilities import JsCode

    return {name: JsCode("frontmap.moves") for name in ("zoom_animation", "fade_animation")}


def _geojson(layer: Layer) -> Any:  # noqa: ANN401
    """One layer as folium knows it, styled by the page's own script."""
    import folium
    from folium.utilities import JsCode

    return folium.GeoJson(
        {"type": "FeatureCollection", "features": list(layer.features)},
        name=layer.name or layer.key,
        control=layer.name is not None,
        show=layer.shown,
        interactive=layer.choosable,
        style=JsCode("frontmap.style"),
        point_to_layer=JsCode("frontmap.point"),
    )


def _steady(element: Any, name: str) -> Any:  # noqa: ANN401
    """Give an element of folium a fixed id instead of its random one."""
    element._id = name  # noqa: SLF001 (folium offers no other way)
    return element
