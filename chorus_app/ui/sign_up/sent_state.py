"""Whether the mail that a page promises goes out now."""

import reflex as rx
from reflex.state import BaseState

from chorus_app.kernel.context import product_world
from chorus_app.kernel.mail.probe import mails_wait


class SentState(rx.State):
    """`delayed`: the mail server is away."""

    delayed: bool = False


async def ask_mail_server(state: BaseState) -> None:
    """To be awaited before a page says that a mail was sent; whether there is a mail at all plays no part."""
    sent = await state.get_state(SentState)
    sent.delayed = await mail_waits()


async def mail_waits() -> bool:
    return await mails_wait(product_world())
