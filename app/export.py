"""`python -m app.export DIR`: the page as a plain website, for any file host and under any path.

The files of app/web/ lie in one folder that their version names, and the weights have a hash in
their names: what was fetched once is good for ever. The templates are in app/site/.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import torch
from tqdm import tqdm

from app.configuration import configuration
from app.engine import Engine
from app.errors import ToldError
from app.web_files import WEB, brought_by, version
from model.files import ROOT, WEIGHTS

SITE = Path(__file__).resolve().parent / "site"
HOST = WEB / "hosts" / "static.js"
PAGES = {"index.html": "", "embed.html": " data-embedded"}
# Of app/web what a browser asks for, and the licences of what others made.
SERVED = {".js", ".css", ".woff2", ".svg", ".txt", ".LICENSE"}
LATER = {".woff2", ".txt", ".LICENSE"}  # not for every visitor: kept when it was fetched
NOT_HERE = {"hosts/gradio.js"}
HASH = 12  # hex digits
WORKER = "sw.js"
MARK = "self.site = "  # how its first line begins, which names all files of the site
FRONT_MATTER = re.compile(r"\A---\n(.*?)---\n", re.DOTALL)
OF_GRADIO = ("sdk", "app_file", "python_version")


class ExportError(ToldError):
    """The site cannot be written; the message says why and what to do."""


class Site:
    """What a site consists of: contents by their path in it, with / between folders."""

    def __init__(self, weights: Path) -> None:
        self.weights = weights
        self.files: dict[str, bytes] = {}

    def url_of(self, path: Path) -> str:
        """Take a file in, with a hash in its name; its URL relative to the site's pages."""
        inside = path.is_relative_to(self.weights)
        folder = f"weights/{path.parent.relative_to(self.weights).as_posix()}/" if inside else ""
        return quote(self.add_hashed(folder, path.name, path.read_bytes()))

    def add_hashed(self, folder: str, name: str, content: bytes) -> str:
        """Take a content in under a name that holds its hash; the path that it has now."""
        stem, *suffixes = name.split(".")
        digest = hashlib.sha256(content).hexdigest()[:HASH]
        path = f"{folder}{'.'.join([f'{stem}-{digest}', *suffixes])}"
        self.files[path] = content
        return path


def site_of(weights: Path) -> dict[str, bytes]:
    """All files of the site for the models in ``weights``, by their paths; the same each time.

    Raises ExportError when there is no model to show.
    """
    engine = Engine(weights)
    if not engine.models:
        raise ExportError(
            f"There are no models in {weights}. Make one with `python -m model.train "
            "mnist-vae-2d`, or put a model's folder there, and export again."
        )
    site = Site(engine.weights)
    told = configuration(engine, site.url_of)
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    config = site.add_hashed("", "configuration.json", written)
    web = f"web-{version()}"
    for path in sorted(WEB.rglob("*")):
        name = path.relative_to(WEB).as_posix()
        if path.suffix in SERVED and name not in NOT_HERE:
            site.files[f"{web}/{name}"] = path.read_bytes()
    template = (SITE / "page.html").read_text("utf-8")
    first = first_files(told)
    for name, attribute in PAGES.items():
        says = {
            "web": web,
            "configuration": config,
            "attribute": attribute,
            "preloads": preloads(web, config),
            "first": json.dumps([] if attribute else first),
        }
        site.files[name] = filled(template, says).encode()
    site.files["LICENSE"] = (ROOT / "LICENSE").read_bytes()
    site.files["README.md"] = readme().encode()
    is_early = re.compile(rf"{web}/(?!.*({'|'.join(LATER)})$)")
    shell = [*PAGES, config, *first, *(quote(path) for path in site.files if is_early.match(path))]
    site.files[WORKER] = worker(web, shell, [*site.files, WORKER]).encode()
    return site.files


def first_files(told: Mapping[str, Any]) -> list[str]:
    """The URLs of both halves of the model that the page opens with (session/intent.js)."""
    models = told["models"]
    first = next((row for row in models if row["family"] == "main"), models[0])
    return [first["files"][half] for half in ("encoder", "decoder")]


def preloads(web: str, config: str) -> str:
    """What the page's start needs, named in its head so that nothing waits for another."""
    styles = re.findall(r'@import url\("\./(.+?)"\)', (WEB / "styles/index.css").read_text("utf-8"))
    modules = [path.relative_to(WEB).as_posix() for path in brought_by(HOST)]
    lines = [
        f'<link rel="preload" as="fetch" crossorigin href="{config}">',
        *(f'<link rel="preload" as="style" href="{web}/styles/{name}">' for name in styles),
        *(f'<link rel="modulepreload" href="{web}/{name}">' for name in modules),
    ]
    return "\n    ".join(lines)


def filled(template: str, says: Mapping[str, str]) -> str:
    """The template, each {{name}} replaced by what ``says`` holds under it."""
    return re.sub(r"\{\{(\w+)\}\}", lambda found: says[found[1]], template)


def readme() -> str:
    """The site's README: the front matter of a static Space, after that of the project's own."""
    found = FRONT_MATTER.match((ROOT / "README.md").read_text("utf-8"))
    assert found, "README.md begins with the front matter of a Space"
    kept = [line for line in found[1].splitlines() if not line.startswith(OF_GRADIO)]
    front = "\n".join([*kept, "sdk: static", "app_file: index.html"])
    return f"---\n{front}\n---\n\n{(SITE / 'README.md').read_text('utf-8')}"


def worker(web: str, shell: list[str], files: list[str]) -> str:
    """The service worker: what there is, and the module that keeps it (app/web/hosts/worker.js)."""
    site = json.dumps({"shell": shell, "files": sorted(quote(path) for path in files)})
    return f'{MARK}{site};\nimportScripts("{web}/hosts/worker.js");\n'


def check_replaceable(folder: Path) -> None:
    """Raise ExportError unless the folder is absent, empty, or all of it was exported."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    worker_file = folder / WORKER
    first = worker_file.read_text("utf-8").partition("\n")[0] if worker_file.is_file() else ""
    if not folder.is_dir() or not first.startswith(MARK):
        raise ExportError(
            f"{folder} is there and is no exported site; name a folder that is not there yet."
        )
    ours = set(json.loads(first[len(MARK) : -1])["files"])
    found = (path for path in folder.rglob("*") if not path.is_dir())
    others = [path for path in found if quote(path.relative_to(folder).as_posix()) not in ours]
    if others:
        raise ExportError(
            f"{folder} also holds {others[0].relative_to(folder)}, which no export wrote and this "
            f"one would delete; move it away, or name another folder."
        )


def export(folder: Path, weights: Path = WEIGHTS) -> int:
    """Write the site: all of it or nothing. An earlier one in its place is replaced.

    Args:
        folder: where to; made with its parents.
        weights: the folder of models that it shows.

    Returns:
        How many bytes the site holds.

    Raises:
        ExportError: the folder holds something else, or there is no model to show.
    """
    folder = folder.resolve()
    check_replaceable(folder)
    files = site_of(weights)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as scratch:
        new, old = Path(scratch) / "new", Path(scratch) / "old"
        for name, content in tqdm(files.items(), desc="export", unit="file"):
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    return sum(map(len, files.values()))


def main(words: list[str] | None = None) -> None:
    """The command line, or ``words`` in its place."""
    parser = argparse.ArgumentParser(description="Write the page as a plain website.")
    parser.add_argument("folder", metavar="DIR", type=Path, help="where to; made if need be")
    folder = parser.parse_args(words).folder
    torch.set_num_threads(1)
    try:
        size = export(folder)
    except ExportError as error:
        sys.exit(f"error: {error}")
    print(f"{size / 2**20:.0f} MiB in {folder}. Look at it: python -m http.server -d {folder}")


if __name__ == "__main__":
    main()
