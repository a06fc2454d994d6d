"""The page's own files: where they lie, their version, and which modules bring which."""

from __future__ import annotations

import functools
import hashlib
import re
from pathlib import Path

WEB = Path(__file__).resolve().parent / "web"
# What a module brings with it; `import("…")` comes later, when it is needed.
IMPORT = re.compile(r"""^(?:import|export|\}) ?(?:[^"'();]* from )?"(\.[^"]+)";""", re.MULTILINE)
SHEET = WEB / "styles" / "index.css"  # of the whole page, but for what is loaded later
IMPORTED = re.compile(r"""^@import url\("\./([\w-]+\.css)"\);$""", re.MULTILINE)


@functools.cache
def version() -> str:
    """What the page's own files hold, as twelve hex digits: others when one of them changes."""
    digest = hashlib.sha256()
    for path in sorted(WEB.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(WEB)}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def brought_by(module: Path) -> list[Path]:
    """A module and all that it imports, directly or not, each once; not what it loads later."""
    found = [module.resolve()]
    for path in found:
        targets = [path.parent / target for target in IMPORT.findall(path.read_text("utf-8"))]
        found += [t for t in dict.fromkeys(t.resolve() for t in targets) if t not in found]
    return found


def one_sheet(sheet: Path = SHEET) -> str:
    """A stylesheet with those that it imports in their places: one file to fetch, not two dozen.

    All of them lie in one folder, so that what they name relative to themselves is found.
    """
    return IMPORTED.sub(lambda found: one_sheet(sheet.parent / found[1]), sheet.read_text("utf-8"))
