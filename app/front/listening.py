"""A call that nobody waits for any more, or never did, leaves Gradio's queue.

Gradio drops a call when its listener leaves. One that was never listened for runs all the same, and
its answer is kept for ever.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from typing import Any
from urllib.parse import parse_qs

from starlette.types import Scope

from app.front.doors import path_of

STREAM = "/gradio_api/queue/data"


def listens_for(scope: Scope) -> str:
    """The session, or the event, that a request for an answer listens for."""
    if path_of(scope) != STREAM:
        return path_of(scope).rsplit("/", 1)[-1]
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    return asked.get("session_hash", [""])[0]


class Listeners:
    """Who listens for what, and what nobody does.

    Args:
        within_s: a call is dropped when it is that old and unheard.
    """

    def __init__(self, within_s: float) -> None:
        self.within_s = within_s
        self.count: Counter[str] = Counter()
        self._unheard: dict[str, set[str]] = {}  # by session, the answers that were found so
        self._dropping: asyncio.Task[None] | None = None

    def look_after(self, queue: Any) -> None:
        """Drop what is unheard in Gradio's queue, for as long as there is something in it."""
        if self._dropping is None or self._dropping.done():
            self._dropping = asyncio.create_task(self._repeat(queue))

    async def _repeat(self, queue: Any) -> None:
        while queue.event_ids_to_events or queue.pending_event_ids_session:
            await asyncio.sleep(self.within_s / 2)
            await self.drop(queue)

    async def drop(self, queue: Any) -> None:
        """Calls that wait too long do not run; an answer goes that is found unheard twice.

        The same one: a session that calls again and again is between two of its listeners now and
        then, and what it left before is no reason to take away what has just come.
        """
        oldest = time.monotonic() - self.within_s
        events = dict(queue.event_ids_to_events)
        for event_id, event in events.items():
            is_heard = self.count[event_id] or self.count[event.session_hash]
            if event.enqueue_time < oldest and not is_heard:
                await queue.clean_events(event_id=event_id)
        still = {}
        for session, ids in list(queue.pending_event_ids_session.items()):
            is_heard = self.count[session] or any(self.count[event] for event in ids)
            if is_heard or any(event in queue.event_ids_to_events for event in ids):
                continue
            if self._unheard.get(session) != ids:
                still[session] = set(ids)
                continue
            queue.pending_event_ids_session.pop(session, None)
            queue.pending_messages_per_session.pop(session, None)
        self._unheard = still
        self.count = +self.count
