"""ARCHITECTURE.md and CONTRIBUTING.md name only what is there, and name every room."""

from __future__ import annotations

import re

import pytest

from app.main import ROOT

DOCS = ("ARCHITECTURE.md", "CONTRIBUTING.md")
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
