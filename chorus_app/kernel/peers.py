"""Who is at the other end of a request: behind a trusted proxy it says so in `X-Forwarded-For`."""


def peer_address(direct: str, forwarded: str, *, hops: int) -> str:
    """The network address of the visitor, found as Reflex finds it for the websocket.

    `direct` is the address that the connection comes from, `forwarded` the header as it came; `hops` is how many
    servers stand before the portal. What lies before them in the header anybody may have written.
    """
    told = [part.strip() for part in forwarded.split(",") if part.strip()]
    return told[-hops] if hops and len(told) >= hops else direct
