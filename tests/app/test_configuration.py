"""What the page is told at its start: plain data, whatever the folders are called."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bridge import call, file_url, on_load
from app.configuration import configuration
from app.engine import MAX_BATCH, Engine
from model.files import WEIGHTS

PAGE = "http://127.0.0.1:7860/some/mount/"
BEFORE = "/some/mount/gradio_api/file="


def path_of(url: str) -> Path:
    """The file that a browser on PAGE would ask for: nothing of it is a query or a fragment."""
    parts = urlsplit(urljoin(PAGE, url))
    assert (parts.query, parts.fragment) == ("", "")
    assert parts.path.startswith(BEFORE)
    return Path(unquote(parts.path.removeprefix(BEFORE)))


@given(st.lists(st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1)))
def test_any_path_comes_back_from_its_url(names: list[str]) -> None:
    names = [name for name in names if name not in (".", "..")]
    path = Path("/").joinpath(*names)
    url = file_url(path)
    assert url.isascii()
    assert not set(url) & set(" #?\"'<>\\`")
    assert path_of(url) == path


@pytest.mark.parametrize("name", ["plain", "a #1 100% b", "what?", "Schöne Gewichte", "it's"])
def test_every_file_it_names_is_there(tmp_path: Path, name: str) -> None:
    weights = tmp_path / name / "weights"
    shutil.copytree(WEIGHTS, weights)
    told = configuration(Engine(weights), file_url)
    files = [url for row in told["models"] for url in row["files"].values()]
    files += [row["pictures"] for row in told["datasets"]]
    assert len(files) == 3 * len(told["models"]) + len(told["datasets"])
    for url in files:
        assert path_of(url).is_relative_to(weights)
        assert path_of(url).is_file()
    assert path_of(told["plotly"]).is_file()


def test_it_is_json_and_every_model_and_data_set_is_described(engine: Engine) -> None:
    told = json.loads(json.dumps(configuration(engine, file_url), allow_nan=False))
    assert [row["id"] for row in told["models"]] == engine.ids()
    datasets = {row["id"]: row for row in told["datasets"]}
    for row in told["models"]:
        data = datasets[row["dataset"]]
        assert len(row["metrics"]["mu_min"]) == row["latent_dim"]
        assert row["twin"] is None or row["twin"] in engine.ids()
        traces = told["figures"][row["dataset"]]["data"]
        assert [trace["name"] for trace in traces] == data["classes"]
    for data in datasets.values():
        assert all(0 <= index < data["n"] for index in data["examples"])
    assert told["maxBatch"] == MAX_BATCH
    assert told["problems"] == []


def test_a_folder_that_is_left_out_is_told_of(tmp_path: Path) -> None:
    shutil.copytree(WEIGHTS / "data", tmp_path / "data")
    for name in ("mnist-vae-2d", "mnist-ae-2d"):
        shutil.copytree(WEIGHTS / name, tmp_path / name)
    (tmp_path / "mnist-ae-2d" / "config.json").write_text("{")
    told = configuration(Engine(tmp_path), file_url)
    assert [row["id"] for row in told["models"]] == ["mnist-vae-2d"]
    assert told["models"][0]["twin"] is None
    ((name, sentence),) = told["problems"]
    assert name == "mnist-ae-2d"
    assert "config.json" in sentence


def test_no_models_is_a_configuration_too(tmp_path: Path) -> None:
    told = configuration(Engine(tmp_path), file_url)
    assert (told["models"], told["datasets"], told["figures"]) == ([], [], {})


def test_paths_in_the_pages_own_javascript_are_string_literals() -> None:
    """A quote in a checkout's path ends no string, and names travel as data."""
    for code in (call("tabShown", 'a"b'), on_load("web.start();")):
        assert json.dumps(file_url(Path(__file__).parents[2] / "app/web/hosts/gradio.js")) in code
    assert '"a\\"b"' in call("tabShown", 'a"b')
