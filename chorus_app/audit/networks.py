"""Network addresses, as far as the log may know them: enough to tell two providers apart, not two people."""

from ipaddress import IPv4Address, ip_address, ip_network

KEPT_BITS_V4, KEPT_BITS_V6 = 24, 48


def shortened(client_ip: str) -> str:
    """The network that the address lies in: « 203.0.113.0/24 », « 2001:db8:1::/48 ». Empty when it is no address."""
    try:
        address = ip_address(client_ip.strip())
    except ValueError:
        return ""
    bits = KEPT_BITS_V4 if isinstance(address, IPv4Address) else KEPT_BITS_V6
    return str(ip_network((address, bits), strict=False))
