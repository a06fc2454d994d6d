"""The exported site: whole, the same each time, silent of this machine, and over no other files."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml

from app.configuration import configuration
from app.engine import Engine
from app.export import ExportError, export, main
from app.web_files import WEB, brought_by
from model.files import ROOT, WEIGHTS

MODEL = "mnist-vae-2d"
ODD = "a #1 100% & <b>"
HASHED = re.compile(r"-([0-9a-f]{12})[./]")
AS_IT_IS = {"index.html", "embed.html", "sw.js", "README.md", "LICENSE"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of all shipped models."""
    folder = tmp_path_factory.mktemp("out") / "a course" / "site"
    export(folder)
    return folder


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One model, under a name that URLs write otherwise."""
    folder = tmp_path_factory.mktemp("weights")
    shutil.copytree(WEIGHTS / "data" / "mnist", folder / "data" / "mnist")
    shutil.copytree(WEIGHTS / MODEL, folder / ODD)
    return folder


def content_of(folder: Path) -> dict[str, bytes]:
    """All files by their paths in the folder."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def told(folder: Path) -> dict[str, Any]:
    """The configuration that the site's page reads."""
    [path] = folder.glob("configuration-*.json")
    return json.loads(path.read_bytes())


def leaves(found: Any) -> Iterator[Any]:
    """All values within JSON, in its order."""
    if isinstance(found, (dict, list)):
        for value in found.values() if isinstance(found, dict) else found:
            yield from leaves(value)
    else:
        yield found


def check_told(folder: Path, weights: Path) -> None:
    """Where the configuration names a file, the site has it under that address."""
    named: list[Path] = []

    def url_of(path: Path) -> str:
        named.append(path)
        return str(path)

    expected = list(leaves(json.loads(json.dumps(configuration(Engine(weights), url_of)))))
    found = list(leaves(told(folder)))
    assert len(found) == len(expected)
    sources = set(map(str, named))
    for value, source in zip(found, expected, strict=True):
        if source not in sources:
            assert value == source
            continue
        assert not value.startswith(("/", "http"))
        assert (folder / unquote(value)).read_bytes() == Path(source).read_bytes(), value


def test_what_the_configuration_names_is_there(whole: Path, weights: Path, tmp_path: Path) -> None:
    check_told(whole, WEIGHTS)
    export(tmp_path / "site", weights)
    check_told(tmp_path / "site", weights)


def test_a_name_changes_with_what_is_in_the_file(whole: Path) -> None:
    for name, content in content_of(whole).items():
        if name in AS_IT_IS:
            continue
        found = HASHED.search(name)
        assert found, name
        if not name.startswith("web-"):
            assert found[1] == hashlib.sha256(content).hexdigest()[:12], name


class Addresses(HTMLParser):
    """All that a page of HTML asks for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        wanted = ("href", "src", "data-configuration")
        self.found += [value or "" for name, value in attributes if name in wanted]


def test_every_address_in_the_site_leads_to_a_file(whole: Path) -> None:
    """In pages, scripts and styles; relative, so that the site may lie under any path."""
    asked: list[tuple[Path, str]] = []
    for page in (whole / "index.html", whole / "embed.html"):
        html = page.read_text()
        inline = re.findall(r'import\("([^"]+)"\)', html)
        asked += [(page, address) for address in [*Addresses(html).found, *inline]]
    for path in whole.rglob("*.js"):
        if "plotly" not in path.name:
            code = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
            modules = re.findall(r'(?:from|import\(?) ?"([./][^"\s]*)"', code)
            scripts = re.findall(r'importScripts\("([^"]+)"\)', code)
            asked += [(path, address) for address in [*modules, *scripts]]
    for path in whole.rglob("*.css"):
        asked += [(path, a) for a in re.findall(r'url\("([^"]+)"\)', path.read_text())]
    assert len(asked) > 400
    for path, address in asked:
        assert not address.startswith(("/", "http")), (path, address)
        assert (path.parent / unquote(address)).is_file(), (path, address)


def test_the_site_has_all_that_the_page_loads_later(whole: Path) -> None:
    [web] = whole.glob("web-*")
    for kind in ("*.js", "*.css", "*.woff2"):
        ours = {path.relative_to(WEB) for path in WEB.rglob(kind)} - {Path("hosts/gradio.js")}
        assert ours == {path.relative_to(web) for path in web.rglob(kind)}


def test_the_worker_knows_all_files_and_keeps_the_first_tabs(whole: Path) -> None:
    first = (whole / "sw.js").read_text().partition("\n")[0]
    site = json.loads(first.removeprefix("self.site = ").removesuffix(";"))
    assert set(map(unquote, site["files"])) == set(content_of(whole))
    assert set(site["shell"]) <= set(site["files"])
    modules = {path.relative_to(WEB).as_posix() for path in brought_by(WEB / "hosts/static.js")}
    [web] = whole.glob("web-*")
    files = told(whole)["models"][0]["files"]
    first_tab = {f"{web.name}/{name}" for name in modules} | {files["encoder"], files["decoder"]}
    assert first_tab <= set(site["shell"])


def test_nothing_tells_of_this_machine(whole: Path) -> None:
    for name, content in content_of(whole).items():
        for secret in (ROOT, Path.home(), whole.parent):
            assert str(secret).encode() not in content or str(secret) == "/", (name, secret)


def test_two_exports_are_the_same(whole: Path, tmp_path: Path) -> None:
    """The second by the command, in a process whose sets are in another order."""
    done = subprocess.run(
        [sys.executable, "-m", "app.export", str(tmp_path / "site")],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "7"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert content_of(tmp_path / "site") == content_of(whole)
    assert f"MiB in {tmp_path / 'site'}" in done.stdout
    assert "100%" in done.stderr  # the progress bar


def test_the_readme_is_of_a_static_space(whole: Path) -> None:
    _, front, text = (whole / "README.md").read_text().split("---\n", 2)
    says = yaml.safe_load(front)
    assert says["sdk"] == "static"
    assert (whole / says["app_file"]).is_file()
    ours = yaml.safe_load((ROOT / "README.md").read_text().split("---\n", 2)[1])
    assert {name: says[name] for name in ("title", "license")} == {
        name: ours[name] for name in ("title", "license")
    }
    assert not {"sdk_version", "python_version"} & set(says)
    assert "CC BY-SA 3.0" in text


def a_file(folder: Path) -> None:
    folder.write_text("mine")


def a_folder_of_mine(folder: Path) -> None:
    folder.mkdir()
    (folder / "index.html").write_text("mine")


def another_worker(folder: Path) -> None:
    folder.mkdir()
    (folder / "sw.js").write_text("self.mine = {};\n")


def an_export_in_a_repository(folder: Path) -> None:
    export(folder, WEIGHTS)
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")


@pytest.mark.parametrize(
    "arrange",
    [a_file, a_folder_of_mine, another_worker, an_export_in_a_repository],
    ids=lambda f: f.__name__,
)
def test_what_no_export_wrote_is_not_replaced(
    arrange: Callable[[Path], None], weights: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    arrange(folder)
    before = content_of(tmp_path)
    with pytest.raises(ExportError, match=r"name (a|another) folder"):
        export(folder, weights)
    assert content_of(tmp_path) == before


def test_the_command_says_so_in_a_sentence(tmp_path: Path) -> None:
    a_folder_of_mine(tmp_path / "site")
    with pytest.raises(SystemExit, match=r"^error: .*/site is there and is no exported site"):
        main([str(tmp_path / "site")])


def test_an_earlier_export_and_an_empty_folder_are_replaced(weights: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    export(first, WEIGHTS)
    second.mkdir()
    for folder in (first, second):
        export(folder, weights)
    assert content_of(first) == content_of(second)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first", "second"]


def test_what_breaks_off_leaves_the_earlier_export(
    weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    export(folder, weights)
    before = content_of(tmp_path)
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == "page.js":
            raise OSError("No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        export(folder, WEIGHTS)
    monkeypatch.undo()
    assert content_of(tmp_path) == before


def test_without_a_model_there_is_no_site(tmp_path: Path) -> None:
    (tmp_path / "weights").mkdir()
    with pytest.raises(ExportError, match=r"no models in .*python -m model.train"):
        export(tmp_path / "site", tmp_path / "weights")
    assert not (tmp_path / "site").exists()


def test_modules_are_found_as_javascript_writes_their_imports(tmp_path: Path) -> None:
    """Each form of an import, a circle, and what only looks like one."""
    (tmp_path / "a.js").write_text(
        'import "./b.js";\nimport { x } from "./c.js";\nimport * as d from "./d.js";\n'
        'export { y } from "./e.js";\nimport {\n  long,\n  list,\n} from "./f.js";\n'
        'const later = () => import("./later.js");\n// import { no } from "./comment.js";\n'
    )
    for name in "bcdef":
        (tmp_path / f"{name}.js").write_text('import { a } from "./a.js";\n')
    assert [path.name for path in brought_by(tmp_path / "a.js")] == [f"{n}.js" for n in "abcdef"]
