"""What was typed into the fields: texts as they stand there, before anything is made of them."""

from __future__ import annotations

import msgspec

from ftpsgui.model.plan import Family, TlsMode


class Form(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fields as typed; the password is not among them, so a form can be kept and saved."""

    host: str = ""
    port: str = ""
    tls: TlsMode = "auto"
    user: str = ""
    family: Family = "any"
    public_address: str = ""
    active_ports: str = ""
    bind: str = ""
    connect_timeout: str = ""
    data_timeout: str = ""
    ca_file: str = ""
    client_certificate: str = ""
    write_directory: str = ""
    stun: str = ""
    idle: str = ""
    dial_advertised: bool = False
    compare_plaintext: bool = False
    ccc: bool = False
    insist_public_address: bool = False
    thorough: bool = False
