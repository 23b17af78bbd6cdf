"""A draft begins around a file that waits."""

import asyncio

import reflex as rx

from chorus_app.drafts import arrival, service
from chorus_app.flux import uploads
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.context import product_world
from chorus_app.ui.session import act, look


async def new_draft(state: rx.State, space: Space, upload: str, *, lose_signature: bool, after: str = "") -> str:
    """A draft around a file that waits; returns its id. `after` is the piece of works that it follows.

    Raises `Invalid`, `NotConvertible`, `ChildDied`…
    """
    world = product_world()
    file = await look(state, uploads.find, upload=upload)
    looked = await asyncio.to_thread(arrival.look, world, file.path, name=file.name)
    if looked.with_data:
        converted = await asyncio.to_thread(arrival.convert, world, file.path, lose_signature=lose_signature)
        beginning = arrival.converted_beginning(looked, converted, name=file.name)
    else:
        beginning = arrival.classic_beginning(looked, file.stored, name=file.name)
    return await act(state, service.begin, space=space, beginning=beginning, after=after)
