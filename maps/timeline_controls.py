"""The slider of a timeline and what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from maps import wording
from maps.html import Html, tag
from maps.timeline_axis import along, day_ticks
from maps.timeline_maps import Course

_WHOLE_S: Final[Mapping[str, float]] = {"Slow": 60, "Medium": 25, "Fast": 12, "Fastest": 6}
"""Seconds in which the whole series is played, by the name of the speed."""
_LONG: Final = 60
_SHORT: Final = 12
_FEW: Final = 4
_WIDE: Final = 1000
KEYS: Final = (
    "Space plays and pauses. Left and right go a day, Page Up and Page Down a map, Home and End to "
    "the first and the last day."
)
"""What the keys do."""
_ICONS: Final[Mapping[str, str]] = {
    "back": "M4 3h2v10H4zM13 3v10L6.5 8z",
    "play": "M4 2.5v11L13.5 8z",
    "pause": "M4 3h3v10H4zM9 3h3v10H9z",
    "on": "M10 3h2v10h-2zM3 3v10l6.5-5z",
}


def speeds(days: int) -> tuple[tuple[str, float], ...]:
    """Choose the speeds of playback, days a second.

    Parameters
    ----------
    days
        Days from the first map to the last.
    """
    paces = {name: max(days, _SHORT) / seconds for name, seconds in _WHOLE_S.items()}
    return tuple(
        (name, round(pace) if pace >= 5 else round(pace, 1)) for name, pace in paces.items()
    )


def bases(course: Course) -> tuple[tuple[str, str], ...]:
    """List what a day can be compared with: (key, words), the first as the page opens.

    In a long series a change from one day to the next is too small to see, so the page opens with
    the change of a month.

    Parameters
    ----------
    course
        The maps.
    """
    listed = [("before", "the map before"), ("first", "the first map")]
    for days, words in ((7, "7 days before"), (30, "30 days before")):
        if course.days > days and len(course.snapshots) > 3:
            listed.insert(-1, (str(days), words))
    if len(course.snapshots) > _LONG:
        listed.sort(key=lambda one: one[0] != "30")
    return (*listed, ("none", "no comparison"))


def controls(course: Course) -> Html:
    """Write the bar below the map; a browser that runs no scripts hides it.

    Parameters
    ----------
    course
        The maps.
    """
    last = course.snapshots[-1].date
    alone = course.days == 0
    return tag(
        "div",
        tag("p", tag("b", wording.day(last), class_="day"), " ", tag("span", class_="age"),
            class_="when"),
        tag(
            "div",
            _button("back", "Map before", alone=alone),
            _button("play", "Play", alone=alone, other="pause"),
            _button("on", "Next map", alone=alone),
            class_="buttons",
        ),
        tag(
            "div",
            tag("input", type="range", id="slider", min="0", max=str(course.days), step="1",
                value=str(course.days), aria_label="Day", aria_valuetext=wording.day(last),
                disabled=alone, autocomplete="off", aria_describedby="keys"),
            _marks(course),
            class_="track",
        ),
        tag("div", *_settings(course), class_="settings"),
        tag("p", KEYS, id="keys", class_="unseen"),
        id="clock", class_="clock alone" if alone else "clock", role="group", aria_label="Days",
    )  # fmt: skip


def _button(key: str, words: str, *, alone: bool, other: str | None = None) -> Html:
    icons = [
        tag("svg", tag("path", d=_ICONS[icon]), class_=f"icon {icon}", viewbox="0 0 16 16",
            width=16, height=16, aria_hidden="true")
        for icon in (key, other) if icon
    ]  # fmt: skip
    return tag("button", *icons, type="button", id=f"go-{key}", aria_label=words, title=words,
               disabled=alone)  # fmt: skip


def _marks(course: Course) -> Html:
    """A stroke for every map at its true day, and the ticks of the axis."""
    # One path for all of them: a year of lines would be drawn anew with every move of the thumb.
    strokes = tag(
        "svg",
        tag("path", d="".join(f"M{along(s.day, course.days) * _WIDE:.1f} 0V5"
                              for s in course.snapshots)),
        x=0, y=0, width="100%", height=5, viewbox=f"0 0 {_WIDE} 5", preserveaspectratio="none",
    )  # fmt: skip
    ticks = day_ticks(course.snapshots[0].date, course.days)
    named = []
    for index, tick in enumerate(ticks):
        edge = "start" if tick.at < 0.04 else "end" if tick.at > 0.96 else "middle"
        # On a narrow screen only every other one has room.
        minor = " minor" if index % 2 and len(ticks) > _FEW else ""
        named.append(tag("text", tick.label, x=f"{tick.at * 100:.3f}%", y=17, class_=edge + minor))
    return tag("svg", strokes, *named, class_="marks", width="100%", height=20,
               aria_hidden="true")  # fmt: skip


def _settings(course: Course) -> tuple[Html, ...]:
    paces = [
        tag("option", f"{name}, {pace:g} days a second", value=f"{pace:g}",
            selected=name == "Medium")
        for name, pace in speeds(course.days)
    ]  # fmt: skip
    compared = [tag("option", words, value=key) for key, words in bases(course)]
    alone = course.days == 0
    return (
        tag("label", "Speed ", tag("select", *paces, id="speed", disabled=alone,
                                   autocomplete="off")),
        tag("label", tag("input", type="checkbox", id="again", disabled=alone,
                         autocomplete="off"), " Repeat"),
        tag("label", "Change since ", tag("select", *compared, id="base", disabled=alone,
                                          autocomplete="off")),
        tag("button", "Compare with this day", type="button", id="pin", disabled=alone),
    )  # fmt: skip
