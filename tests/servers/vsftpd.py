"""vsftpd: needs root, PAM and a system user; all of /etc that it reads for them is ours (see ``accounts``)."""

from __future__ import annotations

from pathlib import Path

from tests.servers.options import Options
from tests.servers.recipe import Place, Recipe, accounts, openssl_environment

NEEDS_ROOT = True


def recipe(place: Place, program: Path) -> Recipe:
    options, folder = place.options, place.folder
    accounts(place)
    place.put("/etc/pam.d/vsftpd", "auth required pam_unix.so\naccount required pam_unix.so\n")
    ipv6 = ":" in options.bind
    low, high = place.passive_range
    lines = [
        "background=NO",
        f"listen={_yes(not ipv6)}",
        f"listen_ipv6={_yes(ipv6)}",
        # With "::" written out vsftpd 3.0.3 binds to what its memory holds.
        *([] if options.bind == "::" else [f"listen_address{'6' if ipv6 else ''}={options.bind}"]),
        f"listen_port={place.port}",
        "seccomp_sandbox=NO",
        "secure_chroot_dir=/var/run/vsftpd/empty",
        "pam_service_name=vsftpd",
        "local_enable=YES",
        "write_enable=YES",
        "check_shell=NO",
        f"anonymous_enable={_yes(options.anonymous)}",
        f"anon_root={place.home}",
        "no_anon_password=YES",
        f"pasv_enable={_yes(options.passive)}",
        f"port_enable={_yes(options.active)}",
        f"pasv_min_port={low}",
        f"pasv_max_port={high}",
        "xferlog_enable=YES",
        "xferlog_std_format=NO",
        "log_ftp_protocol=YES",
        f"vsftpd_log_file={place.log}",
        "utf8_filesystem=YES",
    ]
    if options.masquerade:
        lines.append(f"pasv_address={options.masquerade}")
    if options.max_clients:
        lines.append(f"max_clients={options.max_clients}")
    if options.banner:
        lines.append(f"ftpd_banner={options.banner}")
    if options.tls:
        lines += [
            "ssl_enable=YES",
            "ssl_tlsv1=YES",
            "debug_ssl=YES",
            f"ssl_ciphers=HIGH{':@SECLEVEL=0' if _old(options) else ''}",
            "allow_anon_ssl=YES",
            f"rsa_cert_file={folder / 'chain.pem'}",
            f"rsa_private_key_file={folder / 'key.pem'}",
            f"implicit_ssl={_yes(options.implicit)}",
            f"force_local_logins_ssl={_yes(options.require_tls)}",
            f"force_anon_logins_ssl={_yes(options.require_tls)}",
            f"force_local_data_ssl={_yes(options.require_protection)}",
            f"force_anon_data_ssl={_yes(options.require_protection)}",
        ]
        if options.refuse_protection:
            lines.append("cmds_denied=PROT")
        if options.session_reuse is not None:
            lines.append(f"require_ssl_reuse={_yes(options.session_reuse)}")
    lines += options.extra
    config = place.put("/etc/vsftpd.conf", "\n".join(lines) + "\n")
    return Recipe(
        command=[str(program), str(config)],
        unit="vsftpd",
        environment=openssl_environment(place),
    )


def _yes(value: bool) -> str:
    return "YES" if value else "NO"


def _old(options: Options) -> bool:
    return options.tls_versions is not None and options.tls_versions[0] < "1.2"
