"""Sentences about passive mode as they are said of another client's log."""

from __future__ import annotations

from typing import Final

from ftpsgui.model.message import Message, msg

LATER: Final[dict[str, str]] = {}
"""Stands for the parameters, which are those of the sentence that was said."""

PASSIVE: Final[dict[str, Message]] = {
    "The server asked for data connections to TCP {ports} of {address}, and they were refused. From here "
    "three causes look alike: the router in front of the server does not forward the port and answers "
    "itself; a firewall rejects it; or the port is forwarded, and where it leads (another computer, "
    "another server behind a balancer) nobody listens. Run “ss -ltn” on the server (“netstat -an” on "
    "Windows) while a client waits after PASV: if the port is in the list, it is the router or the "
    "firewall. Then set a fixed range of passive ports ({first}-{last}) in the server and forward and "
    "allow the same range.": msg(
        "The server asked for data connections to TCP {ports} of {address}, and they were refused. In a log "
        "three causes look alike: the router in front of the server does not forward the port and answers "
        "itself; a firewall rejects it; or the port is forwarded, and where it leads (another computer, "
        "another server behind a balancer) nobody listens. Run “ss -ltn” on the server (“netstat -an” on "
        "Windows) while a client waits after PASV: if the port is in the list, it is the router or the "
        "firewall. Then set a fixed range of passive ports ({first}-{last}) in the server and forward and "
        "allow the same range.",
        **LATER,
    ),
    "You reach the server at {peer}, but its reply to PASV names {address}. Data connections to {address} "
    "work from here. That may be on purpose (several addresses, a balancer); many clients and firewalls "
    "still refuse a data connection to another address, so name {peer} if you can.": msg(
        "The client reached the server at {peer}, but the server's reply to PASV names {address}. Data "
        "connections to {address} work from where the client is. That may be on purpose (several addresses, a "
        "balancer); many clients and firewalls still refuse a data connection to another address, so name "
        "{peer} if you can.",
        **LATER,
    ),
    "You reach the server at {peer}, but its reply to PASV names {address}: an example address copied "
    "from a manual, which belongs to nobody. Set the server's external address to {peer}.": msg(
        "The client reached the server at {peer}, but the server's reply to PASV names {address}: an example "
        "address copied from a manual, which belongs to nobody. Set the server's external address to {peer}.",
        **LATER,
    ),
    "You reach the server at {peer}, but its reply to PASV names {address}, another address of the same "
    "name. If several servers share the name, a data connection may end at the wrong one. Each server has "
    "to name the address at which it is reached itself.": msg(
        "The client reached the server at {peer}, but the server's reply to PASV names {address}, another "
        "address of the same name. If several servers share the name, a data connection may end at the wrong "
        "one. Each server has to name the address at which it is reached itself.",
        **LATER,
    ),
    "You reach the server at {peer}, but its reply to PASV names {address}. Both are addresses of private "
    "networks; clients in your network cannot be expected to reach the second one. Set the server's "
    "external address to the one that its clients use, or clear it if the server is used inside only.": msg(
        "The client reached the server at {peer}, but the server's reply to PASV names {address}. Both are "
        "addresses of private networks; other clients there cannot be expected to reach the second one. Set "
        "the server's external address to the one that its clients use, or clear it if the server is used "
        "inside only.",
        **LATER,
    ),
    "You reach the server at {peer}, but its reply to PASV names {address}, to which nobody can connect. "
    "Set the server's external address to {peer}.": msg(
        "The client reached the server at {peer}, but the server's reply to PASV names {address}, to which "
        "nobody can connect. Set the server's external address to {peer}.",
        **LATER,
    ),
    "You reach the server at {peer}, but its reply to PASV names {address}. Most often the external "
    "address in the server's settings is out of date, as after a change of provider; a second internet "
    "line or a balancer is another reason. TLS hides the reply from every router, so none can correct it: "
    "set the server's external address to {peer}.": msg(
        "The client reached the server at {peer}, but the server's reply to PASV names {address}. Most often "
        "the external address in the server's settings is out of date, as after a change of provider; a "
        "second internet line or a balancer is another reason. TLS hides the reply from every router, so none "
        "can correct it: set the server's external address to {peer}.",
        **LATER,
    ),
    "You reach the server at {peer}, but its reply to PASV names {address}, {whose}. Nobody outside can "
    "connect to that. TLS hides the reply from every router, so none can correct it: tell the server its "
    "public address {peer}, and have its passive ports forwarded.": msg(
        "The client reached the server at {peer}, but the server's reply to PASV names {address}, {whose}. "
        "Nobody outside can connect to that. TLS hides the reply from every router, so none can correct it: "
        "tell the server its public address {peer}, and have its passive ports forwarded.",
        **LATER,
    ),
    "You reach the server at {peer}, but its reply to PASV names {address}, an address that every "
    "computer has for itself. Usually the server looked up its own name and found that entry in its hosts "
    "file, or a tunnel or proxy stands in front of it. Clients that obey the reply connect to themselves "
    "and fail. TLS hides the reply from every router, so the server itself must be told its public "
    "address {peer}.": msg(
        "The client reached the server at {peer}, but the server's reply to PASV names {address}, an address "
        "that every computer has for itself. Usually the server looked up its own name and found that entry "
        "in its hosts file, or a tunnel or proxy stands in front of it. Clients that obey the reply connect "
        "to themselves and fail. TLS hides the reply from every router, so the server itself must be told its "
        "public address {peer}.",
        **LATER,
    ),
    "You reach the server at {peer}, but its reply to PASV names {address}, {whose}. Clients that obey "
    "the reply cannot reach it. TLS hides the reply from every router, so none can correct it: tell the "
    "server in the container its public address {peer}, and publish the passive ports under the same "
    "numbers.": msg(
        "The client reached the server at {peer}, but the server's reply to PASV names {address}, {whose}. "
        "Clients that obey the reply cannot reach it. TLS hides the reply from every router, so none can "
        "correct it: tell the server in the container its public address {peer}, and publish the passive "
        "ports under the same numbers.",
        **LATER,
    ),
    "You reach the server at {peer}, but its reply to PASV names {address}, {whose}. Clients that obey "
    "the reply (many libraries and devices) cannot connect and hang until they give up. Others "
    "(FileZilla, WinSCP, current curl, lftp) ignore the address and use {peer}, which works. TLS hides "
    "the reply from every router, so none can correct it: tell the server its public address.": msg(
        "The client reached the server at {peer}, but the server's reply to PASV names {address}, {whose}. "
        "Clients that obey the reply (many libraries and devices) cannot connect and hang until they give up. "
        "Others (FileZilla, WinSCP, current curl, lftp) ignore the address and use {peer}, which works. TLS "
        "hides the reply from every router, so none can correct it: tell the server its public address.",
        **LATER,
    ),
    "You reach the server at {outside}, its reply to PASV names {between}, and its own address is "
    "{inside}: two translations stand one behind the other (double NAT), as with a container on a host "
    "behind a router. For passive mode the server must name {outside}, and its passive ports must be "
    "forwarded by both.": msg(
        "The client reached the server at {outside}, the server's reply to PASV names {between}, and its own "
        "address is {inside}: two translations stand one behind the other (double NAT), as with a container "
        "on a host behind a router. For passive mode the server must name {outside}, and its passive ports "
        "must be forwarded by both.",
        **LATER,
    ),
    "You reach the server at {peer}, but its reply to PASV names {address}, a neighbour of that "
    "address. Most likely it is another address of the same server (a second network card, or an "
    "address that was added), or of the server beside it. TLS hides the reply from every router, so "
    "none can correct it: set the server's external address to {peer}, or have it listen at the one "
    "address that its clients use.": msg(
        "The client reached the server at {peer}, but its reply to PASV names {address}, a neighbour "
        "of that address. Most likely it is another address of the same server (a second network "
        "card, or an address that was added), or of the server beside it. TLS hides the reply from "
        "every router, so none can correct it: set the server's external address to {peer}, or have "
        "it listen at the one address that its clients use.",
        **LATER,
    ),
    "You reach the server at {peer}, but its reply to PASV names {address}, {whose}. Clients that "
    "obey the reply cannot reach it; those that use {peer} instead get through, so its passive ports "
    "are published. TLS hides the reply from every router, so none can correct it: tell the server "
    "in the container its public address {peer}.": msg(
        "The client reached the server at {peer}, but its reply to PASV names {address}, {whose}. "
        "Clients that obey the reply cannot reach it; those that use {peer} instead get through, so "
        "its passive ports are published. TLS hides the reply from every router, so none can correct "
        "it: tell the server in the container its public address {peer}.",
        **LATER,
    ),
    "The server asked for data connections to TCP {ports} of {address}, and they were refused. From "
    "here two causes look alike: a firewall (the router's, the server's own) rejects them, or the "
    "server does not listen where it says. Run “ss -ltn” on the server (“netstat -an” on Windows) "
    "while a client waits after PASV: if the port is in the list, it is a firewall. Then set a fixed "
    "range of passive ports ({first}-{last}) in the server and allow the same range. Over IPv6 "
    "nothing has to be forwarded.": msg(
        "The server asked for data connections to TCP {ports} of {address}, and they were refused. "
        "In a log two causes look alike: a firewall (the router's, the server's own) rejects them, "
        "or the server does not listen where it says. Run “ss -ltn” on the server (“netstat -an” on "
        "Windows) while a client waits after PASV: if the port is in the list, it is a firewall. "
        "Then set a fixed range of passive ports ({first}-{last}) in the server and allow the same "
        "range. Over IPv6 nothing has to be forwarded.",
        **LATER,
    ),
}
"""What is said of a test of our own, and what stands for it where the facts are of another client's log."""
