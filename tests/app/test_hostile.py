"""Hostile uploads and odd calls, sent to the served app as a stranger would send them."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio.utils import get_upload_folder
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.main import ROOT
from tests.app.hostile import CORPUS, NAMES, drawn, saved
from tests.serving import page_id

VAE = "mnist-vae-2d"
ENDPOINTS = {"models": 0, "encode": 2, "decode": 2, "reconstruct": 2, "sample": 3}
# Of Python's, pydantic's or Gradio's own words, and of any path.
FOREIGN = re.compile(
    r"Traceback|File \"|Errno|Error\b(?!\")|object has no|NoneType|pydantic|validation|gradio/"
    rf"|{re.escape(str(ROOT))}|{re.escape(tempfile.gettempdir())}/|site-packages|/etc/"
)


@pytest.fixture(scope="module")
def http(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{server}/gradio_api", timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def page(server: str) -> int:
    with httpx.Client(base_url=server) as client:
        return page_id(client)


def upload(http: httpx.Client, content: bytes, name: str = "a.png") -> str:
    [path] = http.post("/upload", files={"files": (name, content)}).raise_for_status().json()
    return path


def function(http: httpx.Client, page: int, name: str, data: Any) -> httpx.Response:
    body = {"component_id": page, "fn_name": name, "data": data, "session_hash": "abc"}
    return http.post("/component_server", content=json.dumps(body))


def check_sentence(text: str) -> None:
    assert not FOREIGN.search(text), text
    assert text[0].isupper() or text.split()[0].rstrip(":").isidentifier(), text
    assert text.endswith("."), text
    assert len(text) < 1500, text  # one names all models


@pytest.mark.parametrize("what", CORPUS)
def test_a_hostile_picture_gives_28x28_or_a_sentence(
    http: httpx.Client, page: int, what: str
) -> None:
    make, is_fine = CORPUS[what]
    path = upload(http, make())
    answer = function(http, page, "prepare", [path]).raise_for_status().json()
    if is_fine is not None:
        assert ("error" not in answer) == is_fine, answer
    if "error" in answer:
        assert answer["error"]["code"]
        check_sentence(answer["error"]["message"])
    else:
        for way in ("mass", "box", "as_is"):
            assert len(answer[way]) == 784
            assert all(0 <= value <= 1 for value in answer[way])
    image = {"path": path, "meta": {"_type": "gradio.FileData"}}
    called = http.post("/run/encode", json={"data": [image, VAE]})
    assert called.is_success == ("error" not in answer)
    if not called.is_success:
        check_sentence(called.json()["error"])


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:30])
def test_a_name_leads_nowhere(http: httpx.Client, page: int, name: str) -> None:
    uploads = Path(get_upload_folder()).resolve()
    content = saved(drawn())
    answer = http.post("/upload", files={"files": (name, content)})
    if not answer.is_success:
        assert answer.status_code in (413, 422)
        check_sentence(answer.json()["detail"])
        return
    [path] = answer.json()
    stored = Path(str(uploads) + path.removeprefix("/uploads")).resolve()
    assert stored.parent.parent == uploads
    assert re.fullmatch("[0-9a-f]{64}", stored.parent.name)
    assert "error" not in function(http, page, "prepare", [path]).json()


def test_what_was_uploaded_is_never_shown_as_a_page(http: httpx.Client) -> None:
    for content, name in ((b"<script>alert(1)</script>", "a.html"), (b"<svg/>", "a.svg")):
        shown = http.get(f"/file={upload(http, content, name)}")
        assert shown.headers["x-content-type-options"] == "nosniff"
        assert shown.headers["content-disposition"].startswith("attachment")


numbers = st.floats() | st.integers() | st.sampled_from([10**400, -(10**400), 0.5, 3])
words = st.sampled_from([VAE, "mnist-ae-10d", "", "a", "../..", "/etc/passwd"]) | st.text(
    max_size=3
)
files = st.builds(
    lambda path, more: {"path": path, "meta": {"_type": "gradio.FileData"}, **more},
    st.sampled_from(["/etc/passwd", "/etc", "", ".", "http://127.0.0.1:1/a.png", "/uploads/a", 5]),
    st.sampled_from([{}, {"url": "http://127.0.0.1:1/"}, {"is_stream": True}, {"size": "a"}]),
)
odd = st.recursive(
    st.none() | st.booleans() | numbers | words | files,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=2),
    max_leaves=6,
)


@given(
    way=st.sampled_from(["run", "api"]),
    name=st.sampled_from([*ENDPOINTS, "nothing"]),
    data=st.lists(odd, max_size=4) | odd,
)
@example(way="run", name="sample", data=[VAE, float("nan"), [1]])
@example(way="run", name="sample", data=[VAE, "a", 0])
@example(way="run", name="sample", data=[VAE, 1, 10**400])
@example(
    way="run", name="encode", data=[{"path": "/etc", "meta": {"_type": "gradio.FileData"}}, VAE]
)
@example(way="run", name="decode", data=[[0, 0]])
@example(way="run", name="models", data=[{"path": "/etc/passwd"}])
@settings(max_examples=80)
def test_any_arguments_get_an_answer_or_a_sentence(
    http: httpx.Client, way: str, name: str, data: Any
) -> None:
    answer = http.post(f"/{way}/{name}", content=json.dumps({"data": data}))
    assert answer.status_code in (200, 404, 422), answer.text
    if not answer.is_success:
        check_sentence(answer.json()["error"])


queued = st.fixed_dictionaries(
    {},
    optional={
        "data": st.lists(odd, max_size=3),
        "fn_index": st.integers(-2, 9) | odd,
        "session_hash": words | st.just("s1"),
        "event_id": odd,
        "trigger_id": odd,
        "component_id": st.integers(0, 9) | odd,
        "fn_name": st.sampled_from(["decode", "encode", "get_config", "__init__"]) | odd,
    },
)


@given(
    path=st.sampled_from(["queue/join", "cancel", "reset", "component_server"]), body=queued | odd
)
@example(path="component_server", body={"component_id": 10**9, "fn_name": "decode", "data": []})
@example(path="queue/join", body={"fn_index": 99, "session_hash": "s", "data": []})
@settings(max_examples=80)
def test_any_body_is_answered(http: httpx.Client, path: str, body: Any) -> None:
    answer = http.post(f"/{path}", content=json.dumps(body))
    assert answer.status_code in (200, 404, 422, 503), answer.text
    if not answer.is_success:
        check_sentence(answer.json()["detail"])


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[" * 100_000, b"\xff\xfe", b"9" * 5000, b'{"data": 1e999}']
)
@pytest.mark.parametrize("path", ["run/decode", "call/decode", "call/v2/decode", "queue/join"])
def test_a_body_that_is_no_call_is_refused(http: httpx.Client, path: str, body: bytes) -> None:
    answer = http.post(f"/{path}", content=body)
    assert answer.status_code in (404, 422)
    check_sentence(answer.json()["detail"])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"z": [0, 0]}, 200),
        ({"z": [0, 0], "model": VAE}, 200),
        ({"model": VAE}, 422),
        ({"z": [0, 0], "more": 1}, 422),
    ],
)
def test_arguments_by_name(http: httpx.Client, body: Any, status: int) -> None:
    answer = http.post("/call/v2/decode", json=body)
    assert answer.status_code == status
    if status == 200:
        heard = http.get(f"/call/decode/{answer.json()['event_id']}").text
        assert "event: complete" in heard
        assert "/uploads/" in heard
    else:
        assert "decode takes z, model." in answer.json()["detail"]


def test_after_all_that_it_answers(http: httpx.Client) -> None:
    assert http.post("/run/decode", json={"data": [[0, 0], VAE]}).is_success
