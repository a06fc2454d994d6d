"""Each bound of a request by itself, in front of an app that notes what reaches it."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from app.errors import FAILED
from app.front.bodies import BoundedBodies
from app.front.faults import SaidFaults
from app.front.listening import Listeners
from app.front.paths import HiddenFolder
from app.front.places import Places
from app.front.saying import BUSY
from app.front.uploading import COUNT_S, BoundedUploads
from app.limits import Limits
from tests.serving import finished

RUN, UPLOAD = "/gradio_api/run/decode", "/gradio_api/upload"
LIMITS = Limits(body_bytes=1000, upload_bytes=3000)


def client(app: ASGIApp, address: str = "10.0.0.1") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=(address, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://test")


def counting(seen: list[int]) -> Starlette:
    async def read(request: Request) -> Response:
        try:
            body = await request.body()
        except Exception as error:  # as FastAPI does
            return PlainTextResponse(f"broken: {error}", 400)
        seen.append(len(body))
        return PlainTextResponse("read")

    return Starlette(routes=[Route("/{path:path}", read, methods=["POST"])])


async def pieces(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield bytes(100)


@pytest.mark.parametrize("is_told", [True, False], ids=["told", "not told"])
@pytest.mark.parametrize(("path", "most"), [(RUN, 1000), (UPLOAD, 3000), ("/", 1000)])
def test_a_body_over_its_bound_is_refused_and_one_at_it_passes(
    path: str, most: int, is_told: bool
) -> None:
    seen: list[int] = []

    async def send(size: int) -> httpx.Response:
        async with client(BoundedBodies(counting(seen), LIMITS)) as http:
            return await http.post(path, content=bytes(size) if is_told else pieces(size // 100))

    assert finished(send(most)).text == "read"
    over = finished(send(most + 100))
    assert over.status_code == 413
    assert "may have at most" in over.json()["detail"]
    assert seen == [most]


def test_a_length_that_is_no_number_is_refused() -> None:
    async def send() -> httpx.Response:
        async with client(BoundedBodies(counting([]), LIMITS)) as http:
            return await http.post(RUN, content=b"x", headers={"content-length": "-1"})

    assert finished(send()).status_code == 413


def test_one_visitor_is_bounded_and_another_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    now = [0.0]
    limits = Limits(uploads_of_one=1000, uploads_window_s=60, visitors=2)
    app = BoundedUploads(counting([]), limits, now=lambda: now[0])

    async def statuses(address: str, *sizes: int) -> list[int]:
        async with client(app, address) as http:
            return [(await http.post(UPLOAD, content=bytes(s))).status_code for s in sizes]

    assert finished(statuses("1", 400, 600, 1)) == [200, 200, 429]
    assert finished(statuses("2", 400)) == [200]
    now[0] = 61
    assert finished(statuses("1", 400)) == [200]
    assert finished(statuses("3", 1)) == [200]
    assert len(app._sent) == 2


def test_what_is_kept_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.png").write_bytes(bytes(900))

    async def send(size: int) -> httpx.Response:
        async with client(BoundedUploads(counting([]), Limits(temp_bytes=1000))) as http:
            return await http.post(UPLOAD, content=bytes(size))

    assert finished(send(100)).status_code == 200
    full = finished(send(101))
    assert full.status_code == 503
    assert "as many pictures as it keeps" in full.json()["detail"]
    assert int(full.headers["retry-after"]) > 0


def test_what_came_since_the_last_count_is_kept_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    now = [0.0]
    app = BoundedUploads(counting([]), Limits(temp_bytes=1000), now=lambda: now[0])

    async def status(size: int) -> int:
        async with client(app) as http:
            return (await http.post(UPLOAD, content=bytes(size))).status_code

    assert finished(status(600)) == 200
    assert finished(status(500)) == 503
    now[0] = COUNT_S + 1  # nothing of it is in the folder
    assert finished(status(500)) == 200


def queue_of(length: int = 0) -> Any:
    class Queue:
        event_ids_to_events: dict[str, Any]
        pending_event_ids_session: dict[str, set[str]]

        def __len__(self) -> int:
            return length

    queue = Queue()
    queue.event_ids_to_events, queue.pending_event_ids_session = {}, {}
    return queue


@pytest.mark.parametrize("path", [RUN, "/gradio_api/component_server"])
def test_who_is_over_the_bound_is_told_to_try_again_and_who_leaves_frees_a_place(
    path: str,
) -> None:
    blocks: Any = SimpleNamespace(_queue=queue_of(1))
    reached, ended = asyncio.Event(), []

    async def ask() -> tuple[httpx.Response, httpx.Response]:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            if scope["headers"] and (b"x-first", b"1") in scope["headers"]:
                reached.set()
                try:
                    await asyncio.Event().wait()
                finally:
                    ended.append("first")
            await PlainTextResponse("done")(scope, receive, send)

        places = Places(app, Limits(waiting=2), lambda _: blocks)
        left = asyncio.Event()
        messages = [{"type": "http.request", "body": b"{}"}]

        async def receive() -> Any:
            if messages:
                return messages.pop()
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            raise AssertionError(message)

        scope = {"type": "http", "method": "POST", "path": path, "headers": [(b"x-first", b"1")]}
        first = asyncio.create_task(places(scope, receive, send))
        await reached.wait()
        async with client(places) as http:
            over = await http.post(path, content=b"{}")
            left.set()
            await first
            return over, await http.post(path, content=b"{}")

    over, after = finished(ask())
    assert over.status_code == 503
    assert over.json()["detail"] == BUSY
    assert ended == ["first"]
    assert after.text == "done"


def test_calls_by_run_compute_few_at_a_time() -> None:
    running = most = 0

    async def ask() -> None:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            nonlocal running, most
            running += 1
            most = max(most, running)
            for _ in range(20):
                await asyncio.sleep(0)
            running -= 1
            await PlainTextResponse("done")(scope, receive, send)

        blocks: Any = SimpleNamespace(_queue=queue_of())
        async with client(Places(app, Limits(computing=2), lambda _: blocks)) as http:
            await asyncio.gather(*[http.post(RUN, content=b"{}") for _ in range(10)])

    finished(ask())
    assert most == 2


def test_a_call_that_nobody_listens_for_is_dropped() -> None:
    cleaned = []
    queue = queue_of()

    async def clean_events(event_id: str) -> None:
        cleaned.append(event_id)
        queue.event_ids_to_events.pop(event_id)
        queue.pending_event_ids_session["old"].discard(event_id)

    def event(session: str, age: float) -> Any:
        return SimpleNamespace(session_hash=session, enqueue_time=-age)

    queue.clean_events = clean_events
    queue.pending_messages_per_session = {"answered": object(), "heard": object()}

    async def look() -> None:
        listeners = Listeners(within_s=1e9)
        now = asyncio.get_running_loop().time()
        listeners.within_s = now + 50  # all that is older than 50 s before zero
        queue.event_ids_to_events = {
            "a": event("old", 60),
            "b": event("heard", 60),
            "c": event("young", -now),
            "d": event("d", 60),
        }
        queue.pending_event_ids_session = {
            "old": {"a"},
            "heard": {"b"},
            "young": {"c"},
            "d": {"d"},
            "answered": {"x"},
        }
        listeners.count = Counter({"heard": 1, "d": 1, "gone": 0})
        await listeners.drop(queue)
        assert cleaned == ["a"]
        assert set(queue.event_ids_to_events) == {"b", "c", "d"}
        assert "answered" in queue.pending_event_ids_session  # it may be asked for yet
        await listeners.drop(queue)
        assert set(queue.pending_event_ids_session) == {"heard", "young", "d"}
        assert set(queue.pending_messages_per_session) == {"heard"}
        assert listeners.count == {"heard": 1, "d": 1}

    finished(look())


def test_a_session_between_two_calls_loses_no_answer() -> None:
    """It is looked at twice while nobody listens, and what is there has come in between."""
    queue = queue_of()
    listeners = Listeners(within_s=20)

    async def look() -> None:
        # Gradio leaves a session its empty set when its call has been answered.
        queue.pending_event_ids_session = {"one": set()}
        queue.pending_messages_per_session = {"one": asyncio.Queue()}
        await listeners.drop(queue)
        queue.pending_event_ids_session["one"].add("new")  # and answered at once
        await listeners.drop(queue)
        assert "one" in queue.pending_messages_per_session
        await listeners.drop(queue)
        assert "one" not in queue.pending_messages_per_session

    finished(look())


def test_the_folder_has_another_name_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    answer = {"path": f"{tmp_path}/abc/a.png", "url": f"http://test/file={tmp_path}/abc/a.png"}
    asked = []

    async def whole(request: Request) -> Response:
        return JSONResponse([answer])

    async def stream(_: Request) -> Response:
        events = [f"data: {json.dumps(answer)}\n\n"] * 2
        return StreamingResponse(iter(events), media_type="text/event-stream")

    async def file(request: Request) -> Response:
        asked.append(request.path_params["path"])
        return PlainTextResponse(str(tmp_path))

    routes = [Route("/gradio_api/whole", whole), Route("/gradio_api/stream", stream)]
    routes.append(Route("/gradio_api/file={path:path}", file))

    async def ask() -> list[httpx.Response]:
        async with client(HiddenFolder(Starlette(routes=routes))) as http:
            paths = ("whole", "stream", "file=/uploads/abc/a.png")
            return [await http.get(f"/gradio_api/{path}") for path in paths]

    whole_answer, streamed, plain = finished(ask())
    shown = {"path": "/uploads/abc/a.png", "url": "http://test/file=/uploads/abc/a.png"}
    assert whole_answer.json() == [shown]
    assert int(whole_answer.headers["content-length"]) == len(whole_answer.content)
    assert streamed.text == f"data: {json.dumps(shown)}\n\n" * 2
    assert asked == [f"{tmp_path}/abc/a.png"]
    assert plain.text == str(tmp_path)  # a file's content is left as it is


def test_faults_are_said_in_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    told = {"error": "n must be a number.", "title": "Error", "visible": True, "duration": 10}
    answers = {
        "told": JSONResponse(told, 500),
        "raw": JSONResponse({"error": "KeyError: '/secret'"}, 500),
        "pydantic": JSONResponse({"detail": [{"msg": "/secret"}]}, 422),
        "gone": JSONResponse({"detail": "/secret"}, 404),
        "full": JSONResponse({"detail": "Queue is full. Max size is /secret"}, 503),
        "fine": PlainTextResponse("as it is"),
    }

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "/raises":
            raise KeyError("/secret")
        await answers[scope["path"][1:]](scope, receive, send)

    async def ask(name: str) -> httpx.Response:
        async with client(SaidFaults(app)) as http:
            return await http.get(f"/{name}")

    found = {name: finished(ask(name)) for name in [*answers, "raises"]}
    assert found["fine"].text == "as it is"
    assert found["told"].json()["error"] == told["error"]
    assert {name: answer.status_code for name, answer in found.items()} == {
        "told": 422,
        "raw": 500,
        "pydantic": 422,
        "gone": 404,
        "full": 503,
        "fine": 200,
        "raises": 500,
    }
    assert "secret" not in "".join(answer.text for answer in found.values())
    assert found["full"].json()["detail"] == BUSY
    assert found["raises"].json()["detail"] == FAILED
    assert "/secret" in caplog.text
