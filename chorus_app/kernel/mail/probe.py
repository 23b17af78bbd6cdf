"""Whether a mail goes out now or waits.

Asked of the mail server itself and of nothing else: neither of the outbox, nor of what became of a certain mail. Some
mails are written for known addresses only; what is learnt from them would tell whether the address is known.
"""

from datetime import datetime, timedelta

from chorus_app.kernel.context import World
from chorus_app.kernel.mail.smtp import answers

KEEP = timedelta(seconds=10)
# When each server was asked last, and whether it answered.
_asked: dict[str, tuple[datetime, bool]] = {}


async def mails_wait(world: World) -> bool:
    """Whether the mail server is away. Never without one: mails then stay in the local mailbox."""
    if world.settings.smtp_url is None:
        return False
    url, now = world.settings.smtp_url.get_secret_value(), world.clock.now()
    last = _asked.get(url)
    if last is None or abs(now - last[0]) >= KEEP:
        last = _asked[url] = (now, await answers(url))
    return not last[1]
