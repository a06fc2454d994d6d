"""Uploads: an event reads its own and deletes nothing; what is old is swept."""

from __future__ import annotations

import asyncio
import json
import os
import queue
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import gradio as gr
import httpx
import numpy as np
import pytest
from gradio.utils import get_upload_folder
from PIL import Image

from app.engine import ArgumentError
from app.images import ImageError, prepare
from app.uploads import prepare_upload, sweep, sweep_runs, sweeping, uploaded

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
    assert seen is not None
    assert seen["mass"] == prepare(path).reshape(-1).tolist()
    assert seen["box"] == prepare(path, centre="box").reshape(-1).tolist()
    assert seen["as_is"] == prepare(path, as_is=True).reshape(-1).tolist()
    assert seen["name"] == "my four.png"
    assert set(seen) == {"mass", "box", "as_is", "name"}
    json.dumps(seen, allow_nan=False)


def test_two_visitors_with_the_same_file_both_see_it(folder: Path) -> None:
    path = str(picture_file(folder / HASH / "four.png"))
    assert prepare_upload(path) == prepare_upload(path)
    assert Path(path).is_file()


def test_no_upload_is_refused() -> None:
    with pytest.raises(ArgumentError, match="where an upload was put"):
        prepare_upload(None)


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


def test_a_bad_picture_is_an_error_for_the_visitor(folder: Path) -> None:
    (folder / "a.png").write_bytes(b"no picture")
    with pytest.raises(ImageError, match="no picture that can be read") as refused:
        prepare_upload(str(folder / "a.png"))
    assert refused.value.code == "notPicture"
    assert (folder / "a.png").is_file()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A page with the event, and a folder that it hands out as the app does weights/."""
    public = tmp_path_factory.mktemp("weights")
    gr.set_static_paths([public])
    with gr.Blocks() as demo:
        upload, seen = gr.UploadButton(file_types=["image"]), gr.JSON()
        upload.upload(prepare_upload, upload, seen, api_visibility="private")
    _, url, _ = demo.launch(prevent_thread_lock=True, quiet=True, show_error=True)
    yield f"{url.rstrip('/')}/gradio_api", public
    demo.close()


def by_run(api: str, path: str) -> str:
    body = {"data": [{"path": path, "meta": {"_type": "gradio.FileData"}}]}
    return httpx.post(f"{api}/run/prepare_upload", json=body).text


def by_call(api: str, path: str) -> str:
    body = {"data": [{"path": path, "meta": {"_type": "gradio.FileData"}}]}
    event = httpx.post(f"{api}/call/prepare_upload", json=body).json()["event_id"]
    return httpx.get(f"{api}/call/prepare_upload/{event}").text


def by_queue(api: str, path: str) -> str:
    session = secrets.token_hex(8)
    httpx.post(
        f"{api}/queue/join",
        json={
            "data": [{"path": path, "meta": {"_type": "gradio.FileData"}}],
            "fn_index": 0,
            "session_hash": session,
        },
    )
    return httpx.get(f"{api}/queue/data", params={"session_hash": session}).text


WAYS = [by_run, by_call, by_queue]


def send(api: str, path: Path) -> str:
    """Upload a file; its path on the server."""
    with path.open("rb") as file:
        [stored] = httpx.post(f"{api}/upload", files={"files": (path.name, file)}).json()
    return stored


@pytest.mark.parametrize("way", WAYS)
def test_a_strangers_call_reads_and_deletes_no_other_file(
    app: tuple[str, Path], tmp_path: Path, way: Callable[[str, str], str]
) -> None:
    api, public = app
    handed_out, hidden = picture_file(public / "a.png"), picture_file(tmp_path / "a.png")
    assert "image must be an upload of your own" in way(api, str(handed_out))
    answer = way(api, str(hidden))
    assert "error" in answer
    assert "mass" not in answer
    assert handed_out.is_file()
    assert hidden.is_file()


@pytest.mark.parametrize("way", WAYS)
def test_an_upload_is_there_for_the_next_visitor(
    app: tuple[str, Path], tmp_path: Path, way: Callable[[str, str], str]
) -> None:
    api, _ = app
    mine, yours = (send(api, picture_file(tmp_path / "four.png")) for _ in range(2))
    assert mine == yours  # under the hash of its content
    for path in (mine, yours):
        assert '"mass"' in way(api, path)
    assert Path(mine).is_file()
    assert Path(mine).is_relative_to(get_upload_folder())


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
    monkeypatch.setattr("app.uploads.sweep", lambda *arguments: swept.put(arguments))
    os.utime(folder, (0, 0))

    async def serve() -> int:
        async with sweeping(max_age_s=5, every_s=3600)(None):
            assert await asyncio.to_thread(swept.get, timeout=20) == (folder, 5)
        return len(asyncio.all_tasks())

    assert asyncio.run(serve()) == 1  # itself: the sweeping is over
    assert folder.stat().st_mtime > 0  # so that another run sees that this one lives
