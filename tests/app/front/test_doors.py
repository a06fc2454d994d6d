"""What can be asked for from outside, and what of a request's headers is believed."""

from __future__ import annotations

import os
import re
import secrets

import httpx
import pytest

from app.front.doors import hosts_of
from app.front.headers import FIXED
from app.main import ROOT


@pytest.fixture(scope="module")
def http(server: str) -> httpx.Client:
    return httpx.Client(base_url=server, timeout=60)


CLOSED = [
    ("GET", "/monitoring"),
    ("GET", "/monitoring/summary"),
    ("GET", "/monitoring/key"),
    ("GET", "/runs"),
    ("GET", "/docs"),
    ("GET", "/openapi.json"),
    ("GET", "/gradio_api/runs"),
    ("GET", "/gradio_api/token"),
    ("GET", "/gradio_api/deep_link"),
    ("GET", "/gradio_api/dev/reload"),
    ("GET", "/gradio_api/vibe-code"),
    ("POST", "/gradio_api/vibe-code"),
    ("POST", "/gradio_api/vibe-edit"),
    ("GET", "/gradio_api/proxy=http://127.0.0.1/"),
    ("GET", "/gradio_api/file=http://127.0.0.1/a.png"),
    ("GET", "/gradio_api/file=file:///etc/passwd"),
    ("POST", "/gradio_api/process_recording"),
    ("POST", "/gradio_api/stream/abc"),
    ("POST", "/login"),
    ("PUT", "/"),
    ("TRACE", "/"),
]


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_what_the_page_does_not_call_cannot_be_called(
    http: httpx.Client, method: str, path: str
) -> None:
    answer = http.request(method, path)
    assert answer.status_code == 404
    assert "nothing at this address" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/", "/config", "/theme.css", "/gradio_api/info", "/nothing"])
def test_every_answer_has_the_headers(http: httpx.Client, path: str) -> None:
    answer = http.get(path)
    assert {name: answer.headers.get(name) for name in FIXED} == FIXED


def test_a_space_and_a_notebook_may_hold_the_page_in_a_frame() -> None:
    policy = dict(p.split(" ", 1) for p in FIXED["Content-Security-Policy"].split("; "))
    frames = policy.pop("frame-ancestors").split()
    assert {"'self'", "https:", "http://localhost:*"} <= set(frames)  # https://huggingface.co too
    assert "X-Frame-Options" not in FIXED  # it knows no such list
    assert "http" not in " ".join(policy.values())  # nothing is fetched from elsewhere


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/gradio_api/openapi.json"])
def test_no_answer_shows_a_path_of_the_machine(http: httpx.Client, path: str) -> None:
    text = http.get(path).raise_for_status().text
    for place in (str(ROOT), os.path.expanduser("~"), os.__file__.rsplit("/", 2)[0], "/tmp"):  # noqa: PTH111
        assert place not in text
    assert not re.search(r"/(home|usr|root|var|Users|site-packages)/", text)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-host", "127.0.0.1, evil.example"),
        ("x-forwarded-host", '"><script>alert(1)</script>'),
        ("x-gradio-server", "http://evil.example"),
        ("forwarded", "host=evil.example"),
        ("x-forwarded-proto", "evil"),
    ],
)
def test_where_it_runs_is_not_what_a_stranger_says(
    http: httpx.Client, header: str, value: str
) -> None:
    unique = {"user-agent": secrets.token_hex(4)}
    for path in ("/", "/config"):
        assert "evil" not in http.get(path, headers={header: value} | unique).text
        assert "alert(1)" not in http.get(path, headers={header: value} | unique).text


def test_a_host_that_is_no_name_is_refused(http: httpx.Client) -> None:
    answer = http.get("/", headers={"host": 'a"><script>'})
    assert answer.status_code == 400
    assert "script" not in answer.text


def test_the_hosts_that_a_proxy_may_name() -> None:
    assert hosts_of({}) == ()
    assert hosts_of({"LATENT_EXPLORER_HOSTS": "Vae.example.org, other"}) == (
        "vae.example.org",
        "other",
    )
    space = {"SPACE_ID": "a/b", "SPACE_HOST": "a-b.hf.space"}
    assert hosts_of(space) == ("a-b.hf.space", ".hf.space")
    assert hosts_of({"SPACE_HOST": "a-b.hf.space"}) == ()
