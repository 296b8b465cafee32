"""227 names an address that means something only inside the server's network: the classic of FTPS behind NAT."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, ids_of
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.addresses import classify, in_network
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.topology.attempts import advertised
from ftpsgui.topology.sides import private_227

_CONTAINERS = "172.16.0.0/12"


def judge(case: Case) -> Answer:
    """Fire when any 227 names a private address while the control connection goes to a public one."""
    read = [seen for seen in case.attempts if seen.fact.mode == "pasv" and advertised(seen.fact)]
    found = private_227(case.state)
    if not found:
        return SILENT if read else UNKNOWN
    said = advertised(found[0].fact)
    assert said is not None
    peer = found[0].fact.control_peer.host
    kind = classify(said.host)
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven",
        audience=("server-admin",),
        title=msg(
            "The server tells passive clients to connect to its private address {address}", address=said.host
        ),
        explanation=_explanation(case, kind, said.host, peer),
        params={"kind": kind, "address": said.host, "peer": peer, "port": said.port},
        evidence=ids_of(found),
        remedies=cure(case, "masquerade", router=("forward",)),
    )


def _explanation(case: Case, kind: str, address: str, peer: str) -> Message:
    if kind in ("loopback", "link-local"):
        return msg(
            "You reach the server at {peer}, but its reply to PASV names {address}, an address that every computer has "
            "for itself. Usually the server looked up its own name and found that entry in its hosts file, or a tunnel "
            "or proxy stands in front of it. Clients that obey the reply connect to themselves and fail. TLS hides the "
            "reply from every router, so the server itself must be told its public address {peer}.",
            address=address,
            peer=peer,
        )
    if kind == "rfc1918" and in_network(address, _CONTAINERS) and address.split(".")[2] == "0":
        return msg(
            "You reach the server at {peer}, but its reply to PASV names {address}, which looks like the address of a "
            "container. Clients that obey the reply cannot reach it. TLS hides the reply from every router, so none can "
            "correct it: tell the server in the container its public address {peer}, and publish the passive ports under "
            "the same numbers.",
            address=address,
            peer=peer,
        )
    if case.works("pasv"):
        return msg(
            "You reach the server at {peer}, but its reply to PASV names {address}, its address inside its own network. "
            "Clients that obey the reply (many libraries and devices) cannot connect and hang until they give up. "
            "Others (FileZilla, WinSCP, current curl, lftp) ignore the address and use {peer}, which works. TLS hides "
            "the reply from every router, so none can correct it: tell the server its public address.",
            address=address,
            peer=peer,
        )
    return msg(
        "You reach the server at {peer}, but its reply to PASV names {address}, its address inside its own network. "
        "Nobody outside can connect to that. TLS hides the reply from every router, so none can correct it: tell the "
        "server its public address {peer}, and have its passive ports forwarded.",
        address=address,
        peer=peer,
    )


RULE = Rule(id="pasv-private-address", rank=400, judge=judge)
