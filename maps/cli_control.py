"""`frontmap control`: who controls what, from control maps."""

from __future__ import annotations

import typer

from maps.cli_control_area import AREA_HELP, area
from maps.cli_control_change import CHANGE_HELP, change
from maps.cli_control_consensus import CONSENSUS_HELP, consensus
from maps.cli_control_export import EXPORT_HELP, export_control
from maps.cli_control_infer import INFER_HELP, infer
from maps.cli_control_map import CONTROL_MAP_HELP, control_map_page
from maps.cli_control_series import SERIES_HELP, series
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
app.command("area", help=AREA_HELP)(area)
app.command("change", help=CHANGE_HELP)(change)
app.command("consensus", help=CONSENSUS_HELP)(consensus)
app.command("export", help=EXPORT_HELP)(export_control)
app.command("infer", help=INFER_HELP)(infer)
app.command("map", help=CONTROL_MAP_HELP)(control_map_page)
app.command("series", help=SERIES_HELP)(series)
