"""Errors of serving pages in words; facts are filled in by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slt_flow.terms import N_

SERVING_ERRORS: Final[Mapping[str, str]] = {
    "port_taken": N_("Another program listens on port {port} of {host} already. Name another with --port."),
    "port_not_allowed": N_(
        "Port {port} may not be listened on by this account. Name one from 1024 on with --port, and let a proxy have "
        "the one that readers use."
    ),
    "address_elsewhere": N_("{host} is no address of this computer. Name one that is with --host."),
    "cannot_listen": N_(
        "Nothing can be listened on at {host}, port {port}: {why}. Name another with --host and --port."
    ),
    "bad_base_url": N_(
        "“{given}” is no address of a site. Write it with its scheme and nothing after the host, as in "
        "https://politirad.example.no"
    ),
    "base_url_without_tls": N_(
        "“{given}” has no TLS: whoever listens on the way could read along. Only an address of this computer may begin "
        "with http://; write https:// and let a proxy do TLS."
    ),
    "base_url_missing": N_(
        "Say under which address readers reach the pages: --base-url https://politirad.example.no, or --local for your "
        "own computer alone."
    ),
    "provider_missing": N_(
        "Say who may read: --provider FILE for those who sign in there, --open for what everybody may read, or --local "
        "for your own computer alone."
    ),
    "local_has_no_other": N_("--local is for your own computer alone: leave {option} out."),
    "cannot_write_log": N_("The log cannot be written to {path}: {why}. Name another file with --log."),
    "many_files_written": N_("Many files are being written at this moment. Wait a few seconds and try again."),
    "bad_proxy": N_(
        "“{given}” is no address of a proxy, nor a network of them. Write it as in 10.0.0.7 or 10.0.0.0/24."
    ),
}
"""Sentences of errors by their code."""
