"""What a person is told when something cannot be had or used."""

from __future__ import annotations

import logging
from typing import Any

log = logging.getLogger(__name__)
FAILED = "The server could not answer this; that is a fault of its own, and is in its log."


class ToldError(Exception):
    """A sentence in English, and what the page needs to say it in another language.

    ``code`` names a text of the page (``errors`` in app/web/text/en.js), and ``says`` what its
    braces name. What no visitor of the page can bring about has no code.
    """

    def __init__(self, sentence: str, code: str = "", **says: str | int) -> None:
        super().__init__(sentence)
        self.code = code
        self.says = says

    def as_json(self) -> dict[str, Any]:
        """As app/web/models/fault.js reads it."""
        return {"code": self.code, "says": self.says, "message": str(self)}


def told(error: Exception) -> ToldError:
    """What is told of an error: its own sentence, or of any other none of its words."""
    if isinstance(error, ToldError):
        return error
    log.error("An answer failed.", exc_info=error)
    return ToldError(FAILED)
