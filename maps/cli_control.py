"""`frontmap control`: who controls what, from control maps."""

from __future__ import annotations

import typer

from maps.cli_control_area import area
from maps.cli_control_change import change
from maps.cli_control_export import EXPORT_HELP, export_control
from maps.cli_control_map import CONTROL_MAP_HELP, control_map_page
from maps.cli_options import taught

app = typer.Typer(
    no_args_is_help=True,
    help=taught(
        "Read control maps: areas by side, changes between two days, series over many, maps.",
        "frontmap control area 20250104.json",
        "frontmap control change 20241215.json 20250104.json",
        "frontmap control series maps/ -o series.csv",
        "frontmap control map maps/ -o timeline.html",
    ),
)
app.command(
    help=taught(
        "Measure what each side has, by status, in each country that is not its own.\n\n"
        "Ground that the maker says lies in a country counts as drawn; other ground is cut at the "
        "border and coast. Areas are geodesic; ground under two polygons counts once.",
        "frontmap control area 20250104.json",
        'frontmap control area maps/ --within "Kursk region" --side UA',
        "frontmap control area 20250104.json --format json",
    )
)(area)
app.command(
    help=taught(
        "Compare two maps: ground gained and lost, and settlements that changed hands.\n\n"
        "Gained less lost is the change of the area. Thin pieces that two drawings of one line "
        "leave are told apart as slivers. Maps of two makers are compared with a warning alone.",
        "frontmap control change 20241215.json 20250104.json",
        'frontmap control change 20241215.json 20250104.json --within "Kursk region"',
        "frontmap control change 20241215.json 20250104.json --format json",
    )
)(change)
app.command("export", help=EXPORT_HELP)(export_control)
app.command("map", help=CONTROL_MAP_HELP)(control_map_page)
