"""What a browser fetches for the first tab, taken down from real visits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

SETTLED = 1500  # ms without anything new after which a first tab is taken to have all it wants


@dataclass(frozen=True)
class FirstTab:
    """Paths in the order in which they were asked for, and bytes on the wire, heads included."""

    paths: tuple[str, ...]
    fresh_bytes: int
    again_bytes: int  # of the second visit, minutes at most after the first


class Visit:
    """One page's requests, as Chromium's network layer tells them."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.asked: list[tuple[str, str]] = []  # method and address
        self.streams: set[str] = set()  # addresses of answers without an end
        self.bytes = 0
        session = context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._hear_request)
        session.on("Network.responseReceived", self._hear_answer)
        session.on("Network.loadingFinished", self._hear_end)

    def _hear_request(self, event: dict[str, Any]) -> None:
        request = event["request"]
        if request["url"].startswith("http"):
            self.asked.append((request["method"], request["url"]))

    def _hear_answer(self, event: dict[str, Any]) -> None:
        if event["response"]["mimeType"] == "text/event-stream":
            self.streams.add(event["response"]["url"])

    def _hear_end(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def settle(self) -> None:
        """Wait until nothing more is asked for or comes."""
        before = (-1, -1)
        while (now := (len(self.asked), self.bytes)) != before:
            before = now
            self.page.wait_for_timeout(SETTLED)


def first_tab(browser: Browser, address: str, ready: Callable[[Page], None]) -> FirstTab:
    """Visit twice with a browser that has seen nothing before; ``ready`` waits for the page.

    Raises ValueError when a page writes something or goes elsewhere, which no list of paths tells.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    visits = []
    for _ in range(2):
        visit = Visit(context)
        visit.page.goto(address)
        ready(visit.page)
        visit.settle()
        visit.page.close()
        visits.append(visit)
    context.close()
    first, second = visits
    paths = []
    for method, url in first.asked:
        if method != "GET" or not url.startswith(f"{address}/"):
            raise ValueError(f"a visitor's first tab asks for more than files: {method} {url}")
        parts = urlsplit(url)
        if url not in first.streams:
            paths.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return FirstTab(tuple(dict.fromkeys(paths)), first.bytes, second.bytes)
