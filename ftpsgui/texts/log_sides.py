"""Sentences about this side, this computer and its router, as they are said of another client's log: the client's side."""

from __future__ import annotations

from typing import Final

from ftpsgui.model.message import Message, msg
from ftpsgui.texts.log_passive import LATER

SIDES: Final[dict[str, Message]] = {
    "It dials {address}, where the passive port cannot be reached from here.": msg(
        "It dials {address}, where the passive port cannot be reached from where the client is.", **LATER
    ),
    "It uses active mode, and the server can connect to this computer.": msg(
        "It uses active mode, and the server can connect to its computer."
    ),
    "Active mode cannot work from here: this computer is behind NAT": msg(
        "Active mode cannot work for this client: it is behind NAT"
    ),
    "Both this computer and the server are behind NAT": msg("Both the client and the server are behind NAT"),
    "This computer is behind NAT": msg("The client is behind NAT"),
    "This computer is behind its provider's NAT (carrier-grade NAT)": msg(
        "The client is behind its provider's NAT (carrier-grade NAT)"
    ),
    "This computer cannot dial {target}": msg("The client cannot dial {target}", **LATER),
    "The address {address} does not belong to this computer, so no connection can begin there.": msg(
        "The address {address} does not belong to the client, so no connection can begin there.", **LATER
    ),
    "The server refuses this computer before the login": msg(
        "The server refuses the client before the login"
    ),
    "to this computer's address": msg("to the client's address"),
    "This computer": msg("The client"),
    "Your router · NAT": msg("Client's router · NAT"),
    "Your network": msg("The client's network"),
    "On this computer": msg("On the client"),
    "for the user of this computer and the administrators of server and network": msg(
        "for the client's user and the administrators of server and network"
    ),
    "for the user of this computer and the server administrator": msg(
        "for the client's user and the server administrator"
    ),
    "for the user of this computer and the network administrator": msg(
        "for the client's user and the network administrator"
    ),
    "Not tried: this needs a public address of this computer that differs from the local one.": msg(
        "Not tried: this needs a public address of the client that differs from the local one."
    ),
    "your NAT": msg("the client's NAT"),
    "This address cannot be reached from here: it means something inside its own network only.": msg(
        "This address cannot be reached from where the client is: it means something inside its own network "
        "only."
    ),
    "for the user of this computer": msg("for the client's user"),
    "this computer behind NAT": msg("the client behind NAT"),
    "Other clients from here (a forecast; none was run)": msg(
        "Other clients in the same place (a forecast; none was run)"
    ),
    "this computer's address": msg("the client's address"),
    "This computer is behind NAT.": msg("The client is behind NAT."),
    "Both this computer and the server are behind NAT.": msg(
        "Both the client and the server are behind NAT."
    ),
    "The path between you and the server": msg("The path between the client and the server"),
    "to your public address": msg("to the client's public address"),
    "We dropped the connection.": msg("The client dropped the connection."),
    "Data connections work with {mode} from here, but this test ran inside the server's own network and "
    "shows nothing about clients outside.": msg(
        "Data connections work with {mode} from where the client is, but it is inside the server's own "
        "network and that shows nothing about clients outside.",
        **LATER,
    ),
    "Use {mode}: it works, and this computer is behind NAT, where the server is the side that should wait "
    "for connections.": msg(
        "Use {mode}: it works, and the client is behind NAT, where the server is the side that should wait "
        "for connections.",
        **LATER,
    ),
    "In active mode the server connects to this computer, at the address that this computer names: "
    "{address}. That address means nothing outside your network, and TLS keeps your router from replacing "
    "it. Passive mode is the better choice once it works on this server. If active mode is needed, set "
    "your public address as the external address in the client, choose a range of ports for active mode, "
    "and have your router forward that range to this computer. That can help only if your router itself "
    "has a public address on its internet side.": msg(
        "In active mode the server connects to the client, at the address that the client names: {address}. "
        "That address means nothing outside its network, and TLS keeps its router from replacing it. Passive "
        "mode is the better choice once it works on this server. If active mode is needed, set the client's "
        "public address as its external address, choose a range of ports for active mode, and have its router "
        "forward that range to the client. That can help only if its router itself has a public address on "
        "its internet side.",
        **LATER,
    ),
    "In active mode the server connects to this computer, at the address that this computer names: "
    "{address}. That address means nothing outside your network, and TLS keeps your router from replacing "
    "it. Use passive mode, which works; nothing needs to be repaired.": msg(
        "In active mode the server connects to the client, at the address that the client names: {address}. "
        "That address means nothing outside its network, and TLS keeps its router from replacing it. Use "
        "passive mode, which works; nothing needs to be repaired.",
        **LATER,
    ),
    "In active mode the server connects to this computer, at the address that this computer names: "
    "{address}. That address means nothing outside your network, and TLS keeps your router from replacing "
    "it. Passive mode is the better choice once it works on this server. If active mode is needed, set "
    "{outside} as the external address in the client, choose a range of ports for active mode, and have "
    "your router forward that range to this computer. That can help only if {outside} is the address that "
    "your router itself has on its internet side: if its status page shows another one, the provider "
    "translates once more and no port can be forwarded.": msg(
        "In active mode the server connects to the client, at the address that the client names: {address}. "
        "That address means nothing outside its network, and TLS keeps its router from replacing it. Passive "
        "mode is the better choice once it works on this server. If active mode is needed, set {outside} as "
        "its external address, choose a range of ports for active mode, and have its router forward that "
        "range to the client. That can help only if {outside} is the address that its router itself has on "
        "its internet side: if its status page shows another one, the provider translates once more and no "
        "port can be forwarded.",
        **LATER,
    ),
    "The server was asked to connect to this computer at {target}, and nothing arrived. Either a firewall "
    "here (on this computer or on the way to it) blocks incoming connections, or the server's firewall "
    "forbids outgoing ones; from here both look alike. Allow this program in this computer's firewall and "
    "test again: if nothing changes, it is the server's side. Passive mode does not need such a "
    "connection.": msg(
        "The server was asked to connect to the client at {target}, and nothing arrived. Either a firewall on "
        "the client's side (its own computer's, or one on the way to it) blocks incoming connections, or the "
        "server's firewall forbids outgoing ones; in a log both look alike. Allow the client in its "
        "computer's firewall and try again: if nothing changes, it is the server's side. Passive mode does "
        "not need such a connection.",
        **LATER,
    ),
    "The way to the server leads through a VPN ({interface}), in which this computer has the address "
    "{inside}; the VPN's other end translates it. That is no fault. It means that the server cannot "
    "connect to this computer (active mode), while passive mode is not affected. Without the VPN the "
    "results may be others.": msg(
        "The way to the server leads through a VPN ({interface}), in which the client has the address "
        "{inside}; the VPN's other end translates it. That is no fault. It means that the server cannot "
        "connect to the client (active mode), while passive mode is not affected. Without the VPN the results "
        "may be others.",
        **LATER,
    ),
    "This computer's own address is {inside}, which cannot be reached from the internet; a router "
    "translates it. That is usual and no fault. It means that the server cannot connect to this computer "
    "(active mode), while passive mode is not affected.": msg(
        "The client's own address is {inside}, which cannot be reached from the internet; a router translates "
        "it. That is usual and no fault. It means that the server cannot connect to the client (active mode), "
        "while passive mode is not affected.",
        **LATER,
    ),
    "This computer's own address is {inside}; the server sees {outside}. That is usual and no fault. It "
    "means that the server cannot connect to this computer (active mode), while passive mode is not "
    "affected.": msg(
        "The client's own address is {inside}; the server sees {outside}. That is usual and no fault. It "
        "means that the server cannot connect to the client (active mode), while passive mode is not "
        "affected.",
        **LATER,
    ),
    "The address {inside} belongs to the range that providers use to share one public address among many "
    "customers. No port can be forwarded to this computer, so active mode cannot be made to work from "
    "here. Use passive mode.": msg(
        "The address {inside} belongs to the range that providers use to share one public address among many "
        "customers. No port can be forwarded to the client, so active mode cannot be made to work from where "
        "the client is. Use passive mode.",
        **LATER,
    ),
    "No answer at all came from TCP port {port} of {address}. Something on the way drops the packets: the "
    "server's firewall, a router that does not forward the port, or a firewall in front of this computer. "
    "It may also be that the server is switched off or that the address is wrong. Try from another "
    "network (a mobile phone's, for example): if it works there, the fault lies on this side; if not, on "
    "the server's.": msg(
        "No answer at all came from TCP port {port} of {address}. Something on the way drops the packets: the "
        "server's firewall, a router that does not forward the port, or a firewall in front of the client. It "
        "may also be that the server is switched off or that the address is wrong. Try from another network "
        "(a mobile phone's, for example): if it works there, the fault lies on the client's side; if not, on "
        "the server's.",
        **LATER,
    ),
    "The network reports that {address} cannot be reached: there is no route to it, or a router on the "
    "way rejects the connection. Check the address, and whether this computer has a connection to that "
    "network (a VPN may be needed).": msg(
        "The network reports that {address} cannot be reached: there is no route to it, or a router on the "
        "way rejects the connection. Check the address, and whether the client has a connection to that "
        "network (a VPN may be needed).",
        **LATER,
    ),
    "There is no way from here to {address}": msg("The client found no way to {address}", **LATER),
    "This computer, or a router next to it, knows no route to {address}; the server was not reached and has no part in it. "
    "Most often the computer's own connection is off: look at its Wi-Fi, cable or VPN, then test again.": msg(
        "The client's computer, or a router next to it, knew no route to {address}; the server was not reached and has no part "
        "in it. Most often the computer's own connection is off: look at its Wi-Fi, cable or VPN.",
        **LATER,
    ),
    "The connection to the server was lost in the middle of the test": msg(
        "The connection to the server was lost while the log was written"
    ),
    "Until second {until} of the test the server answered; after that nothing came any more, on {count} connections at once. "
    "So what failed later says nothing about data modes and ports. Either this computer lost its network (Wi-Fi, VPN, cable), "
    "or the server or its router went down, or a firewall locked this address out (some do after several logins). See whether "
    "this computer is online, then test again.": msg(
        "Until second {until} of the log the server answered; after that nothing came any more, on {count} connections at once. "
        "So what failed later says nothing about data modes and ports. Either the client lost its network (Wi-Fi, VPN, cable), "
        "or the server or its router went down, or a firewall locked its address out (some do after several logins). Have it "
        "tried again, and ask for that log.",
        **LATER,
    ),
    "This computer's own system refused to dial ({error}); nothing was sent. A firewall on this computer, "
    "or a network that is switched off, are usual reasons.": msg(
        "The client's own system refused to dial ({error}); nothing was sent. A firewall on the client, or a "
        "network that is switched off, are usual reasons.",
        **LATER,
    ),
    "The server said “{reply}” instead of a greeting. It does not serve this computer's address: ask its "
    "administrator to look at the address filters and the ban list.": msg(
        "The server said “{reply}” instead of a greeting. It does not serve the client's address: ask its "
        "administrator to look at the address filters and the ban list.",
        **LATER,
    ),
    "The server asked for data connections to TCP {ports} of {address}, and no connection came about: "
    "something on the way drops them or turns them away. The control port is open, the passive ports are "
    "not. Set a fixed range of passive ports ({first}-{last}) in the server, forward it on the server's "
    "router, and allow it in every firewall there (the server's own, a cloud's security group). A firewall in front "
    "of this computer that forbids outgoing connections to such ports would look the same from here: a "
    "test from another network decides.": msg(
        "The server asked for data connections to TCP {ports} of {address}, and no connection came about: "
        "something on the way drops them or turns them away. The control port is open, the passive ports are "
        "not. Set a fixed range of passive ports ({first}-{last}) in the server, forward it on the server's "
        "router, and allow it in every firewall there (the server's own, a cloud's security group). A firewall in front "
        "of the client that forbids outgoing connections to such ports would look the same in its log: a test "
        "from another network decides.",
        **LATER,
    ),
    "The server names its passive ports from {first}-{last} now, but connections to TCP {ports} of "
    "{address} still do not come about. What is left is the way to it: the router in front of the server "
    "must forward TCP {first}-{last}, and every firewall there (the server's own, a cloud's security group) must "
    "allow it. A firewall in front of this computer that forbids outgoing connections to such ports would "
    "look the same from here: a test from another network decides.": msg(
        "The server names its passive ports from {first}-{last} now, but connections to TCP {ports} of "
        "{address} still do not come about. What is left is the way to it: the router in front of the server "
        "must forward TCP {first}-{last}, and every firewall there (the server's own, a cloud's security group) must "
        "allow it. A firewall in front of the client that forbids outgoing connections to such ports would "
        "look the same in its log: a test from another network decides.",
        **LATER,
    ),
    "You reach the server at {outside}, which is not its own address. That is usual and no fault by "
    "itself. For passive mode the server must name {outside} and its passive ports must be forwarded.": msg(
        "The client reached the server at {outside}, which is not the server's own address. That is usual and "
        "no fault by itself. For passive mode the server must name {outside} and its passive ports must be "
        "forwarded.",
        **LATER,
    ),
    "You reach the server at {outside}; its own address is {inside}. That is usual and no fault by "
    "itself. For passive mode the server must name {outside} and its passive ports must be forwarded.": msg(
        "The client reached the server at {outside}; the server's own address is {inside}. That is usual and "
        "no fault by itself. For passive mode the server must name {outside} and its passive ports must be "
        "forwarded.",
        **LATER,
    ),
    "The TLS handshake ended with the error {error}. Usually the server and this computer have no TLS "
    "version or cipher in common, or the server's certificate or key cannot be used. The server's log at "
    "this moment tells more; where the server is old, update it.": msg(
        "The TLS handshake ended with the error {error}. Usually the server and the client have no TLS "
        "version or cipher in common, or the server's certificate or key cannot be used. The server's log at "
        "this moment tells more; where the server is old, update it.",
        **LATER,
    ),
    "The connection was cut in the middle of the TLS handshake ({error}). Either the server and this "
    "computer have no TLS version or cipher in common, or the server's certificate or key cannot be used, "
    "or a firewall on the way cuts encrypted FTP. The server's log tells which.": msg(
        "The connection was cut in the middle of the TLS handshake ({error}). Either the server and the "
        "client have no TLS version or cipher in common, or the server's certificate or key cannot be used, "
        "or a firewall on the way cuts encrypted FTP. The server's log tells which.",
        **LATER,
    ),
    "Solid: seen on this computer. Dashed: inferred from the topology. ?: cannot be known from here.": msg(
        "Solid: seen by the client. Dashed: inferred from the topology. ?: cannot be known from the log."
    ),
    "A forecast for clients on this computer, with their default settings: what this test saw, applied to "
    "what each client is known to do. None of them was run.": msg(
        "A forecast for other clients in the same place, with their default settings: what this log shows, "
        "applied to what each client is known to do. None of them was run."
    ),
    "Not tried: the server sees this computer under another address than the one that you gave. Allow it "
    "under Advanced.": msg(
        "Not tried: the server sees the client under another address than the one that you gave. Allow it "
        "under Advanced."
    ),
    "The server asked for data connections to TCP {ports} of {address}, and no connection came "
    "about: something on the way drops them or turns them away. The control port is open, the "
    "passive ports are not. Over IPv6 nothing has to be forwarded, but routers let nothing in that "
    "they were not told to. Set a fixed range of passive ports ({first}-{last}) in the server, and "
    "allow it in every firewall there (the router's, the server's own, a cloud's security group). A "
    "firewall in front of this computer that forbids outgoing connections to such ports would look "
    "the same from here: a test from another network decides.": msg(
        "The server asked for data connections to TCP {ports} of {address}, and no connection came "
        "about: something on the way drops them or turns them away. The control port is open, the "
        "passive ports are not. Over IPv6 nothing has to be forwarded, but routers let nothing in "
        "that they were not told to. Set a fixed range of passive ports ({first}-{last}) in the "
        "server, and allow it in every firewall there (the router's, the server's own, a cloud's "
        "security group). A firewall in front of the client that forbids outgoing connections to "
        "such ports would look the same in its log: a test from another network decides.",
        **LATER,
    ),
    "This computer speaks IPv6 and the server IPv4; something on the way translates (NAT64, as "
    "mobile networks have it). In active mode the server connects to the address that this computer "
    "names, {address}, which means nothing to it. Passive mode by EPSV names no address and is made "
    "for this case; nothing needs to be repaired for active mode.": msg(
        "The client speaks IPv6 and the server IPv4; something on the way translates (NAT64, as "
        "mobile networks have it). In active mode the server connects to the address that the client "
        "names, {address}, which means nothing to it. Passive mode by EPSV names no address and is "
        "made for this case; nothing needs to be repaired for active mode.",
        **LATER,
    ),
}
"""What is said of a test of our own, and what stands for it where the facts are of another client's log."""
