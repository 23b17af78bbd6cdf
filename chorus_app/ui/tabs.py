"""Tabs that close: what waits for them ends with their websocket."""

from asyncio import Task
from typing import Any

from reflex.app import App

from chorus_app.ui import live


def watch_tabs(app: App) -> None:
    """End what waits for a tab when its socket closes. A tab that was only cut off loads its page anew.

    Reflex keeps background events going, and tells nobody else of a closed socket.
    """
    sockets = app.event_namespace
    if sockets is None:
        return
    link, close = sockets.link_token_to_sid, sockets.on_disconnect

    async def link_token_to_sid(sid: str, token: str, **how: bool) -> None:
        live.opened(token)
        await link(sid, token, **how)

    def on_disconnect(sid: str) -> Task[Any] | None:
        tab = sockets.sid_to_token.get(sid, "")
        if sockets.token_to_sid.get(tab) == sid:  # else the tab has another socket by now
            live.closed(tab)
        return close(sid)

    sockets.__dict__.update(link_token_to_sid=link_token_to_sid, on_disconnect=on_disconnect)
