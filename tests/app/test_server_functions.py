"""The server functions, which anyone can call with anything, outside Gradio's queue."""

from __future__ import annotations

import base64
import inspect
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from torch import Tensor

from app.engine import Engine
from app.errors import FAILED
from app.server_functions import server_functions
from model.files import WEIGHTS
from tests.serving import finished

VAE = "mnist-vae-2d"
Call = Callable[[Any], Any]


@pytest.fixture(scope="module")
def functions(engine: Engine) -> dict[str, Call]:
    return {function.__name__: now(function) for function in server_functions(engine)}


def now(function: Call) -> Call:
    """A server function that is a coroutine, called like one that is none."""
    if not inspect.iscoroutinefunction(function):
        return function
    return lambda arguments: finished(function(arguments))


def test_they_are_what_the_page_calls(functions: dict[str, Call]) -> None:
    assert list(functions) == ["encode", "decode", "picture", "prepare"]


def test_encode_and_decode_are_the_engines(
    functions: dict[str, Call], engine: Engine, pictures: Tensor
) -> None:
    mu, logvar = engine.encode(pictures[5].numpy(), VAE)
    assert logvar is not None
    answer = functions["encode"]([VAE, pictures[5].tolist()])
    assert answer == {"mu": mu.tolist(), "logvar": logvar.tolist()}
    assert functions["encode"](["mnist-ae-2d", pictures[5].tolist()])["logvar"] is None
    answer = functions["decode"]([VAE, [mu.tolist(), [0, 0]]])
    logits = np.frombuffer(base64.b64decode(answer["float32"]), "<f4").reshape(2, 784)
    assert np.array_equal(logits, engine.decode([mu.tolist(), [0, 0]], VAE))


def test_a_fault_of_the_code_is_logged_and_none_of_its_words_are_answered(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("/a/secret/place")

    monkeypatch.setattr(engine, "decode", fail)
    decode = server_functions(engine)[1]
    assert decode([VAE, [[0, 0]]])["error"]["message"] == FAILED
    assert "/a/secret/place" in caplog.text


def test_64_codes_take_little_of_the_cpu(functions: dict[str, Call], engine: Engine) -> None:
    """Less than their writing out as numbers alone would, whatever the machine."""
    z = [[index / 64, 0.0] for index in range(64)]

    def cpu_s(work: Callable[[], object]) -> float:
        work()
        times = []
        for _ in range(7):
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
        return min(times)

    numbers = engine.decode(z, VAE)
    plain = cpu_s(lambda: json.loads(json.dumps(numbers.tolist())))
    assert cpu_s(lambda: json.dumps(functions["decode"]([VAE, z]))) < plain


@pytest.mark.parametrize("index", [0, 7, 9999])
def test_picture(functions: dict[str, Call], pictures: Tensor, labels: Tensor, index: int) -> None:
    answer = functions["picture"](["mnist", index])
    assert np.array_equal(np.float32(answer["pixels"]), pictures[index].numpy())
    assert answer["label"] == labels[index]


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("picture", ["mnist", True], "index must be a whole number from 0 to 9999; it was True"),
        ("picture", ["mnist", -1], "index must be"),
        ("picture", ["mnist", 10_000], "index must be"),
        ("picture", ["mnist", 0.5], "index must be"),
        ("picture", ["mnist", [0]], "index must be"),
        ("picture", ["mnist", float("nan")], "index must be"),
        ("picture", ["mnist", None], "index must be"),
        ("picture", ["../mnist", 0], "data set must be one of mnist"),
        ("picture", [["mnist"], 0], "data set must be"),
        ("encode", [VAE, [0.0] * 783 + [10**400]], "picture must be 784 numbers"),
        ("encode", [VAE, [True] * 784], "picture must be"),
        ("encode", [[VAE], [0.0] * 784], "model must be one of"),
        ("encode", [{}, [0.0] * 784], "model must be one of"),
        ("decode", [VAE, [[0, 0]] * 65], "at most 64"),
        ("decode", [VAE, [[False, 0]]], "z must be"),
        ("decode", [], "decode takes model_id and z."),
        ("decode", [VAE, [0, 0], 1], "decode takes model_id and z."),
        ("decode", {"model_id": VAE}, "decode takes model_id and z."),
        ("decode", None, "decode takes model_id and z."),
        ("prepare", [], "prepare takes path."),
        ("prepare", "a.png", "prepare takes path."),
        ("prepare", [["a.png"]], "path must be where an upload was put."),
        ("prepare", ["a.png"], "image must be an upload"),
    ],
)
def test_what_is_wrong_is_said(
    functions: dict[str, Call], name: str, arguments: Any, says: str
) -> None:
    assert says in functions[name](arguments)["error"]["message"]


numbers = st.floats() | st.integers() | st.just(10**400)
names = st.sampled_from([VAE, "mnist-ae-10d", "mnist"])
json_values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(max_size=3) | names,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=12,
)
nearly = st.tuples(names, json_values | st.lists(numbers, min_size=2, max_size=2)).map(list)


@given(
    name=st.sampled_from(["encode", "decode", "picture", "prepare"]),
    arguments=json_values
    | st.lists(json_values, min_size=1, max_size=1)
    | st.lists(json_values, min_size=2, max_size=2)
    | nearly,
)
@example(name="picture", arguments=["mnist", True])
@example(name="encode", arguments=[VAE, [10**400] * 784])
@example(name="decode", arguments=[VAE, [1e308, -1e308]])
@example(name="decode", arguments=["x" * 10**6, [0, 0]])
@example(name="prepare", arguments=["x" * 10**6])
def test_any_arguments_get_an_answer_or_an_error_and_a_small_one(
    functions: dict[str, Call], name: str, arguments: Any
) -> None:
    text = json.dumps(functions[name](arguments), allow_nan=False)
    assert len(text) < 64 * 784 * 25  # the most that decode is there for


def test_pictures_that_went_away_are_an_error(tmp_path: Path) -> None:
    shutil.copytree(WEIGHTS / "data", tmp_path / "data")
    shutil.copytree(WEIGHTS / VAE, tmp_path / VAE)
    _, _, picture, _ = server_functions(Engine(tmp_path))
    shutil.rmtree(tmp_path / "data")
    error = picture(["mnist", 0])["error"]
    assert error["code"] == "picturesGone"
    assert error["says"] == {"dataset": "mnist"}
    assert "cannot be read" in error["message"]
    assert str(tmp_path) not in json.dumps(error)


def test_without_models_each_says_so(tmp_path: Path) -> None:
    encode, decode, picture, _ = server_functions(Engine(tmp_path))
    assert "no models" in encode([VAE, [0.0] * 784])["error"]["message"]
    assert "no models" in decode([VAE, [0, 0]])["error"]["message"]
    assert "data set must be one of none" in picture(["mnist", 0])["error"]["message"]
