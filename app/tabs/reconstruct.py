"""Reconstruct: one picture flows from the pixels through the code and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from app import bridge
from app.images import FORMATS, ImageError, see


def see_upload(path: str | None) -> dict[str, Any] | None:
    """Both ways of seeing an uploaded file, 784 pixels each; gr.Error when it cannot be used."""
    if path is None:
        return None
    try:
        return {
            "centred": see(path).reshape(-1).tolist(),
            "as_is": see(path, as_is=True).reshape(-1).tolist(),
            "name": f"my upload, {Path(path).name}",
        }
    except ImageError as error:
        raise gr.Error(
            str(error), title="This picture cannot be used", print_exception=False
        ) from error
    finally:
        Path(path).unlink(missing_ok=True)  # nothing that a visitor brings is kept


def build() -> None:
    gr.Markdown(
        "**Draw a digit, upload a picture, or pick one below.** It is squeezed into a few numbers "
        "and rebuilt from them.",
        elem_classes="lx-lead",
    )
    with gr.Row(elem_id="reconstruct-row"):
        with gr.Column(scale=0, min_width=290, elem_id="picture-column"):
            bridge.view("pad", "pad", "Draw a picture")
            upload = gr.UploadButton(
                "Upload a picture",
                file_types=[f".{name.lower()}" for name in (*FORMATS, "JPG", "TIF")],
                elem_id="upload",
                size="sm",
            )
        with gr.Column(scale=1, min_width=320):
            bridge.view("reconstruct", "reconstruct", "Encoder, code, decoder")
    seen = gr.JSON(visible=False)
    upload.upload(
        see_upload,
        upload,
        seen,
        api_visibility="private",
        concurrency_limit=2,
        show_progress="minimal",
    ).success(None, seen, None, js=bridge.call("pictureSeen"), api_visibility="private")
