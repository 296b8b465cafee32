"""227 names an address that means something only inside the server's network: the classic of FTPS behind NAT."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, ids_of
from ftpsgui.diagnosis.ports import get_through
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.addresses import classify, normalise
from ftpsgui.model.facts import ClientRemark
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.topology.attempts import advertised
from ftpsgui.topology.habits import Owner, usual_owner
from ftpsgui.topology.sides import private_227


def judge(case: Case) -> Answer:
    """Fire when any 227 names a private address while the control connection goes to a public one."""
    found = private_227(case.state)
    if not found:
        read = any(advertised(seen.fact) for seen in case.attempts_of("pasv"))
        return _not_shown(case) or (SILENT if read else UNKNOWN)
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
        explanation=_explanation(case, said.host, peer),
        params={
            "kind": kind,
            "address": said.host,
            "peer": peer,
            "port": said.port,
            "owner": usual_owner(said.host) or "",
            "ports": "open" if get_through(case) else "",
        },
        evidence=ids_of(found),
        remedies=cure(case, "masquerade", router=("forward",)),
    )


def _not_shown(case: Case) -> Finding | None:
    """Fire on the word of a client whose log shows no 227: it found the address in it unroutable, and used another."""
    remarks = [seen for seen in case.state.of(ClientRemark) if seen.fact.remark == "unroutable-reply"]
    if not remarks:
        return None
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="likely",
        audience=("server-admin",),
        title=msg("The server tells passive clients to connect to an address that cannot be reached"),
        explanation=msg(
            "The client that wrote this log says that the address in the server's reply to PASV cannot be reached, and "
            "that it used the server's own instead; the log does not show which address that was. Most often it is the "
            "server's private address behind NAT. Clients that obey the reply cannot connect, and TLS hides the reply "
            "from every router: tell the server its public address, and have its passive ports forwarded."
        ),
        params={
            "kind": "not-shown",
            "address": "",
            "peer": case.peer.host if case.peer else "",
            "port": 0,
            "owner": "",
        },
        evidence=ids_of(remarks),
        remedies=cure(case, "masquerade", router=("forward",)),
    )


def _explanation(case: Case, address: str, peer: str) -> Message:
    if normalise(peer) is None:
        return _from_a_log(address)
    owner = usual_owner(address)
    if owner == "itself":
        return msg(
            "You reach the server at {peer}, but its reply to PASV names {address}, an address that every computer has "
            "for itself. Usually the server looked up its own name and found that entry in its hosts file, or a tunnel "
            "or proxy stands in front of it. Clients that obey the reply connect to themselves and fail. TLS hides the "
            "reply from every router, so the server itself must be told its public address {peer}.",
            address=address,
            peer=peer,
        )
    if owner in ("container", "pod") and case.works("pasv", "epsv"):
        return msg(
            "You reach the server at {peer}, but its reply to PASV names {address}, {whose}. Clients that obey the reply "
            "cannot reach it; those that use {peer} instead get through, so its passive ports are published. TLS hides the "
            "reply from every router, so none can correct it: tell the server in the container its public address {peer}.",
            address=address,
            peer=peer,
            whose=_whose(owner),
        )
    if owner in ("container", "pod"):
        return msg(
            "You reach the server at {peer}, but its reply to PASV names {address}, {whose}. Clients that obey the reply "
            "cannot reach it. TLS hides the reply from every router, so none can correct it: tell the server in the "
            "container its public address {peer}, and publish the passive ports under the same numbers.",
            address=address,
            peer=peer,
            whose=_whose(owner),
        )
    if case.works("pasv"):
        return msg(
            "You reach the server at {peer}, but its reply to PASV names {address}, {whose}. Clients that obey the reply "
            "(many libraries and devices) cannot connect and hang until they give up. Others (FileZilla, WinSCP, current "
            "curl, lftp) ignore the address and use {peer}, which works. TLS hides the reply from every router, so none "
            "can correct it: tell the server its public address.",
            address=address,
            peer=peer,
            whose=_whose(owner),
        )
    return msg(
        "You reach the server at {peer}, but its reply to PASV names {address}, {whose}. Nobody outside can connect to "
        "that. TLS hides the reply from every router, so none can correct it: tell the server its public address {peer}, "
        "and have its passive ports forwarded.",
        address=address,
        peer=peer,
        whose=_whose(owner),
    )


def _whose(owner: Owner | None) -> Message:
    match owner:
        case "container":
            return msg("an address of the kind that Docker gives to containers")
        case "pod":
            return msg("an address of the kind that Kubernetes gives to pods")
        case "cloud":
            return msg(
                "the inside address of a machine in a cloud (Amazon uses such addresses) or of a container"
            )
        case "virtual-machine":
            return msg("an address of the kind that virtual machines have inside their host")
        case "automatic":
            return msg("an address that a computer gives itself, or that a cloud uses inside one machine")
        case "overlay":
            return msg(
                "an address of the range that carriers and VPNs such as Tailscale use inside their networks"
            )
        case _:
            return msg("its address inside its own network")


def _from_a_log(address: str) -> Message:
    """Explain where the log of another client does not say at which address the server was reached."""
    return msg(
        "The server's reply to PASV names {address}, and the client that wrote this log found that this cannot be "
        "reached from where it is: it used the address that it had dialled instead. Clients that obey the reply (many "
        "libraries and devices) cannot connect. TLS hides the reply from every router, so none can correct it: tell the "
        "server its public address, and have its passive ports forwarded.",
        address=address,
    )


RULE = Rule(id="pasv-private-address", rank=400, judge=judge)
