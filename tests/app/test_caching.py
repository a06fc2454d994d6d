"""Files as browsers keep them: compressed once, asked for again, and never of two versions."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from app import caching
from app.caching import CompressedFiles
from app.front.files import PublicFiles
from app.web_files import WEB, version
from model.files import WEIGHTS
from tests.serving import finished

VERSION = "0123456789ab"
FILES = PublicFiles(WEIGHTS)
TEXT = "A line that comes again and again.\n" * 200


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "web").mkdir()
    (tmp_path / "assets").mkdir()
    for name in ("page.js", "web/page.js", "assets/index-DphvyggB.js", "assets/index-long.js"):
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "short.js").write_text("1")
    (tmp_path / "weights.bin").write_bytes(bytes(5000))
    (tmp_path / "decoder.safetensors").write_bytes(bytes(range(256)) * 2000)  # several pieces
    return tmp_path


def app_of(folder: Path) -> CompressedFiles:
    async def file(request: Request) -> Response:
        return FileResponse(folder / request.path_params["name"])

    async def hello(_: Request) -> Response:
        return PlainTextResponse(TEXT)

    routes = [Route("/hello", hello), Route("/{name:path}", file)]
    return CompressedFiles(Starlette(routes=routes), VERSION)


def asked(folder: Path, *requests: tuple[str, dict[str, str]]) -> list[httpx.Response]:
    """The answers to requests that are made one after another."""

    async def ask() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app_of(folder))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            return [await http.get(path, headers=headers) for path, headers in requests]

    return finished(ask())


async def receive_nothing() -> Any:
    await asyncio.Event().wait()


BROTLI = {"accept-encoding": "gzip, br"}
PLAIN = {"accept-encoding": "identity"}


@pytest.fixture
def packings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of what was compressed."""
    sizes: list[int] = []
    compress = brotli.compress

    def counted(body: bytes, **options: Any) -> bytes:
        sizes.append(len(body))
        return compress(body, **options)

    monkeypatch.setattr("app.caching.brotli.compress", counted)
    return sizes


def test_a_script_is_compressed_once_and_stays_what_it_is(
    folder: Path, packings: list[int]
) -> None:
    answers = asked(folder, *[("/page.js", BROTLI)] * 3, ("/page.js", PLAIN))
    for answer in answers:
        assert answer.status_code == 200
        assert answer.text == TEXT
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["vary"] == "Accept-Encoding"
    encodings = [answer.headers.get("content-encoding") for answer in answers]
    assert encodings == ["br", "br", "br", None]
    assert int(answers[0].headers["content-length"]) < len(TEXT) / 10
    assert packings == [len(TEXT)]


def test_many_at_once_wait_for_one_compression(folder: Path, packings: list[int]) -> None:
    async def ask() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app_of(folder))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            return await asyncio.gather(*[http.get("/page.js", headers=BROTLI) for _ in range(50)])

    assert {answer.text for answer in finished(ask())} == {TEXT}
    assert packings == [len(TEXT)]


def test_what_holds_for_good_is_not_asked_for_again(folder: Path) -> None:
    """The app is asked for it once, and for another path, another encoding or a part anew."""
    whole, reached = app_of(folder).app, []

    async def noted(scope: Scope, receive: Receive, send: Send) -> None:
        reached.append(scope["path"])
        await whole(scope, receive, send)

    async def ask() -> None:
        app = CompressedFiles(noted, VERSION)
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://test"
        ) as http:
            own = f"/web/~{VERSION}/page.js"
            first, *again = [await http.get(own, headers=BROTLI) for _ in range(3)]
            assert reached == ["/web/page.js"]
            for answer in again:
                assert answer.text == TEXT
                assert answer.headers == first.headers
            part = await http.get(own, headers=BROTLI | {"range": "bytes=0-9"})
            assert part.text == TEXT[:10]
            assert (await http.get(own, headers=PLAIN)).text == TEXT
            known = BROTLI | {"if-none-match": first.headers["etag"]}
            assert (await http.get(own, headers=known)).status_code == 304
            assert (await http.get("/web/page.js", headers=BROTLI)).text == TEXT
            assert reached == ["/web/page.js"] * 5

    finished(ask())


def test_weights_are_compressed_and_come_whole(folder: Path) -> None:
    packed, plain = asked(folder, ("/decoder.safetensors", BROTLI), ("/decoder.safetensors", PLAIN))
    assert packed.headers["content-encoding"] == "br"
    assert packed.content == plain.content == bytes(range(256)) * 2000
    assert "content-encoding" not in plain.headers


def test_the_shipped_weights_are_a_twentieth_smaller_on_the_wire() -> None:
    for net in ("encoder", "decoder"):
        content = (WEIGHTS / "mnist-vae-2d" / f"{net}.safetensors").read_bytes()
        packed = brotli.compress(content, quality=caching.QUALITY_OF_WEIGHTS)
        assert len(packed) < 0.95 * len(content)


def test_a_large_file_is_handed_on_in_pieces(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching, "PIECE", 100)
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"accept-encoding", b"br")]
    scope = {"type": "http", "method": "GET", "path": "/decoder.safetensors", "headers": headers}
    finished(app_of(folder)(scope, receive_nothing, send))
    start, *bodies = sent
    assert [len(message["body"]) for message in bodies[:-1]] == [100] * (len(bodies) - 1)
    assert [message["more_body"] for message in bodies] == [True] * (len(bodies) - 1) + [False]
    whole = b"".join(message["body"] for message in bodies)
    assert brotli.decompress(whole) == bytes(range(256)) * 2000
    assert dict(start["headers"])[b"content-length"] == str(len(whole)).encode()


@pytest.mark.parametrize("name", ["page.js", "weights.bin"])
@pytest.mark.parametrize("encoding", [BROTLI, PLAIN], ids=["brotli", "plain"])
def test_a_browser_that_has_it_is_sent_nothing(
    folder: Path, name: str, encoding: dict[str, str]
) -> None:
    [first] = asked(folder, (f"/{name}", encoding))
    known = {"if-none-match": f'"another", {first.headers["etag"]}'}
    again, changed = asked(
        folder, (f"/{name}", encoding | known), (f"/{name}", encoding | {"if-none-match": '"x"'})
    )
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"].removeprefix("W/") == first.headers["etag"].removeprefix("W/")
    assert "content-length" not in again.headers
    assert (changed.status_code, changed.content) == (200, first.content)


def test_a_file_that_changes_is_another(folder: Path) -> None:
    async def ask() -> tuple[httpx.Response, httpx.Response]:
        transport = httpx.ASGITransport(app_of(folder))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            before = await http.get("/page.js", headers=BROTLI)
            (folder / "page.js").write_text(TEXT[::-1])
            os.utime(folder / "page.js", (1, 1))
            known = {"if-none-match": before.headers["etag"]}
            return before, await http.get("/page.js", headers=BROTLI | known)

    before, after = finished(ask())
    assert before.text == TEXT
    assert (after.status_code, after.text) == (200, TEXT[::-1])


def test_what_is_named_by_its_content_is_kept_for_good(folder: Path) -> None:
    names = (f"/web/~{VERSION}/page.js", "/assets/index-DphvyggB.js", "/assets/index-long.js")
    own, gradios, other = asked(folder, *[(name, BROTLI) for name in names])
    assert {answer.text for answer in (own, gradios, other)} == {TEXT}
    assert own.headers["cache-control"] == gradios.headers["cache-control"] == caching.FOR_EVER
    assert other.headers["cache-control"] == "no-cache"


def test_a_versions_file_can_be_asked_after(server: str) -> None:
    answer = httpx.head(f"{server}/{FILES.url_of(WEB / 'page.js')}")
    assert answer.status_code == 200
    assert int(answer.headers["content-length"]) == (WEB / "page.js").stat().st_size


def test_a_page_without_a_name_is_given_one_by_its_content(packings: list[int]) -> None:
    pages = ["<p>one</p>" * 100, "<p>one</p>" * 100, "<p>two</p>" * 100]

    async def page(_: Request) -> Response:
        return HTMLResponse(pages.pop(0))

    async def ask() -> list[httpx.Response]:
        app = CompressedFiles(Starlette(routes=[Route("/", page)]), VERSION)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            first = await http.get("/", headers=BROTLI)
            known = BROTLI | {"if-none-match": first.headers["etag"]}
            return [first, await http.get("/", headers=known), await http.get("/", headers=known)]

    first, same, other = finished(ask())
    assert first.text == "<p>one</p>" * 100
    assert int(first.headers["content-length"]) < 100
    assert (same.status_code, same.content) == (304, b"")
    assert (other.status_code, other.text) == (200, "<p>two</p>" * 100)
    assert packings == [1000, 1000]


def test_a_page_of_another_version_is_not_given_files_of_this_one(folder: Path) -> None:
    [old] = asked(folder, ("/web/~ba9876543210/page.js", {}))
    assert old.status_code == 404
    assert "reload" in old.text
    assert "cache-control" not in old.headers


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/hello", BROTLI),
        ("/short.js", BROTLI),
        ("/weights.bin", BROTLI),
        ("/page.js", {"accept-encoding": "gzip"}),
        ("/page.js", BROTLI | {"range": "bytes=0-9"}),
    ],
)
def test_all_else_passes_as_it_is(folder: Path, path: str, headers: dict[str, str]) -> None:
    [answer] = asked(folder, (path, headers))
    assert answer.is_success
    assert "content-encoding" not in answer.headers
    whole = TEXT.encode() if path == "/hello" else (folder / path[1:]).read_bytes()
    assert answer.content == (whole[:10] if "range" in headers else whole)


def test_the_oldest_make_room(
    folder: Path, packings: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caching, "KEPT", 1)  # no compressed file is so small: none is kept
    asked(folder, *[("/page.js", BROTLI)] * 3)
    assert len(packings) == 3


def test_one_that_breaks_off_leaves_nobody_waiting(folder: Path) -> None:
    """The first request's visitor goes away while the file is read; the second gets it whole."""
    whole = app_of(folder).app

    async def ask() -> httpx.Response:
        reached = [asyncio.Event(), asyncio.Event()]  # the app has begun to answer
        answers = iter(reached)

        async def slow(scope: Scope, receive: Receive, send: Send) -> None:
            mine = next(answers)

            async def noted(message: Any) -> None:
                mine.set()
                await send(message)
                if mine is reached[0]:
                    await asyncio.Event().wait()

            await whole(scope, receive, noted)

        transport = httpx.ASGITransport(CompressedFiles(slow, VERSION))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            first = asyncio.create_task(http.get("/page.js", headers=BROTLI))
            await reached[0].wait()
            second = asyncio.create_task(http.get("/page.js", headers=BROTLI))
            await reached[1].wait()
            await asyncio.sleep(0)  # now it waits for the first
            assert not second.done()
            first.cancel()
            return await asyncio.wait_for(second, 20)

    assert finished(ask()).text == TEXT


def test_the_version_is_of_all_the_pages_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert FILES.url_of(WEB / "views" / "map.js").endswith(f"files/web/~{version()}/views/map.js")

    def changed(change: Callable[[Path], object]) -> str:
        version.cache_clear()
        change(tmp_path)
        return version()

    monkeypatch.setattr("app.web_files.WEB", tmp_path)
    steps: list[Callable[[Path], object]] = [
        lambda folder: (folder / "a.js").write_text("1"),
        lambda folder: (folder / "a.js").write_text("2"),
        lambda folder: (folder / "a.js").rename(folder / "b.js"),
        lambda folder: (folder / "c.css").write_text(""),
    ]
    found = [changed(step) for step in steps]
    version.cache_clear()
    assert len(set(found)) == len(steps)


def test_the_page_has_its_styles_in_one_file(server: str) -> None:
    sheet = WEB / "styles" / "index.css"
    names = re.findall(r'@import url\("./(.+)"\)', sheet.read_text(encoding="utf-8"))
    assert len(names) > 20
    answer = httpx.get(f"{server}/{FILES.url_of(sheet)}", headers=BROTLI)
    assert answer.headers["content-type"].startswith("text/css")
    assert answer.headers["cache-control"] == caching.FOR_EVER
    assert "@import" not in answer.text
    places = [answer.text.index((sheet.parent / n).read_text(encoding="utf-8")) for n in names]
    assert places == sorted(places)  # as the cascade needs them


def test_a_second_visit_fetches_no_script_again(server: str) -> None:
    """As the app is launched: Gradio's own middleware leaves these answers as they are."""
    url = f"{server}/{FILES.url_of(WEB / 'page.js')}"
    with httpx.Client(headers=BROTLI) as http:
        first = http.get(url)
        assert first.text == (WEB / "page.js").read_text(encoding="utf-8")
        assert first.headers["content-encoding"] == "br"
        assert first.headers["cache-control"] == caching.FOR_EVER
        again = http.get(url, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert http.get(url.replace(version(), VERSION)).status_code == 404
