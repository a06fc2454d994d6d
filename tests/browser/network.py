"""Requests that a test holds back, lets fail, or counts."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Request, Route

from tests.browser.sight import let_frames_pass

SERVER = "**/component_server**"  # how gr.HTML asks its server functions
WEIGHTS = "**/*coder*.safetensors"  # a plain website has hashes in these names
MOST_FRAMES = 1200
PICTURES = "**/pictures*.safetensors.gz"
CODES = "**/codes*.safetensors"


def weights_of(model_id: str) -> str:
    """Both halves of a model."""
    return f"**/{model_id}/*coder*.safetensors"


def fail(*patterns: str) -> Callable[[Page], None]:
    """Let these requests fail until ``mend``."""

    def start(page: Page) -> None:
        for pattern in patterns:
            page.route(pattern, lambda route: route.abort())

    return start


def mend(page: Page, *patterns: str) -> None:
    """Let these requests through again."""
    for pattern in patterns:
        page.unroute(pattern)


class Held:
    """Requests that wait until they are let go."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._page = page
        self._waiting: list[Route] = []
        self._is_open = False
        page.route(pattern, self._take)

    def _take(self, route: Route) -> None:
        if self._is_open:
            route.continue_()
        else:
            self._waiting.append(route)

    def wait_for(self, n: int) -> None:
        """Wait until n requests are held."""
        for _ in range(MOST_FRAMES):
            if len(self._waiting) >= n:
                return
            let_frames_pass(self._page, 1)
        raise AssertionError(f"{len(self._waiting)} requests were held, not {n}")

    def let_go(self) -> None:
        """Let those that wait through, and all that come later."""
        self._is_open = True
        for route in self._waiting:
            route.continue_()


class Counted:
    """How many requests went out for one of these words in their address."""

    def __init__(self, page: Page, *words: str) -> None:
        self._words = words
        self.urls: list[str] = []
        page.on("request", self._count)

    def _count(self, request: Request) -> None:
        is_icon = request.url.endswith("icon.svg")  # which a browser asks for when it likes
        if not is_icon and any(word in request.url for word in self._words):
            self.urls.append(request.url)

    def __len__(self) -> int:
        return len(self.urls)
