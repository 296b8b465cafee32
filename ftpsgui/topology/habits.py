"""Whose an inside address usually is: the ranges that containers, clusters, clouds and virtual machines hand out.

A habit and no rule: anybody may use these ranges for anything, so what is said from them is at most likely. Sources:
Docker's default address pools (172.17.0.0/16 for its first bridge, then 172.18 to 172.31, then 192.168.0.0/16 in /20),
Podman (10.88.0.0/16), k3s and RKE (10.42.0.0/16), kubeadm with flannel and kind (10.244.0.0/16), Amazon's default VPC
(172.31.0.0/16), libvirt (192.168.122.0/24), VirtualBox and QEMU behind their own NAT (10.0.2.0/24).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from ftpsgui.model.addresses import Interface, classify, in_network, same_address

Owner = Literal["container", "pod", "cloud", "virtual-machine", "automatic", "overlay", "itself"]
"""``automatic``: given to itself (169.254.0.0/16). ``overlay``: carrier-grade range, as overlay VPNs use it, too."""

_TABLE: tuple[tuple[str, Owner], ...] = (
    ("172.31.0.0/16", "cloud"),
    ("172.17.0.0/16", "container"),
    ("172.18.0.0/15", "container"),
    ("172.20.0.0/14", "container"),
    ("172.24.0.0/14", "container"),
    ("172.28.0.0/15", "container"),
    ("172.30.0.0/16", "container"),
    ("10.88.0.0/16", "container"),
    ("10.42.0.0/16", "pod"),
    ("10.244.0.0/16", "pod"),
    ("10.0.2.0/24", "virtual-machine"),
    ("192.168.122.0/24", "virtual-machine"),
)
_TUNNEL = re.compile(
    r"^(?:tun|tap|utun|wg|ipsec|gpd|zt|ppp)\d"
    r"|tailscale|zerotier|wireguard|openvpn|nordlynx|proton|mullvad|anyconnect|globalprotect|fortissl|\bvpn|vpn\d*$",
    re.IGNORECASE,
)
"""Names of interfaces that lead into a VPN, on Linux, BSD, macOS and Windows."""


@lru_cache(maxsize=1024)
def usual_owner(address: str) -> Owner | None:
    """Return what usually has an inside address like ``address``; None when it could be any machine of a network."""
    match classify(address):
        case "loopback":
            return "itself"
        case "link-local":
            return "automatic"
        case "carrier-grade":
            return "overlay"
        case "rfc1918":
            return next((owner for network, owner in _TABLE if in_network(address, network)), None)
    return None


def tunnel(interfaces: tuple[Interface, ...], local: str | None) -> str | None:
    """Return the name of the interface that has the address ``local`` when it looks like a VPN's, else None."""
    if local is None:
        return None
    return next(
        (
            one.name
            for one in interfaces
            if same_address(one.address, local) and _TUNNEL.search(one.name) is not None
        ),
        None,
    )
