"""Uploads: nobody reads or deletes what is none, whatever they ask; what is old is swept."""

from __future__ import annotations

import asyncio
import io
import json
import os
import queue
import struct
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import numpy as np
import pytest
from gradio.utils import get_upload_folder
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from app.engine import ArgumentError, Engine
from app.images import prepare
from app.limits import Limits
from app.main import ROOT
from app.reading.opening import MAX_BYTES, ImageError
from app.server_functions import MOST_AT_ONCE, server_functions
from app.uploads import (
    EMPTY_S,
    inside,
    make_room,
    prepare_upload,
    sweep,
    sweep_runs,
    sweeping,
    uploaded,
)
from tests.serving import finished, page_id, server_function

HASH = "0123456789abcdef" * 4


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Gradio's upload folder, empty."""
    place = tmp_path / "uploads"
    place.mkdir()
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(place))
    return place


def picture_file(path: Path) -> Path:
    ink = np.full((60, 90), 255, dtype=np.uint8)
    ink[10:50, 20:30] = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(ink).save(path)
    return path


def test_an_upload_is_seen_in_each_way(folder: Path) -> None:
    path = picture_file(folder / HASH / "my four.png")
    seen = prepare_upload(str(path))
    assert seen["mass"] == prepare(path).picture.reshape(-1).tolist()
    assert seen["box"] == prepare(path, centre="box").picture.reshape(-1).tolist()
    assert seen["as_is"] == prepare(path, as_is=True).picture.reshape(-1).tolist()
    assert set(seen) == {"mass", "box", "as_is", "sure"}
    assert seen["sure"]
    json.dumps(seen, allow_nan=False)
    assert prepare_upload(str(path)) == seen  # for the next visitor who brings the same file


@pytest.mark.parametrize("path", [None, 5, True, ["a.png"], {"path": "a.png"}, b"a.png"])
def test_what_is_no_path_is_refused(path: object) -> None:
    with pytest.raises(ArgumentError, match="where an upload was put"):
        prepare_upload(path)


OUTSIDE: dict[str, Callable[[Path], str]] = {
    "another folder": lambda f: str(picture_file(f.parent / "weights" / "a.png")),
    "a way out": lambda f: f"{f}/../{picture_file(f.parent / 'a.png').name}",
    "a folder whose name begins alike": lambda f: str(
        picture_file(f.parent / f"{f.name}2" / "a.png")
    ),
    "a link out": lambda f: str(link(f / "link.png", picture_file(f.parent / "a.png"))),
    "a linked folder": lambda f: (
        f"{link(f / HASH, picture_file(f.parent / 'other' / 'a.png').parent)}/a.png"
    ),
    "a loop": lambda f: str(link(f / "loop.png", f / "loop.png")),
    "the folder itself": str,
    "a file that is gone": lambda f: str(f / HASH / "gone.png"),
    "a null byte": lambda f: f"{f}/a\0.png",
    "a long name": lambda f: f"{f}/{'a' * 5000}.png",
    "nothing": lambda f: "",
}


def link(path: Path, target: Path) -> Path:
    path.symlink_to(target)
    return path


@pytest.mark.parametrize("what", OUTSIDE)
def test_what_is_no_upload_is_refused_and_left_alone(folder: Path, what: str) -> None:
    path = OUTSIDE[what](folder)
    before = sorted(folder.parent.rglob("*"))
    with pytest.raises(ArgumentError, match="image must be an upload"):
        uploaded(path)
    with pytest.raises(ArgumentError, match="upload it again") as refused:
        prepare_upload(path)
    assert refused.value.code == "uploadGone"
    assert sorted(folder.parent.rglob("*")) == before


PLACES = ["..", ".", "", HASH, "four.png", "secret.png", "outside", "uploads", "link.png", "linked"]
ODD = ["~", "%2e%2e", "four.png\0", "file:", "\ud800", "C:\\", "a" * 300]


@given(
    start=st.sampled_from(["{uploads}/", "{uploads}", "{above}/", "", "/", "file://{uploads}/"]),
    steps=st.lists(st.sampled_from(PLACES + ODD) | st.text(max_size=3), max_size=6),
)
@example(start="{uploads}/", steps=[HASH, "four.png"])
@example(start="{uploads}/", steps=[HASH, "..", HASH, "four.png"])
@example(start="{uploads}/", steps=["..", "outside", "secret.png"])
@example(start="{uploads}/", steps=["link.png"])
@example(start="{uploads}/", steps=["linked", "secret.png"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_path_shows_a_picture_from_outside(folder: Path, start: str, steps: list[str]) -> None:
    """Judged by what is seen: whatever the path, it is the upload or nothing."""
    secret, four = folder.parent / "outside" / "secret.png", folder / HASH / "four.png"
    if not secret.exists():
        Image.open(picture_file(four)).rotate(90, expand=True).save(picture_file(secret))
        link(folder / "link.png", secret)
        link(folder / "linked", secret.parent)
    before = sorted(folder.parent.rglob("*"))
    path = start.format(uploads=folder, above=folder.parent) + "/".join(steps)
    seen, refused = None, "uploadGone"
    try:
        seen = prepare_upload(path)
    except ArgumentError as error:
        refused = error.code
    assert refused == "uploadGone"
    assert prepare(secret).picture.tolist() != prepare(four).picture.tolist()
    assert seen is None or seen["mass"] == prepare(four).picture.reshape(-1).tolist()
    if steps == [HASH, "four.png"] and start == "{uploads}/":
        assert seen
    assert sorted(folder.parent.rglob("*")) == before


def declared(path: Path, width: int, height: int) -> None:
    """A PNG of a hundred bytes that says it is that large."""
    small = io.BytesIO()
    Image.new("L", (1, 1)).save(small, "PNG")
    header = b"IHDR" + struct.pack(">II", width, height) + b"\x08\0\0\0\0"
    after = small.getvalue()[33:]
    path.write_bytes(small.getvalue()[:12] + header + struct.pack(">I", zlib.crc32(header)) + after)


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)


UNUSABLE: dict[str, Callable[[Path], object]] = {
    "emptyFile": Path.touch,
    "notPicture": lambda path: path.write_text("<svg onload='alert(1)'/>"),
    "largeFile": sparse,
    "manyPixels": lambda path: declared(path, 2**31 - 1, 2**31 - 1),
    "damagedPicture": lambda path: declared(path, 100, 100),
    "blankPicture": lambda path: Image.new("L", (50, 50), 255).save(path),
}


@pytest.mark.parametrize("code", UNUSABLE)
def test_an_upload_that_cannot_be_used_says_why_and_stays(folder: Path, code: str) -> None:
    UNUSABLE[code](folder / "a.png")
    with pytest.raises(ImageError) as refused:
        prepare_upload(str(folder / "a.png"))
    assert refused.value.code == code
    assert str(folder) not in json.dumps(refused.value.as_json())
    assert (folder / "a.png").is_file()


def send(server: str, path: Path) -> httpx.Response:
    """Upload a file, as the page does."""
    with path.open("rb") as file:
        return httpx.post(f"{server}/gradio_api/upload", files={"files": (path.name, file)})


def prepared(server: str, data: Any) -> Any:
    """What the server function answers to anyone who asks."""
    with httpx.Client(base_url=server, timeout=60) as http:
        return server_function(http, "prepare", data).raise_for_status().json()


def test_an_upload_is_there_for_the_next_visitor(server: str, tmp_path: Path) -> None:
    mine, yours = (send(server, picture_file(tmp_path / "four.png")).json()[0] for _ in range(2))
    assert mine == yours  # under the hash of its content
    expected = prepare(tmp_path / "four.png").picture.reshape(-1).tolist()
    for path in (mine, yours):
        assert prepared(server, [path])["mass"] == expected
    assert inside(mine) != mine
    assert Path(inside(mine)).read_bytes() == (tmp_path / "four.png").read_bytes()


def test_a_stranger_reads_and_deletes_no_other_file(server: str, tmp_path: Path) -> None:
    """Neither one that the server hands out itself, nor one that it does not."""
    uploads = Path(get_upload_folder())
    public = ROOT / "weights" / "mnist-vae-2d" / "config.json"
    hidden = picture_file(tmp_path / "a.png")
    out = os.path.relpath(hidden, uploads)
    for path in (public, hidden, f"{uploads}/{out}", "/etc/passwd", "/proc/self/environ", "."):
        answer = prepared(server, [str(path)])
        assert answer["error"]["code"] == "uploadGone", path
        assert set(answer) == {"error"}
    assert public.is_file()
    assert hidden.is_file()


WRONG: list[Any] = [
    None,
    [],
    ["a.png", "b.png"],
    "a.png",
    {"path": "a.png"},
    [None],
    [["a.png"]],
    [{}],
    [5],
]


@pytest.mark.parametrize("data", WRONG, ids=repr)
def test_arguments_of_another_kind_are_answered_with_an_error(server: str, data: Any) -> None:
    answer = prepared(server, data)
    assert set(answer) == {"error"}
    assert "path" in answer["error"]["message"]


def test_a_file_in_the_request_itself_is_no_upload(server: str, tmp_path: Path) -> None:
    """Gradio also takes such requests, and hands their files over as bytes."""
    with httpx.Client(base_url=server, timeout=60) as http:
        body = {"component_id": str(page_id(http)), "fn_name": "prepare", "session_hash": "abc"}
        files = {"path": picture_file(tmp_path / "a.png").read_bytes()}
        answer = http.post("/gradio_api/component_server", data=body, files=files)
    assert answer.status_code == 422
    assert "no JSON" in answer.json()["detail"]


def test_a_file_that_is_too_large_is_not_even_kept(server: str, tmp_path: Path) -> None:
    sparse(tmp_path / "large.png")
    before = set(Path(get_upload_folder()).rglob("*"))
    assert send(server, tmp_path / "large.png").status_code == 413
    left = [path for path in Path(get_upload_folder()).rglob("large.png") if path not in before]
    assert left == []


def test_few_pictures_are_read_at_a_time_however_many_ask(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of 100 megapixels may take 400 MB; those that cannot be used make room as well."""
    at_once = threading.Barrier(MOST_AT_ONCE, timeout=20)
    count, most, lock = 0, 0, threading.Lock()

    def read(path: object) -> None:
        nonlocal count, most
        with lock:
            count += 1
            most = max(most, count)
        at_once.wait()
        time.sleep(0.05)  # so that others could come in
        with lock:
            count -= 1
        raise ImageError("no")

    monkeypatch.setattr("app.server_functions.prepare_upload", read)
    [ask] = [function for function in server_functions(engine) if function.__name__ == "prepare"]

    async def ask_all() -> list[Any]:
        # As Gradio awaits it: in no thread but its own.
        return await asyncio.gather(*(ask(["a.png"]) for _ in range(4 * MOST_AT_ONCE)))

    answers = finished(ask_all())
    assert [answer["error"]["message"] for answer in answers] == ["no"] * (4 * MOST_AT_ONCE)
    assert most == MOST_AT_ONCE


def test_the_sweep_takes_what_gradio_left_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = picture_file(folder / HASH / "four.png")
    (folder / "tmpabc").touch()
    (folder / ("f" * 64)).mkdir()
    theirs = [
        picture_file(folder / "history" / "a.png"),
        picture_file(folder.parent / "a.png"),
        picture_file(folder.parent / "linked" / "a.png"),
        folder / "notes.txt",
        folder / "tmpfolder",
    ]
    theirs[3].touch()
    theirs[4].mkdir()
    link(folder / "tmplink", folder.parent / "a.png")
    link(folder / ("e" * 64), folder.parent / "linked")

    assert sweep(folder, 60) == 0
    assert upload.is_file()
    later = time.time() + 61
    monkeypatch.setattr("app.uploads.time.time", lambda: later)
    assert sweep(folder, 60) == 3
    assert not upload.exists()
    assert not (folder / "tmpabc").exists()
    assert not (folder / "tmplink").is_symlink()
    assert not (folder / ("f" * 64)).exists()
    assert all(path.exists() for path in theirs)
    later = time.time() + 122
    assert sweep(folder, 60) == 0
    assert not (folder / HASH).exists()  # empty, and long enough
    assert sweep(folder / "gone", 60) == 0


def test_a_folder_that_was_emptied_goes_soon(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gradio removes what it has a list of, and leaves the folder of each file."""
    upload = picture_file(folder / HASH / "four.png")
    empty = folder / ("f" * 64)
    empty.mkdir()
    assert sweep(folder, 3600) == 0
    assert empty.exists()  # a file may just be on its way there
    later = time.time() + EMPTY_S + 1
    monkeypatch.setattr("app.uploads.time.time", lambda: later)
    assert sweep(folder, 3600) == 0
    assert not empty.exists()
    assert upload.is_file()


def test_the_oldest_make_room_for_what_comes(folder: Path) -> None:
    """Of 8 files of 100 bytes in a folder that may hold 500, the newest 250 bytes' worth stay."""
    files = [folder / f"{number:064x}" / "a.png" for number in range(7)] + [folder / "tmpabc"]
    for file in files:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(bytes(100))
        os.utime(file)
    theirs = folder / "notes"
    theirs.mkdir()
    (theirs / "a.txt").write_bytes(bytes(10_000))
    assert make_room(folder, 800, 100) == 0
    assert make_room(folder, 500, 100) == 6
    assert [file for file in files if file.exists()] == files[6:]
    assert not files[0].parent.exists()
    assert (theirs / "a.txt").exists()
    assert make_room(folder, 500, 1) == 2
    assert folder.exists()


def test_what_cannot_be_removed_is_logged_and_left(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    first = picture_file(folder / HASH / "four.png")
    monkeypatch.setattr(Path, "unlink", refuse)
    assert sweep(folder, -60) == 0
    assert first.is_file()
    assert "four.png cannot be removed" in caplog.text


def test_the_folders_of_runs_that_were_killed_are_swept(tmp_path: Path) -> None:
    names = ["run-old", "run-mine", "run-young", "other-old"]
    old, mine, young, other = (tmp_path / name for name in names)
    for folder in (old, mine, young, other):
        picture_file(folder / HASH / "four.png")
        (folder / "tmpabc").touch()
    (mine / "notes.txt").touch()
    (tmp_path / "run-file").touch()
    link(tmp_path / "run-link", other)
    for path in tmp_path.iterdir():
        if path != young:
            os.utime(path, (0, 0))
    sweep_runs(tmp_path, "run-", 3600)
    assert not old.exists()
    assert sorted(path.name for path in mine.iterdir()) == ["notes.txt"]  # no run put it there
    assert (tmp_path / "run-link").is_symlink()
    assert (tmp_path / "run-file").is_file()
    for folder in (young, other):
        assert (folder / HASH / "four.png").is_file()
        assert (folder / "tmpabc").is_file()
    sweep_runs(tmp_path / "gone", "run-", 3600)


def test_the_lifespan_sweeps_at_the_start_and_ends(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: queue.Queue[tuple[Path, float]] = queue.Queue()
    there = picture_file(folder / HASH / "four.png")
    listed = {str(there), str(folder / HASH / "gone.png")}
    app = SimpleNamespace(get_blocks=lambda: SimpleNamespace(temp_file_sets=[listed]))
    monkeypatch.setattr("app.uploads.sweep", lambda *arguments: swept.put(arguments))
    os.utime(folder, (0, 0))

    async def serve() -> int:
        async with sweeping(Limits(upload_age_s=5, sweep_every_s=3600))(app):
            assert await asyncio.to_thread(swept.get, timeout=20) == (folder, 5)
            while len(listed) > 1:
                await asyncio.sleep(0.01)
            assert listed == {str(there)}
        return len(asyncio.all_tasks())

    assert finished(serve()) == 1  # itself: the sweeping is over
    assert folder.stat().st_mtime > 0  # so that another run sees that this one lives
