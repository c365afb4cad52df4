"""Write the real output of the README's commands into the README.

Run it from anywhere, with frontmap installed or from a checkout: `python tests/update_readme.py`.
Each ```console block holds lines that begin with `$ `; what a command prints stands below it.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)


def answer(line: str) -> str:
    """Run one command line of the README and give what it prints."""
    program, *arguments = shlex.split(line)
    script = Path(sys.executable).with_name("frontmap")
    frontmap = [str(script)] if script.exists() else [sys.executable, "-m", "maps"]
    starts = {"frontmap": frontmap, "python": [sys.executable]}
    if program not in starts:
        raise ValueError(f"the README runs {program!r}; only {', '.join(starts)} can be checked")
    usual = {key: value for key, value in os.environ.items() if key != "FRONTMAP_GAZETTEER"}
    done = subprocess.run(
        [*starts[program], *arguments],
        cwd=ROOT,
        env={**usual, "COLUMNS": "118", "PYTHONUTF8": "1", "XDG_DATA_HOME": os.devnull},
        capture_output=True,
        check=True,
        timeout=300,
    )
    text = done.stdout.decode()
    return "\n".join(text.strip("\n").split("\n")) + "\n"


def filled(text: str) -> str:
    """Put real output below every command of every block."""

    def fill(block: re.Match[str]) -> str:
        lines = [line for line in block[1].splitlines() if line.startswith("$ ")]
        return "\n".join(f"{line}\n{answer(line[2:])}" for line in lines)

    return BLOCK.sub(fill, text)


def main() -> None:
    """Rewrite the README."""
    readme = ROOT / "README.md"
    readme.write_text(filled(readme.read_text("utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
