"""The addresses from which a partner may come, as they are typed: one address or network a line."""

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address, ip_network

from chorus_app.kernel.errors import Invalid

MOST = 50


def read_networks(typed: str) -> list[str]:
    """The networks, each once, in their order. Raises `Invalid`."""
    words = typed.replace(",", " ").replace(";", " ").split()
    if len(words) > MOST:
        raise Invalid("raccordement.limits.networks_many", field="networks", most=MOST)
    return list(dict.fromkeys(_network(word) for word in words))


def within(client_ip: str, networks: Sequence[str]) -> bool:
    """Whether the address is in one of the networks; where there are none, every address is."""
    if not networks:
        return True
    try:
        address = ip_address(client_ip)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in ip_network(network) for network in networks)


def _network(word: str) -> str:
    try:
        network = ip_network(word, strict=False)
    except ValueError:
        raise Invalid("raccordement.limits.network_wrong", field="networks", value=word[:60]) from None
    alone = network.num_addresses == 1
    return str(network.network_address) if alone else str(network)
