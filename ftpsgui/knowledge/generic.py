"""What to do when neither product nor router is known: the setting's purpose, in words that fit every manual.

The parameters are bound later (:func:`ftpsgui.knowledge.texts.sentence`); here they only have to be named.
"""

from __future__ import annotations

from ftpsgui.knowledge.schema import RouterNeed, ServerNeed
from ftpsgui.model.message import Message, msg

GENERIC_SERVER: dict[ServerNeed, Message] = {
    "masquerade": msg(
        "In the server's settings for passive mode, set the external address (also called masquerade address, public "
        "IP or PASV address) to {public_ip} and the passive port range to {pasv_min}-{pasv_max}.",
        public_ip="",
        pasv_min="",
        pasv_max="",
    ),
    "passive-range": msg(
        "In the server's settings for passive mode, set the port range to {pasv_min}-{pasv_max}.",
        pasv_min="",
        pasv_max="",
    ),
    "passive-allow": msg("Allow PASV and EPSV in the server's settings."),
    "session-reuse": msg(
        "Switch off the server's requirement of TLS session resumption, if it has such a setting; otherwise only clients "
        "that resume the TLS session on data connections can be used."
    ),
    "tls-enable": msg(
        "Switch on explicit FTP over TLS (AUTH TLS) in the server's settings and give it a certificate."
    ),
    "require-tls": msg("Switch on the server's setting that refuses logins without TLS."),
    "certificate": msg(
        "Install a certificate on the server that a known authority issued for the name that clients use, together "
        "with all intermediate certificates."
    ),
    "active-allow": msg(
        "Allow PORT and EPRT in the server's settings, and outgoing connections from the server to the clients."
    ),
    "listen": msg(
        "On the server, see whether the FTP server runs and listens on TCP {control_port}: “ss -ltn” (Linux) or "
        "“netstat -an” (Windows) shows the ports. Start it, or set the port in its settings; if it listens on another "
        "port on purpose, clients have to be given that one.",
        control_port="",
    ),
    "tls-versions": msg(
        "Update the server or the TLS library that it uses, and allow TLS 1.2 and TLS 1.3 in its settings."
    ),
    "data-protection": msg("Allow encrypted data connections (PROT P) in the server's TLS settings."),
}
"""One sentence for each need of a server."""

GENERIC_ROUTER: dict[RouterNeed, Message] = {
    "forward": msg(
        "On the router or firewall in front of the server, forward TCP {control_port} and TCP {pasv_min}-{pasv_max} to "
        "{server_ip}, keeping the same port numbers.",
        control_port="",
        pasv_min="",
        pasv_max="",
        server_ip="",
    ),
    "let-in": msg(
        "On the router or firewall in front of the server, let TCP {control_port} and TCP {pasv_min}-{pasv_max} in to "
        "{public_ip}. Over IPv6 nothing has to be forwarded.",
        control_port="",
        pasv_min="",
        pasv_max="",
        public_ip="",
    ),
    "open-range": msg(
        "In the firewall of the server, allow incoming TCP {control_port} and TCP {pasv_min}-{pasv_max}.",
        control_port="",
        pasv_min="",
        pasv_max="",
    ),
    "open-range-ipv6": msg(
        "In the firewall of the server, allow incoming TCP {control_port} and TCP {pasv_min}-{pasv_max}.",
        control_port="",
        pasv_min="",
        pasv_max="",
    ),
    "helper-off": msg(
        "On the router or firewall, switch off FTP inspection (FTP ALG, connection-tracking helper) for TCP "
        "{control_port}.",
        control_port="",
    ),
}
"""One sentence for each need of a router."""
