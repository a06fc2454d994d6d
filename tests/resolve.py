"""Do the requirements resolve, alone and with what a Space's builder adds? Nothing is installed.

`python -m tests.resolve` asks for each Python that is promised, for the newest versions and for the
lowest, and shows those of the packages that matter. It needs the package uv and a package index.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys

from model.files import ROOT

PYTHONS = ("3.10", "3.11", "3.12", "3.13")
RESOLUTIONS = ("highest", "lowest-direct")
SHOWN = ("gradio", "torch", "numpy", "pillow", "pydantic", "starlette", "spaces", "mcp")
UNREACHABLE = re.compile(r"Failed to fetch|error sending request|Network connectivity|dns error")


class NoIndexError(Exception):
    """There is no package index, or no uv, to ask."""


def sdk_version() -> str:
    """Of Gradio, as the README's front matter tells a Space."""
    [version] = re.findall(r"^sdk_version: (\S+)$", (ROOT / "README.md").read_text(), re.MULTILINE)
    return version


def added_by_a_space() -> str:
    """What the builder of a Space installs in the same resolve as requirements.txt."""
    return f"gradio[oauth,mcp]=={sdk_version()}\nuvicorn\nwebsockets\nspaces\n"


def resolved(python: str, resolution: str = "highest", *, in_space: bool = True) -> dict[str, str]:
    """The version of each package that is to be installed.

    PyTorch's own index is left out: it has the same versions, built for the CPU.
    Raises NoIndexError, and ValueError with uv's own words where there is no solution.
    """
    if importlib.util.find_spec("uv") is None:
        raise NoIndexError("the package uv is not installed")
    wanted = re.sub(
        r"^--extra-index-url.*$", "", (ROOT / "requirements.txt").read_text(), flags=re.M
    )
    command = ["uv", "pip", "compile", "-", "--quiet", "--python-version", python]
    run = subprocess.run(
        [sys.executable, "-m", *command, "--resolution", resolution, "--no-header"],
        input=wanted + "\n" + (added_by_a_space() if in_space else ""),
        capture_output=True,
        text=True,
    )
    if run.returncode:
        if UNREACHABLE.search(run.stderr):
            raise NoIndexError("no package index can be reached")
        raise ValueError(run.stderr)
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", run.stdout, re.MULTILINE))


def main() -> None:
    for in_space in (True, False):
        print("with what a Space adds" if in_space else "requirements.txt alone")
        for resolution in RESOLUTIONS:
            for python in PYTHONS:
                try:
                    found = resolved(python, resolution, in_space=in_space)
                except (NoIndexError, ValueError) as error:
                    raise SystemExit(f"error: Python {python}, {resolution}: {error}") from error
                shown = ", ".join(f"{name} {found[name]}" for name in SHOWN if name in found)
                print(
                    f"  Python {python}, {resolution}: {len(found)} packages, {shown}", flush=True
                )


if __name__ == "__main__":
    main()
