"""ProFTPD with mod_tls: users in a file of ours; runs without root too."""

from __future__ import annotations

import grp
import os
import pwd
from pathlib import Path

from tests.servers.options import PASSWORD_HASH, USER, UnsupportedError
from tests.servers.recipe import Place, Recipe, accounts, owner

NEEDS_ROOT = False


def recipe(place: Place, program: Path) -> Recipe:
    options, folder = place.options, place.folder
    root = os.geteuid() == 0
    if options.anonymous and not root:
        raise UnsupportedError("ProFTPD: anonymous without root")
    uid, gid = owner()
    users = place.file("users", f"{USER}:{PASSWORD_HASH}:{uid}:{gid}::{place.home}:/bin/sh\n", 0o600)
    groups = place.file("groups", f"{USER}:x:{gid}:\n", 0o600)
    if root:
        accounts(place)
    modules = place.put(
        "/etc/proftpd/modules.conf",
        f"ModulePath {program.parents[1] / 'lib' / 'proftpd'}\n"
        + ("LoadModule mod_tls.c\n" if options.tls else ""),
    )
    # ProFTPD obeys the first of two lines about the same thing, so what a test adds about TLS comes first.
    added = [line for line in options.extra if line.startswith("TLS")]
    tls = place.put(
        "/etc/proftpd/tls.conf",
        "\n".join(["<IfModule mod_tls.c>", *added, *_tls(place), "</IfModule>"]) + "\n",
    )
    more = place.put("/etc/proftpd/conf.d/.keep", "").parent
    low, high = place.passive_range
    lines = [
        f"Include {modules}",
        "ServerType standalone",
        'ServerName "test server"',
        f"DefaultAddress {options.bind}",
        f"UseIPv6 {_on(':' in options.bind)}",
        "SocketBindTight on",
        f"Port {place.port}",
        f"PassivePorts {low} {high}",
        *(["User nobody", "Group nogroup"] if root else _myself()),
        "<IfModule mod_ctrls.c>",
        "  ControlsEngine off",
        "</IfModule>",
        "AuthOrder mod_auth_file.c",
        f"AuthUserFile {users}",
        f"AuthGroupFile {groups}",
        "RequireValidShell off",
        "UseFtpUsers off",
        "UseReverseDNS off",
        "AllowOverwrite on",
        "WtmpLog off",
        "DelayEngine off",
        "TimesGMT on",
        f"PidFile {folder / 'pid'}",
        f"ScoreboardFile {folder / 'scoreboard'}",
        f"SystemLog {place.log}",
        "TransferLog NONE",
        "DebugLevel 2",
        *([f"MasqueradeAddress {options.masquerade}"] if options.masquerade else []),
        *(
            [f"MaxInstances {options.max_clients + 1}", f"MaxClients {options.max_clients}"]
            if options.max_clients
            else []
        ),
        *([f'ServerIdent on "{options.banner}"'] if options.banner else []),
        *_refused(options.passive, "PASV EPSV"),
        *_refused(options.active, "PORT EPRT"),
        *(_anonymous(place) if options.anonymous else []),
        *([f"Include {tls}"] if options.tls else []),
        *(line for line in options.extra if line not in added),
        f"Include {more}/*.conf",
    ]
    config = place.put("/etc/proftpd/proftpd.conf", "\n".join(lines) + "\n")
    return Recipe(command=[str(program), "--nodaemon", "--config", str(config)], unit="proftpd")


def _tls(place: Place) -> list[str]:
    options, folder = place.options, place.folder
    flags = [
        *(["NoSessionReuseRequired"] if options.session_reuse is False else []),
        *(["UseImplicitSSL"] if options.implicit else []),
    ]
    required = {
        (True, True): "on",
        (True, False): "ctrl",
        (False, True): "data",
        (False, False): "off",
    }[options.require_tls, options.require_protection]
    if options.refuse_protection:
        required = "ctrl+!data"
    lines = [
        "TLSEngine on",
        f"TLSLog {folder / 'tls.log'}",
        f"TLSECCertificateFile {folder / 'chain.pem'}",
        f"TLSECCertificateKeyFile {folder / 'key.pem'}",
        f"TLSRequired {required}",
        "TLSVerifyClient off",
    ]
    if flags:
        lines.append("TLSOptions " + " ".join(flags))
    if options.tls_versions is not None:
        names = {"1.0": "TLSv1", "1.1": "TLSv1.1", "1.2": "TLSv1.2", "1.3": "TLSv1.3"}
        low, high = options.tls_versions
        lines.append("TLSProtocol " + " ".join(names[v] for v in names if low <= v <= high))
        if low < "1.2":
            lines.append("TLSCipherSuite DEFAULT:@SECLEVEL=0")
    return lines


def _anonymous(place: Place) -> list[str]:
    return [
        f"<Anonymous {place.home}>",
        f"  User {USER}",
        f"  UserAlias anonymous {USER}",
        "  AnonRequirePassword off",
        "  AuthAliasOnly on",
        "  RequireValidShell off",
        "</Anonymous>",
    ]


def _refused(allowed: bool, commands: str) -> list[str]:
    return [] if allowed else [f"<Limit {commands}>", "  DenyAll", "</Limit>"]


def _myself() -> list[str]:
    """Without root ProFTPD stays who it is, if it is told so by name."""
    return [f"User {pwd.getpwuid(os.getuid()).pw_name}", f"Group {grp.getgrgid(os.getgid()).gr_name}"]


def _on(value: bool) -> str:
    return "on" if value else "off"
