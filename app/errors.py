"""What a person is told when something cannot be had or used."""

from __future__ import annotations

from typing import Any


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
