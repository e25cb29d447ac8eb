"""Command that serves the pages of a council."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import click

from slt_flow.commands import OFTEN
from slt_flow.commands.cli import Cli
from slt_flow.commands.completion import PathName
from slt_flow.commands.frame import reads
from slt_flow.errors import OutputError, RecordsError, RequestError, cause
from slt_flow.terms import N_

LOOPBACK: Final = "127.0.0.1"


@reads
@click.option("--host", metavar="ADDRESS", help=N_("The address to listen at; 127.0.0.1 when left out."))
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, metavar="N", help=N_("The port; 0 takes any that is free.")
)
@click.option("--base-url", metavar="URL", help=N_("The address that readers use, as in https://politirad.example.no."))
@click.option(
    "--proxy",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    help=N_("A proxy whose word on who asks is taken; may be given several times."),
)
@click.option("--provider", type=PathName(), metavar="FILE", help=N_("The file of the provider that signs people in."))
@click.option("--open", "public", is_flag=True, help=N_("Let everybody read the public edition without signing in."))
@click.option("--local", is_flag=True, help=N_("For your own computer alone: prints a link that lets you in, once."))
@click.option("--log", type=PathName(), metavar="FILE", help=N_("Write the log to this file instead of the screen."))
def serve(
    cli: Cli,
    host: str | None,
    port: int,
    base_url: str | None,
    proxies: tuple[str, ...],
    provider: str | None,
    public: bool,
    local: bool,
    log: str | None,
) -> None:
    """Serve the pages of a council to browsers, until it is stopped: what each post owes and owns, what was decided."""
    typed = {"--host": host, "--base-url": base_url, "--provider": provider, "--proxy": proxies}
    _refuse_incomplete({option: value for option, value in typed.items() if value}, local=local, public=public)
    address = site_address(base_url) if base_url is not None else None
    for proxy in proxies:
        _refuse_no_proxy(proxy)
    try:
        from slt_flow.pages import app, providers, server
        from slt_flow.pages.local import link
        from slt_flow.pages.openid import Client
        from slt_flow.pages.sessions import Sessions
        from slt_flow.pages.sign_in import LIMITED
        from slt_flow.pages.site import Site
    except ModuleNotFoundError as missing:
        if str(missing.name).startswith("slt_flow"):
            raise
        raise RequestError("missing_extra", extra="web") from None
    from slt_flow.services.history.audit import readable, refuse_unfit
    from slt_flow.services.request.whereabouts import language

    context = replace(cli.context(), actor=None, on=None, warnings=[], receipts=[])  # a form names the post that acts
    context = replace(context, council=readable(context))
    configured = providers.load(Path(provider)) if provider is not None else None
    sock = server.listening(host or LOOPBACK, port)
    address = address or f"http://{LOOPBACK}:{sock.getsockname()[1]}"
    client = Client(configured, address) if configured is not None else None
    site = Site(context, address, Sessions(context.store.path, str(context.council), context.clock), public, client)
    _log(log, quiet=local)
    serving = server.Serving(
        address,
        proxies,
        language(cli.db, context.council) or cli.locale,
        lambda: refuse_unfit(context),
        sign_in=("/local/", LIMITED),
    )

    def started() -> None:
        if base_url is not None:
            with suppress(RecordsError):  # who invites somebody names it then
                site.sessions.note_address(address)
        _tell(cli, address, server.place_of(sock), link(site) if local else None)

    gc.set_threshold(*OFTEN)
    server.Server(app.application(site), serving, started).serve_on(sock)


def _refuse_incomplete(typed: Mapping[str, object], *, local: bool, public: bool) -> None:
    """Refuse what nobody could reach, or sign in to."""
    if local:
        for option in typed:
            raise RequestError("local_has_no_other", option=option)
    elif "--base-url" not in typed:
        raise RequestError("base_url_missing")
    elif "--provider" not in typed and not public:
        raise RequestError("provider_missing")


def site_address(typed: str) -> str:
    """Return an address of a site as browsers write it.

    Raises:
        RequestError: it is none, or one without TLS that leads elsewhere than to this computer.
    """
    try:
        parts = urlsplit(typed)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise RequestError("bad_base_url", given=typed) from None
    if parts.scheme not in ("http", "https") or not host or parts.path not in ("", "/"):
        raise RequestError("bad_base_url", given=typed)
    if parts.query or parts.fragment or parts.username is not None or not host.isascii():
        raise RequestError("bad_base_url", given=typed)
    if parts.scheme == "http" and not _is_here(host):
        raise RequestError("base_url_without_tls", given=typed)
    name = f"[{host}]" if ":" in host else host
    is_standard = port in (None, {"http": 80, "https": 443}[parts.scheme])
    return f"{parts.scheme}://{name}" if is_standard else f"{parts.scheme}://{name}:{port}"


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refuse_no_proxy(typed: str) -> None:
    try:
        ip_network(typed)
    except ValueError:
        raise RequestError("bad_proxy", given=typed) from None


def _log(file: str | None, *, quiet: bool) -> None:
    from slt_flow.pages.server import log_to

    try:
        log_to(Path(file) if file is not None else None, logging.WARNING if quiet and file is None else logging.INFO)
    except OSError as failure:
        raise OutputError("cannot_write_log", path=file, why=cause(failure)) from None


def _tell(cli: Cli, address: str, place: str, link: str | None) -> None:
    """Say where the pages are, once they are there."""
    say = cli.words.say
    lines = [say("The pages stand here until you press Ctrl-C: {address}", address=address)]
    if link is not None:
        lines.append(say("Open within ten minutes; it works once: {link}", link=link))
    elif place not in address:
        lines.append(say("What a proxy asks, it asks at {place}", place=place))
    cli.show_line({"address": address, "listens": place, "link": link}, "\n".join(lines))
    sys.stdout.flush()
