"""Norwegian words that people type for commands, in bokmål and nynorsk, and the command that each of them means.

Words are folded as ids are, so that `møte`, `MØTE` and `mote` are one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from shlex import quote
from typing import Final

import click

from slt_flow.terms import Ref, identifier

COMMANDS: Final[Mapping[str, str]] = {
    "init": "start begynn opprett",
    "demo": "prov demonstrasjon",
    "councils": "radet politiradet rad politirad",
    "numbers": "nummer numre nummerering saksnummer saksnumre",
    "status": "oversikt tilstand",
    "todo": "gjoremal gjeremal oppgave oppgaver oppgavene frister fristar huskeliste",
    "next": "neste na no",
    "why": "hvorfor kvifor",
    "do": "gjor gjer utfor handling",
    "decision": "vedtak vedtaket sak saker saka saken beslutning avgjerd",
    "decision kinds": "vedtakstyper sakstyper",
    "assign": "tildel fordel gi deleger",
    "assignment": "oppdrag oppdraget",
    "group": "gruppe grupper koordineringsgruppe koordineringsgrupper",
    "propose": "foresla forslag framlegg",
    "measure": "tiltak tiltaket",
    "hand-over": "overfor overlat",
    "reschedule": "frist utsett utset fristen",
    "remark": "merknad merk kommentar kommenter",
    "link": "lenke lenk lenkje",
    "attach": "vedlegg legg-ved",
    "attachment": "vedleggene vedlegga",
    "archive": "arkivet",
    "exempt": "unnta unntak unntatt unnateke skjerm",
    "meeting": "mote moter motet mota motene",
    "meeting minutes": "referat protokoll motereferat moteprotokoll",
    "meeting agenda": "saksliste sakliste innkalling dagsorden agenda saklista sakslista",
    "meeting record": "skjema moteskjema",
    "knowledge": "kunnskap kunnskapsgrunnlag",
    "challenge": "utfordring utfordringer utfordringar",
    "evaluate": "evaluering evaluer arsevaluering",
    "learning": "laering laeringspunkt lerdom laerdom",
    "plan": "handlingsplan handlingsplanen",
    "agreement": "avtale avtalen samarbeidsavtale samarbeidsavtalen avtala",
    "agreement obligations": "forpliktelser forpliktelse forplikting forpliktingar plikter",
    "agreement fulfil": "oppfyll dokumenter",
    "agreement new": "mal",
    "agreement renew": "forny fornying fornyelse",
    "organisation": "virksomhet virksomheter organisasjon organisasjoner verksemd verksemder part parter",
    "post": "funksjon funksjoner stilling stillinger stillingar medlem medlemmer medlemer",
    "access": "tilgang tilganger tilgangar",
    "appoint": "utnevn innehaver ansett utnemn tilsett innehavar",
    "vacate": "ledig vakant fratred",
    "absence": "fravaer fraver permisjon ferie",
    "deputy": "vara stedfortreder varamedlem varaperson varamann stadfortredar",
    "area": "satsingsomrade satsingsomrader omrade omrader satsomrade",
    "show": "vis",
    "find": "sok finn leit",
    "check-texts": "personvern personopplysninger personopplysningar",
    "history": "historikk historie logg",
    "wheel": "arshjul arshjulet",
    "report": "rapport rapporter",
    "yearly-report": "arsmelding arsrapport arsmeldinga arsrapporten",
    "letter": "brev oppdragsbrev brevet",
    "decision paper": "saksframlegg saksfremlegg saksfremstilling saksframstilling",
    "handover-pack": "overlevering overleveringspakke overleveringsmappe",
    "export": "eksport eksporter",
    "import": "importer innhent",
    "undo": "angre omgjor",
    "workflow": "arbeidsflyt arbeidsgang arbeidsgangar arbeidsganger",
    "journal": "journalen",
    "backup": "sikkerhetskopi kopi tryggingskopi",
    "restore": "gjenopprett hent-tilbake",
    "serve": "server tjener tenar nettsider nettside sider",
    "db": "database databasen",
    "config": "innstillinger innstillingar innstilling oppsett",
    "completion": "fullforing utfylling",
    "help": "hjelp",
}  # fmt: skip
"""Words by the command that they mean."""

WITHIN: Final[Mapping[str, str]] = {
    "list": "liste list-opp alle",
    "show": "vis",
    "add": "legg-til leggtil ny nytt",
    "new": "ny nytt mal",
    "register": "registrer ny nytt meld",
    "adopt": "vedta",
    "plan": "planlegg ny nytt",
    "hold": "holdt hald halde avhold",
    "record": "skjema for",
    "minutes": "referat protokoll",
    "invite": "inviter inviter-til kall-inn",
    "pack": "mappe pakk motemappe motemappa",
    "calendar": "kalender",
    "agenda": "saksliste sakliste innkalling dagsorden sakslista",
    "end": "avslutt",
    "open": "begynn start opne apne",
    "check": "sjekk kontroller",
    "explain": "forklar",
    "obligations": "forpliktelser forpliktingar plikter",
    "fulfil": "oppfyll dokumenter",
    "renew": "forny",
    "set": "sett set",
    "unset": "fjern ta-bort",
    "install": "installer",
    "verify": "sjekk kontroller",
    "upgrade": "oppgrader",
    "account": "konto",
    "contact": "epost e-post adresse epostadresse e-postadresse",
    "designate": "utpek",
    "authority": "myndighet fullmakt",
    "kinds": "typer slag",
    "assess": "vurder",
    "diagram": "tegn teikn tegning",
    "archive": "arkiver",
    "cancel": "avlys",
    "move": "flytt",
    "finish": "ferdig utfort fullfor ferdigmeld",
    "accept": "ta-imot godta",
}  # fmt: skip
"""Words beneath a group, by the command that they mean there; an action also has the first word of its label."""

ALONE: Final[Mapping[str, str]] = {
    "decision": "decision list",
    "assignment": "status --level coordinating",
    "measure": "status --level executing",
    "meeting": "meeting list",
    "meeting minutes": "meeting minutes M1/26",
    "meeting agenda": "meeting agenda M1/26",
    "meeting record": "meeting record M1/26",
    "reschedule": "todo",
    "assign": "assign 1/26 POST --due DATE",
}
"""Commands to type where a word stands alone and its command needs more."""


def meant(ctx: click.Context, typed: Sequence[str]) -> str | None:
    """Return the command line that Norwegian words mean, from the group where they are typed; None for other words."""
    path, command, rest = ctx.command_path.split()[1:], ctx.command, list(typed)
    is_norwegian = False
    while rest and isinstance(command, click.Group) and not rest[0].startswith("-"):
        child = command.get_command(ctx, rest[0])
        if child is not None:
            path, command = [*path, rest.pop(0)], child
            continue
        name = meaning(ctx, command, rest[0])
        if name is None:
            break
        is_norwegian, path, rest = True, [*path, *name.split()], rest[1:]
        command = _beneath(ctx, command, name) or command
    if not is_norwegian:
        return None
    if not rest or (isinstance(command, click.Group) and rest[0].startswith("-")):
        alone = " ".join(path)
        names = command.list_commands(ctx) if isinstance(command, click.Group) else ()
        lists = [name for name in ("list", "show") if name in names]
        return " ".join(["slt", ALONE.get(alone) or " ".join([alone, *lists[:1]]), *map(quote, rest)])
    if isinstance(command, click.Group) and Ref.parse(rest[0]) is not None:
        path = ["show"]  # `vedtak 1/26` asks to see it
    return " ".join(["slt", *path, *map(quote, rest)])


def meaning(ctx: click.Context, command: click.Command, word: str) -> str | None:
    """Return the path beneath a command that a Norwegian word names; None for another word."""
    is_top = command is ctx.find_root().command
    names = _names(word, COMMANDS if is_top else WITHIN)
    name = next((name for name in names if _beneath(ctx, command, name) is not None), None)
    if name is None and isinstance(command, click.Group) and not is_top:
        return _by_label(ctx, command, word)
    return name


def _names(word: str, table: Mapping[str, str]) -> list[str]:
    folded = identifier(word)
    return [name for name, words in table.items() if folded in words.split()]


def _beneath(ctx: click.Context, command: click.Command, path: str) -> click.Command | None:
    """Return the command at a path beneath another, or None."""
    beneath: click.Command | None = command
    for name in path.split():
        beneath = beneath.get_command(ctx, name) if isinstance(beneath, click.Group) else None
    return beneath


def _by_label(ctx: click.Context, group: click.Group, word: str) -> str | None:
    """Return the action of a group whose label begins with a word, in one of the languages."""
    folded = identifier(word)
    for name in group.list_commands(ctx):
        labels: Mapping[str, str] = getattr(group.get_command(ctx, name), "labels", None) or {}
        if any(identifier(label).split("-")[0] == folded for label in labels.values()):
            return name
    return None
