"""A refusal in a sentence, as every client of Gradio's reads it."""

from __future__ import annotations

from starlette.responses import JSONResponse

BUSY = "The server is busy with others; try again in a few seconds."
UNKNOWN = "There is nothing at this address that can be asked for."
NO_SUCH_REQUEST = "The request could not be understood; see the API's page for what it must be."


def refusal(status: int, sentence: str, *, again_s: int | None = None) -> JSONResponse:
    """An answer that says why not; ``again_s`` is when it may be asked again."""
    headers = {"Cache-Control": "no-store"}
    if again_s is not None:
        headers["Retry-After"] = str(again_s)
    # Gradio's clients read "detail" of a call that was not taken, and "error" of one that failed.
    return JSONResponse({"detail": sentence, "error": sentence}, status, headers)
