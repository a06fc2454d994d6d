"""What the page is told at its start: plain data, whatever the folders are called."""

from __future__ import annotations

import base64
import json
import re
import shutil
import zlib
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import gradio as gr
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bridge import on_load, page
from app.caching import BY_CONTENT
from app.configuration import configuration
from app.engine import MAX_BATCH, Engine
from app.front.files import PublicFiles
from model.data import load_asset
from model.files import WEIGHTS

PAGE = "http://127.0.0.1:7860/some/mount/"
BEFORE = "/some/mount/files/"


def path_of(files: PublicFiles, url: str) -> Path:
    """The file that a browser on PAGE would ask for: nothing of it is a query or a fragment."""
    parts = urlsplit(urljoin(PAGE, url))
    assert (parts.query, parts.fragment) == ("", "")
    assert parts.path.startswith(BEFORE)
    return files.named[unquote(parts.path.removeprefix(BEFORE))]


@given(st.lists(st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1)))
def test_any_path_comes_back_from_its_url_which_does_not_show_it(names: list[str]) -> None:
    names = [name for name in names if name not in (".", "..")]
    path = Path("/the").joinpath(*names, "file")
    url = (files := PublicFiles(WEIGHTS, own=())).url_of(path)
    assert url.isascii()
    assert not set(url) & set(" #?\"'<>\\`")
    assert path_of(files, url) == path
    assert url == f"files/{url[6:18]}/file"


@pytest.mark.parametrize("name", ["plain", "a #1 100% b", "what?", "Schöne Gewichte", "it's"])
def test_every_file_it_names_is_there(tmp_path: Path, name: str) -> None:
    weights = tmp_path / name / "weights"
    shutil.copytree(WEIGHTS, weights, ignore=shutil.ignore_patterns("SHA256SUMS"))
    for path in weights.glob("*/history.json"):
        path.unlink()
    (weights / "mnist-vae-2d" / "history.json").write_text("{}")
    public = PublicFiles(weights)
    told = configuration(Engine(weights), public.url_of)
    assert [row["id"] for row in told["models"] if row["files"]["history"]] == ["mnist-vae-2d"]
    files = [url for row in told["models"] for url in row["files"].values() if url]
    files += [row["pictures"] for row in told["datasets"]]
    assert len(files) == 3 * len(told["models"]) + 1 + len(told["datasets"])
    classifiers = {row["id"]: row["classifier"] for row in told["datasets"]}
    for data, url in classifiers.items():
        assert (url is None) == (not (weights / "data" / data / "classifier.safetensors").is_file())
        files += [url] if url else []
    assert classifiers["mnist"]
    for url in files:
        assert path_of(public, url).is_relative_to(weights)
        assert path_of(public, url).is_file()
    assert path_of(public, told["plotly"]).is_file()


def test_it_is_json_and_every_model_and_data_set_is_described(engine: Engine) -> None:
    told = json.loads(
        json.dumps(configuration(engine, PublicFiles(WEIGHTS).url_of), allow_nan=False)
    )
    assert [row["id"] for row in told["models"]] == engine.ids()
    datasets = {row["id"]: row for row in told["datasets"]}
    for row in told["models"]:
        data = datasets[row["dataset"]]
        assert len(row["metrics"]["mu_min"]) == row["latent_dim"]
        assert row["twin"] is None or row["twin"] in engine.ids()
        traces = told["figures"][row["dataset"]]["data"]
        assert [trace["name"] for trace in traces] == data["classes"]
    for name, data in datasets.items():
        assert all(0 <= index < data["n"] for index in data["examples"])
        pictures, labels = load_asset(name)
        offered = zlib.decompress(base64.b64decode(data["offered"]["pixels"]))
        expected = (pictures[data["examples"]] * 255).round().byte()
        assert offered == expected.numpy().tobytes()
        assert data["offered"]["labels"] == labels[data["examples"]].tolist()
    assert told["maxBatch"] == MAX_BATCH
    assert told["problems"] == []


def test_a_folder_that_is_left_out_is_told_of(tmp_path: Path) -> None:
    shutil.copytree(WEIGHTS / "data", tmp_path / "data")
    for name in ("mnist-vae-2d", "mnist-ae-2d"):
        shutil.copytree(WEIGHTS / name, tmp_path / name)
    (tmp_path / "mnist-ae-2d" / "config.json").write_text("{")
    public = PublicFiles(tmp_path)
    told = configuration(Engine(tmp_path), public.url_of)
    assert [row["id"] for row in told["models"]] == ["mnist-vae-2d"]
    assert told["models"][0]["twin"] is None
    ((name, sentence),) = told["problems"]
    assert name == "mnist-ae-2d"
    assert "config.json" in sentence


def test_no_models_is_a_configuration_too(tmp_path: Path) -> None:
    public = PublicFiles(tmp_path)
    told = configuration(Engine(tmp_path), public.url_of)
    assert (told["models"], told["datasets"], told["figures"]) == ([], [], {})
    assert told["experiments"] == {}


def test_what_the_page_runs_names_its_files_by_string_literals() -> None:
    """A quote in an address ends no string."""
    host, config = 'it\'s "here"/gradio.js', 'and "there".json'
    code = on_load(host, config)
    for address in (host, config):
        literals = re.findall(r'(?:at|told)\(("(?:[^"\\]|\\.)*")\)', code)
        assert address in map(json.loads, literals)
    assert '"here"' not in code.replace('\\"', "")


def test_the_page_is_one_component_told_where_its_configuration_is(engine: Engine) -> None:
    """Gradio copies all props at every event, and searches the script: neither holds the models."""
    files = PublicFiles(WEIGHTS)
    with gr.Blocks() as demo:
        shown = page(engine, files)
    assert list(demo.blocks.values()) == [shown]
    [(name, content)] = [item for item in files.texts.items() if item[0].startswith("assets/")]
    assert json.loads(content) == json.loads(json.dumps(configuration(engine, files.url_of)))
    assert BY_CONTENT.search(f"/files/{name}")
    assert shown.js_on_load
    assert f'told("files/{name}")' in shown.js_on_load
    assert not any(name in json.dumps(shown.get_config(), default=str) for name in engine.ids())


def test_another_configuration_has_another_address() -> None:
    files = PublicFiles(WEIGHTS, own=())
    first, second = (files.url_of_text("a.json", text) for text in (b"{}", b"[]"))
    assert first != second
    assert files.url_of_text("a.json", b"{}") == first


def test_what_was_measured_is_told_of_and_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    shutil.copytree(WEIGHTS / "data", tmp_path / "data")
    shutil.copytree(WEIGHTS / "mnist-vae-2d", tmp_path / "mnist-vae-2d")
    folder = tmp_path / "experiments"
    folder.mkdir()
    whole = {"name": "beta #1", "command": "x", "protocol": {}, "figures": {}}
    (folder / "beta #1.json").write_text(json.dumps(whole))
    (folder / "cut.json").write_text('{"name": ')
    (folder / "infinite.json").write_text(json.dumps(whole | {"figures": {"x": float("inf")}}))
    (folder / "partial.json").write_text(json.dumps({"name": "partial", "command": "x"}))
    (folder / "list.json").write_text("[]")
    (folder / "notes.md").write_text("not one of them")
    public = PublicFiles(tmp_path)
    told = configuration(Engine(tmp_path), public.url_of)
    assert {name: path_of(public, url) for name, url in told["experiments"].items()} == {
        "beta #1": folder / "beta #1.json"
    }
    problems = dict(told["problems"])
    assert set(problems) == {
        f"experiments/{n}.json" for n in ("cut", "infinite", "list", "partial")
    }
    assert str(tmp_path) not in "".join(problems.values())
    assert "protocol" in problems["experiments/partial.json"]
    for name in ("cut", "partial"):
        assert f"python -m model.experiments {name}" in problems[f"experiments/{name}.json"]


def test_a_file_of_another_package_is_named_by_what_is_in_it(tmp_path: Path) -> None:
    """On every machine the same, wherever it lies there."""
    for name, text in (("a", "same"), ("b", "same"), ("c", "other")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file.js").write_text(text)
    files = PublicFiles(WEIGHTS, own=())
    one, other, third = (files.url_of(tmp_path / name / "file.js") for name in "abc")
    assert one == other != third
