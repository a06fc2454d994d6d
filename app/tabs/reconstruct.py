"""Reconstruct: one picture flows from the pixels through the code and back."""

from __future__ import annotations

import gradio as gr

from app import bridge
from app.images import FORMATS
from app.uploads import prepare_upload


def build() -> None:
    gr.Markdown(
        "**Draw a digit, upload a picture, or pick one below.** It is squeezed into a few numbers "
        "and rebuilt from them.",
        elem_classes="lx-lead",
    )
    with gr.Row(elem_id="reconstruct-row"):
        with gr.Column(scale=0, min_width=290, elem_id="picture-column"):
            bridge.view("pad", "Draw a picture")
            upload = gr.UploadButton(
                "Upload a picture",
                file_types=[f".{name.lower()}" for name in (*FORMATS, "JPG", "TIF")],
                elem_id="upload",
                size="sm",
            )
        with gr.Column(scale=1, min_width=320):
            bridge.view("reconstruct", "Encoder, code, decoder")
    seen = gr.JSON(visible=False)
    upload.upload(
        prepare_upload,
        upload,
        seen,
        api_visibility="private",
        concurrency_limit=2,
        show_progress="minimal",
    ).success(None, seen, None, js=bridge.call("uploaded"), api_visibility="private")
