"""What the project's own pages name is there, and ARCHITECTURE.md names every room."""

from __future__ import annotations

import re

import pytest
import yaml

from app.main import ROOT
from tests.resolve import PYTHONS

DOCS = ("ARCHITECTURE.md", "CONTRIBUTING.md", "docs/hosting.md", "docs/spaces.md")
PATH = re.compile(r"(?:\.ci|app|docs|model|tests|weights)/[\w./-]*")


def text_of(name: str) -> str:
    return (ROOT / name).read_text()


@pytest.mark.parametrize("name", DOCS)
def test_every_path_that_is_named_is_there(name: str) -> None:
    paths = {path.rstrip(".") for path in PATH.findall(text_of(name))}
    paths = {path for path in paths if "/ID/" not in path}
    assert len(paths) >= 3
    for path in paths:
        assert (ROOT / path).exists(), path
        assert (ROOT / path).is_dir() == path.endswith("/"), path


@pytest.mark.parametrize("name", DOCS)
def test_every_command_that_is_named_works(name: str) -> None:
    text = text_of(name)
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for target in re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE):
        assert target in targets, target
    for module in re.findall(r"python -m ((?:app|model|tests)[\w.]*)", text):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), module
    for script in re.findall(r"npm run ([a-z]+)", text):
        assert f'"{script}":' in (ROOT / "package.json").read_text(), script


def test_every_room_is_named() -> None:
    text = text_of("ARCHITECTURE.md")
    rooms = [path for path in (ROOT / "app" / "web").iterdir() if path.is_dir()]
    for room in rooms:
        assert f"`app/web/{room.name}/`" in text, room.name
    for module in (ROOT / "app").glob("*.py"):
        if not module.name.startswith("_") and module.name != "figures.py":
            assert f"`app/{module.name}`" in text, module.name


def test_every_experiments_room_has_what_the_table_says() -> None:
    web = ROOT / "app" / "web"
    names = re.findall(
        r'^  (\w+): \(\) => import\("\./\1\.js"\)',
        (web / "views" / "rooms" / "index.js").read_text(),
        re.MULTILINE,
    )
    assert names
    for name in names:
        assert "export function mount(" in (web / "views" / "rooms" / f"{name}.js").read_text()
        assert (web / "styles" / "rooms" / f"{name}.css").is_file(), name
        for data in ("session/rooms.js", "text/en.js"):
            assert re.search(rf"^ +{name}: {{$", (web / data).read_text(), re.MULTILINE), name


def test_arrows_go_one_way_in_the_browsers_half() -> None:
    """hosts -> page -> views -> session -> models -> maths; text is for the page and the views."""
    order = ["maths", "models", "session", "views", "page.js", "hosts"]
    web = ROOT / "app" / "web"
    for path in web.rglob("*.js"):
        room = path.relative_to(web).parts[0]
        code = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        for target in re.findall(r'^(?:import|\} from).*?"(\.[^"]+)"', code, re.MULTILINE):
            other = (path.parent / target).resolve().relative_to(web.resolve()).parts[0]
            if room == "text" or other == "text":
                assert other == "text", f"{path.name} imports {target}"
                assert room in ("text", "page.js", "views"), f"{path.name} imports {target}"
                continue
            assert order.index(other) <= order.index(room), f"{path.name} imports {target}"


def test_arrows_go_one_way_in_python() -> None:
    for path in (ROOT / "model").glob("*.py"):
        assert not re.search(r"^\s*(?:from|import) app\b", path.read_text(), re.MULTILINE), path
    for path in (ROOT / "app").rglob("*.py"):
        assert not re.search(r"^\s*(?:from|import) tests\b", path.read_text(), re.MULTILINE), path


def test_the_page_on_spaces_says_what_the_front_matter_must() -> None:
    text, front = text_of("docs/spaces.md"), yaml.safe_load(text_of("README.md").split("---\n")[1])
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", text, re.MULTILINE)
    assert {name for name, _ in rows} <= front.keys()
    said = dict(rows)
    assert said["sdk"] == f"`{front['sdk']}`"
    assert said["app_file"] == f"`{front['app_file']}`"
    low, high = (tuple(map(int, v.split("."))) for v in said["python_version"].split(" to "))
    assert low <= tuple(map(int, front["python_version"].split("."))) <= high
    settings = text_of("pyproject.toml")
    assert f'requires-python = ">={low[0]}.{low[1]}"' in settings
    assert [f"{low[0]}.{minor}" for minor in range(low[1], high[1] + 1)] == list(PYTHONS)


def test_what_is_published_is_what_the_commands_on_spaces_name() -> None:
    """All that git ignores at the root and may be there is left out of an upload."""
    [command] = re.findall(r"^hf upload NAME/SPACE \. .*$", text_of("docs/spaces.md"), re.MULTILINE)
    ignored = re.findall(r"^/?([\w.]+)/$", text_of(".gitignore"), re.MULTILINE)
    for folder in (".venv", "node_modules", "data", "runs", "site"):
        assert folder in ignored
        assert f'--exclude "{folder}/*"' in command
