"""The app as it is started: by file, as a Space does, with the port from the environment."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request

from app.main import ROOT


def test_python_app_main_py_serves_on_the_port_it_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "app/main.py"],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if k != "PORT"}
        | {"GRADIO_SERVER_PORT": str(port), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        for line in process.stdout:  # ends, and fails below, if the process does
            if "Running on local URL" in line:
                break
        assert f"http://127.0.0.1:{port}" in line
        with urllib.request.urlopen(f"http://127.0.0.1:{port}", timeout=20) as page:
            assert b"Latent Explorer" in page.read()
    finally:
        process.terminate()
        process.communicate()
