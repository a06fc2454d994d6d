"""Files by URL, from a real server: what the page is told of is served, and nothing beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from app.configuration import configuration
from app.engine import Engine
from app.front.files import PublicFiles
from app.main import build_demo
from model.files import WEIGHTS
from tests.conftest import launched

MODEL = "mnist-ae-2d"


def as_it_is(weights: Path, store: Path) -> None:
    pass


def linked_folders(weights: Path, store: Path) -> None:
    for folder in (weights / MODEL, weights / "data" / "mnist", weights / "experiments"):
        shutil.move(folder, store / folder.name)
        folder.symlink_to(store / folder.name)


def linked_files(weights: Path, store: Path) -> None:
    """As a cache does that stores each content once: the names are links to numbers."""
    for number, path in enumerate(sorted(weights.rglob("*.*"))):
        shutil.move(path, store / str(number))
        path.symlink_to(store / str(number))


def linked_weights(weights: Path, store: Path) -> None:
    shutil.move(weights, store / "weights")
    weights.symlink_to(store / "weights")


@pytest.mark.parametrize(
    "arrange", [as_it_is, linked_folders, linked_files, linked_weights], ids=lambda f: f.__name__
)
def test_what_the_page_needs_is_served_wherever_links_lead(
    tmp_path: Path, arrange: Callable[[Path, Path], None]
) -> None:
    weights, store = tmp_path / "weights", tmp_path / "a .store"
    shutil.copytree(WEIGHTS / MODEL, weights / MODEL)
    shutil.copytree(WEIGHTS / "data" / "mnist", weights / "data" / "mnist")
    shutil.copytree(WEIGHTS / "experiments", weights / "experiments")
    (weights / MODEL / "history.json").write_text("{}")
    store.mkdir()
    arrange(weights, store)
    (store / "private.txt").write_text("not for visitors")
    told = configuration(Engine(weights), PublicFiles(weights).url_of)
    [model], [data] = told["models"], told["datasets"]
    history = model["files"].pop("history")
    mnist = WEIGHTS / "data" / "mnist"
    expected = {
        url: (WEIGHTS / MODEL / f"{name}.safetensors").read_bytes()
        for name, url in model["files"].items()
    } | {
        history: b"{}",
        data["pictures"]: (mnist / "pictures.safetensors.gz").read_bytes(),
        data["classifier"]: (mnist / "classifier.safetensors").read_bytes(),
    }
    for name, url in told["experiments"].items():
        expected[url] = (WEIGHTS / "experiments" / f"{name}.json").read_bytes()
    assert len(expected) == 6 + len(told["experiments"])
    demo = build_demo(weights)
    address = f"{launched(demo)}/"
    try:
        for url, content in expected.items():
            answer = httpx.get(f"{address}{url}")
            assert answer.status_code == 200, url
            assert answer.content == content
        [name] = [name for name in demo.public.texts if name.startswith("assets/")]
        answer = httpx.get(f"{address}files/{name}")
        assert answer.json()["models"][0]["id"] == MODEL
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["content-encoding"] == "br"
        assert "immutable" in answer.headers["cache-control"]
        hidden = (f"gradio_api/file={store}/private.txt", "files/../a%20.store/private.txt")
        assert {httpx.get(f"{address}{url}").status_code for url in hidden} == {403, 404}
    finally:
        demo.close()
