"""A whole year of a council, played through the services: every kind of entry, every table, mistakes included."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from slt_flow.definitions.load import load_newest
from slt_flow.definitions.locations import agreement_file
from slt_flow.definitions.shelf import Shelf
from slt_flow.definitions.successor import successor
from slt_flow.engine.effects import vocabulary
from slt_flow.engine.entries import Entry, Kind
from slt_flow.results.answers import Done, Outcome, Refusal
from slt_flow.results.archive import Message
from slt_flow.results.decisions import DecidedFields
from slt_flow.results.evaluation import Scribe
from slt_flow.services.agreements.numbers import use_numbers
from slt_flow.services.agreements.renew import renew
from slt_flow.services.decisions import knowledge
from slt_flow.services.decisions.adopt import adopt
from slt_flow.services.decisions.authority import judge_authority
from slt_flow.services.decisions.carry_over import carry_over
from slt_flow.services.decisions.hand_down import add_measure, assign
from slt_flow.services.decisions.hand_over import hand_over
from slt_flow.services.decisions.propose import propose
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.case_sheet import show_case
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.archive_exports import record_exports
from slt_flow.services.meetings.archive_receipt import record_receipt
from slt_flow.services.meetings.attach import attach
from slt_flow.services.meetings.exempt import exempt, lift_exemption
from slt_flow.services.meetings.filing import refer
from slt_flow.services.meetings.plan import hold, plan
from slt_flow.services.people import absences, access, accounts, areas, contacts, groups, organisations, posts
from slt_flow.services.request import actions
from slt_flow.services.request.clock import FixedClock
from slt_flow.services.request.context import Context
from slt_flow.services.request.request import Request
from slt_flow.services.request.transaction import transact
from slt_flow.services.workflows.migrate import migrate
from slt_flow.services.year import evaluation, evidence, learning
from slt_flow.terms import Ref
from tests.conftest import on
from tests.renewals import renewed_text

FILES = (b"%PDF-1.4 tegningene",)
"""What is attached in the year: it lies beside the database, not in it."""


def done(outcome: Outcome) -> Done:
    """The outcome of a request that must not be refused."""
    assert isinstance(outcome, Done), outcome
    return outcome


def decided(context: Context, ref: str) -> DecidedFields:
    """The fields that only a decision has."""
    fields = show_case(context, ref).decided
    assert fields is not None
    return fields


def refused(outcome: Outcome) -> Refusal:
    """The outcome of a request that must be refused."""
    assert isinstance(outcome, Refusal), outcome
    return outcome


def rules(outcome: Outcome) -> set[str]:
    """The names of the rules that refuse a request."""
    return {finding.rule for finding in refused(outcome).findings}


def go(context: Context, ref: str, action: str, day: str | None = None, **answers: Any) -> Done:
    """Perform one action, which must be open."""
    return done(actions.perform(_on(context, day), [ref], action, answers))


def _on(context: Context, day: str | None) -> Context:
    return on(context, day) if day else context


def play(context: Context) -> None:
    """A year from January to December, entered on the fifteenth of December."""
    context = replace(context, clock=FixedClock(datetime(2026, 12, 15, 11, tzinfo=UTC)))
    _people(context)
    _spring(context)
    _summer(context)
    _autumn(context)
    _grounds(context)
    _evaluation(context)
    _other_workflow(context)
    _papers(context)
    _from_below(context)
    _accounts(context)
    _newer_agreement(context)
    _before_the_council(context)


def _people(context: Context) -> None:
    done(posts.appoint(context, "ordforer", "Kari Nordmann"))
    done(organisations.add_organisation(context, "idrettslaget", "Idrettslaget"))
    done(organisations.add_organisation(context, "oppvekst", "Oppvekstetaten", "kommune"))
    done(posts.add_post(context, "trener", "Trener", "idrettslaget", ["executing"]))
    done(posts.add_post(context, "rektor", "Rektor", "oppvekst", ["coordinating", "executing"]))
    done(posts.appoint(_on(context, "2026-02-01"), "rektor", "Ola Nordmann"))
    done(posts.vacate(_on(context, "2026-05-01"), "rektor", "Sluttet"))
    done(posts.appoint(_on(context, "2026-06-01"), "rektor", "Per Hansen"))


def _spring(context: Context) -> None:
    done(plan(_on(context, "2026-02-02"), "2026-03-10", title="Vårmøtet"))
    go(context, "M1/26", "move", "2026-02-10", date="2026-03-12", reason="Sykdom")
    go(context, "M1/26", "call", "2026-03-01", sent="2026-03-01")
    seats = "ordforer,politikontakt,slt-koordinator,politistasjonssjef=Vara (politi)"
    if context.council == "levanger":
        seats = "ordforer,politikontakt=Vara (politi),slt-koordinator,kommunedirektor"
    absent = "politikontakt" if context.council == "levanger" else "politistasjonssjef"
    done(hold(context, "M1/26", seats, guests=["Ungdomsrådet"], mandate=f"{absent}=Fullmakt 9. mars"))
    done(register(context, "Trygg skolevei", meeting="M1/26", consent="all", area=_area(context), case="26/14"))
    done(register(context, "Kriminalitetsbildet", meeting="M1/26", for_information=True))
    go(context, "2/26", "take_note")
    done(register(context, "Politivedtekter", text="Forslag", meeting="M1/26", needs_ratification=["Kommunestyret"]))
    go(context, "3/26", "excuse", post="slt-koordinator", reason="Inhabil", decided_by="ordforer,politikontakt")
    go(context, "3/26", "take_stance", post="politikontakt", stance="object", reason="For uklart")
    go(context, "3/26", "amend", text="Klarere forslag")
    go(replace(context, actor="politikontakt"), "3/26", "take_stance", post="politikontakt", stance="consent")
    done(adopt(context, "3/26", "all"))
    go(context, "3/26", "ratify", "2026-04-20", body="kommunestyret", case="K-sak 12/26", date="2026-04-16")
    done(register(context, "Ny vaktordning", meeting="M1/26"))
    for post in ("ordforer", "politikontakt", "slt-koordinator", _fourth(context)):
        go(context, "4/26", "take_stance", post=post, stance="stand_aside")
    go(context, "4/26", "conclude_without_consensus")


def _area(context: Context) -> str:
    return "barn-og-unge" if context.council == "kvaefjord" else "barn-og-ungdom"


def _fourth(context: Context) -> str:
    return "politistasjonssjef" if context.council == "kvaefjord" else "kommunedirektor"


def _summer(context: Context) -> None:
    on = _on(context, "2026-04-01")
    done(assign(on, "1/26", "politikontakt", "2026-09-01", resources="20 timer"))
    done(add_measure(on, "1/26.1", "Måle farten", "rektor", "2026-06-01"))
    done(add_measure(on, "1/26.1", "Følge barna", "rektor", "2026-08-01", every="månedlig"))
    done(add_measure(on, "1/26.1", "Skilt", "politikontakt", "2026-08-01"))
    done(actions.perform(_on(context, "2026-04-02"), ["1/26.1"], "plan", through=True))
    done(actions.perform(_on(context, "2026-04-03"), ["1/26.1.1"], "start", through=True))
    go(context, "1/26.1.1", "note_progress", "2026-04-20", percent="40%", text="Halvveis")
    go(context, "1/26.1.1", "block", "2026-04-25", reason="Utstyret mangler")
    go(context, "1/26.1.1", "unblock", "2026-06-02")
    go(context, "1/26.1", "reschedule", "2026-06-02", due="2026-10-01", reason="Utstyret kom sent")
    go(context, "1/26.1.1", "reschedule", "2026-06-02", due="2026-09-20", reason="Utstyret kom sent")
    go(context, "1/26.1.1", "finish", "2026-06-10", result="Snitt 38 km/t")
    go(context, "1/26.1.1", "verify", "2026-06-11")
    done(hand_over(_on(context, "2026-06-11"), "1/26.1.2", "trener", "Kjenner barna"))
    outside = replace(_on(context, "2026-06-12"), basis="E-post 12.6.")
    go(outside, "1/26.1.2", "accept")
    go(outside, "1/26.1.2", "start")
    go(outside, "1/26.1.2", "note_time", date="2026-06-12", text="Fire barn fulgt")
    go(outside, "1/26.1.2", "finish", "2026-08-20", result="Følget i gang")
    go(context, "1/26.1.2", "remark", "2026-08-20", text="Fint arbeid")
    go(context, "1/26.1.2", "link", "2026-08-20", address="https://example.org/folget")
    go(context, "1/26.1.2", "verify", "2026-08-21")
    go(context, "1/26.1.3", "decline", "2026-06-13", reason="Ikke vårt")
    go(context, "1/26.1.3", "delegate", "2026-06-14", owner="politikontakt", due="løpende", review="2026-08-01")
    go(context, "1/26.1.3", "reconsider", "2026-06-15", result="Fortsatt behov", due="2026-09-01")
    go(context, "1/26.1.3", "cancel", "2026-06-20", reason="Vegvesenet gjør det")
    done(undo(_on(context, "2026-06-21"), "Feil sak", "1/26.1.3"))
    go(context, "1/26.1.3", "rename", "2026-06-21", title="Nye skilt")
    go(context, "1/26.1.3", "cancel", "2026-06-22", reason="Vegvesenet gjør det")
    go(context, "1/26.1", "report", "2026-09-01", result="Farten er nede")
    go(context, "1/26.1", "approve", "2026-09-05")


def _autumn(context: Context) -> None:
    done(plan(_on(context, "2026-08-01"), "2026-09-20", kind="extraordinary"))
    go(context, "M2/26", "cancel", "2026-09-10", reason="For få saker")
    done(hold(context, "2026-10-08", "all"))
    go(context, "M3/26", "leave", "2026-10-08", post="slt-koordinator", reason="Måtte gå")
    go(context, "M3/26", "attend", "2026-10-08", post="slt-koordinator")
    go(context, "4/26", "table", "2026-10-08", meeting="M3/26")
    done(adopt(context, "4/26", "all"))
    done(posts.designate(_on(context, "2026-10-09"), "rektor", by="4/26"))
    done(areas.add_area(_on(context, "2026-10-09"), "nattevakt", "Nattevakt", "4/26", goals=["Trygge netter"]))
    done(areas.end_area(_on(context, "2026-10-10"), _area(context), "4/26"))
    done(register(_on(context, "2026-10-09"), "Egen sak"))
    go(context, "5/26", "table", "2026-10-10", meeting="M3/26")
    done(judge_authority(_on(context, "2026-10-10"), "5/26", ["Formannskapet"]))
    go(context, "5/26", "postpone", "2026-10-11", reason="Vent")
    go(context, "5/26", "withdraw", "2026-11-01", reason="Løst")
    done(assign(_on(context, "2026-10-09"), "4/26", "slt-koordinator", "2026-12-31"))
    done(assign(_on(context, "2026-10-09"), "4/26", "politikontakt", "2026-12-31", title="Samme"))
    done(plan(_on(context, "2026-11-01"), "2027-02-01"))
    done(undo(_on(context, "2026-11-02"), "Dagen er ikke avtalt", "M1/27"))


def _grounds(context: Context) -> None:
    """What the council works from, told late: the survey of March is entered in December."""
    done(knowledge.add_knowledge(_on(context, "2026-03-01"), "ungdata-2026", "Ungdata 2026", source="Ungdata"))
    shown = ["ungdata-2026"]
    done(knowledge.add_challenge(_on(context, "2026-03-02"), "uteliv", "Uro ute", area=_area(context), sources=shown))
    go(context, "4/26.1", "base_on", "2026-10-12", challenge="uteliv", knowledge="ungdata-2026")
    of_kind = _on(context, "2026-10-12")
    area = "beredskap" if context.council == "kvaefjord" else "problemorienterte-tiltak"
    done(register(of_kind, "Nye vedtekter", kind="bylaws", area=area, challenges=["uteliv"]))
    done(absences.record(_on(context, "2026-07-01"), "politikontakt", "2026-07-06", "2026-07-31", "slt-koordinator"))
    done(absences.record(_on(context, "2026-07-20"), "politikontakt", "2026-07-20", "2026-07-31"))
    done(evidence.fulfil(context, "bylaws_are_revised", ["2026-04-16"], "Revidert i kommunestyret"))
    done(transact(context, {"neighbour": "1/26"}, Ref("", 2026, 1), _link_neighbour))


def _link_neighbour(request: Request) -> None:
    """As the action does where the neighbour's council lies in the same database; here it lies in another."""
    request.item(Ref("", 2026, 1))
    told = {"council": "verdal", "ref": "5/26"}
    on = date(2026, 10, 12)
    request.record(Entry(kind=Kind.NEIGHBOUR_LINKED, subject="1/26", on=on, acted_by=request.actor, data=told))


SCRIBE = Scribe(lambda _: "Årets evaluering", lambda _: "Følges opp som læringspunkter", lambda _: "Årets plan")


def _evaluation(context: Context) -> None:
    """The year is evaluated before the day the agreement names; what was learnt is answered or taken along."""
    done(evaluation.open_year(_on(context, "2026-10-20"), 2026))
    settled = ["1/26.1.1", "1/26.1.2", "1/26.1.3"]
    done(evaluation.assess(_on(context, "2026-10-21"), settled, "some", challenge="uteliv", note="Roligere"))
    done(evaluation.assess(_on(context, "2026-10-22"), settled[:1], "good", challenge="uteliv"))
    for title in ("Begynn tidligere", "Spør ungdommen"):
        done(learning.add(_on(context, "2026-10-23"), title))
    done(hold(context, "2026-10-28", "all"))
    adopted = evaluation.adopt(
        replace(_on(context, "2026-10-28"), scribe=SCRIBE),
        2026,
        meeting="M4/26",
        consent="all",
        early=True,
    )
    done(adopted)
    answered = done(register(_on(context, "2026-10-28"), "Begynn i august", meeting="M4/26", consent="all")).ref
    go(context, "L1/26", "answer", "2026-11-10", decision=answered)
    go(context, "L2/26", "carry", "2026-11-10", year="2028")


def _other_workflow(context: Context) -> None:
    """Learning points go on under the council's own version of their machine, in which a state is called otherwise."""
    first, own = load_newest("learning_point", vocabulary()), f"{context.council}-1"
    with TemporaryDirectory(prefix="slt-") as folder:
        for path, text in successor(first, own).items():
            (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / path).write_text(text.replace("Tatt med videre", "Ført videre"), encoding="utf-8")
        found = migrate(replace(_on(context, "2026-10-30"), shelf=Shelf(Path(folder))), own)
        done(found.outcome)
        assert found.moved


def _accounts(context: Context) -> None:
    """Two accounts of the secretary's, one of which is bound no longer, and two addresses, one of which is removed.

    A headteacher signs in at a provider, and so did an auditor.
    """
    done(accounts.bind_account(_on(context, "2026-11-10"), "slt-koordinator", "ola@kontoret"))
    done(accounts.bind_account(_on(context, "2026-11-10"), "slt-koordinator", "ola@lånt"))
    done(accounts.release_account(_on(context, "2026-11-12"), "slt-koordinator", "ola@lånt"))
    provider = "https://id.example.no"
    done(access.grant_access(_on(context, "2026-11-10"), "rektor", provider, "f3a9"))
    done(access.grant_access(_on(context, "2026-11-10"), None, provider, "b771"))
    done(access.revoke_access(_on(context, "2026-11-12"), None, "b771"))
    done(contacts.record_contact(_on(context, "2026-11-10"), "slt-koordinator", "slt@example.no"))
    done(contacts.record_contact(_on(context, "2026-11-10"), "ordforer", "ordforer@example.no"))
    done(contacts.remove_contact(_on(context, "2026-11-12"), "ordforer"))


def _from_below(context: Context) -> None:
    """Two groups, one of which is dissolved, and a proposal of which the council only takes note."""
    for id_, series in (("ungdom", None), ("natt", "NT")):
        done(groups.found_group(_on(context, "2026-02-01"), id_, id_.title(), ["politikontakt"], series))
    done(groups.change_group(_on(context, "2026-11-02"), "ungdom", ["politikontakt", "slt-koordinator"]))
    go(context, "4/26.1", "entrust", "2026-11-02", group="ungdom")
    done(groups.end_group(_on(context, "2026-11-03"), "natt", "Slått sammen med den andre"))
    done(hold(context, "2026-11-09", "all", kind="coordination", group="ungdom"))
    proposed = done(propose(_on(context, "2026-11-10"), "Lys i parken", "U1/26"))
    go(context, str(proposed.ref), "for_information", "2026-11-11", reason="Bare til orientering")


def _papers(context: Context) -> None:
    """Minutes of the spring's meeting, approved in the autumn, and an agenda the coordinator arranged."""
    talk = "Rådet gikk gjennom bildet."
    go(context, "M1/26", "note_item", "2026-03-19", point="agreed:eventuelt", discussion=talk, outcome="acknowledged")
    go(context, "M1/26", "add_guest", "2026-03-19", guests=["Elevrådet=observatør"], during=["agreed:eventuelt"])
    go(context, "M1/26", "minute", "2026-03-20")
    go(context, "M1/26", "reopen", "2026-03-21", reason="En gjest manglet")
    go(context, "M1/26", "minute", "2026-03-22")
    go(context, "M1/26", "approve", "2026-10-08", meeting="M3/26")
    go(context, "M1/26", "archive", "2026-10-09")
    _archive(context)
    go(context, "M1/26", "addendum", "2026-10-20", text="Gjesten het noe annet")
    done(plan(_on(context, "2026-11-05"), "2027-02-01"))
    go(context, "M2/27", "add_item", "2026-11-06", title="Ny skole", post="rektor", place="2")
    go(context, "M2/27", "add_item", "2026-11-06", title="Årets fest")
    go(context, "M2/27", "drop_item", "2026-11-07", point="own:2")
    go(context, "M2/27", "describe_item", "2026-11-07", point="own:1", text="Rektor viser fram tegningene")
    go(context, "M2/27", "arrange", "2026-11-07", at="10:00", until="12:00", venue="Rådhuset, møterom 2")
    go(context, "M2/27", "place_item", "2026-11-08", point="own:1", place="1")
    with TemporaryDirectory(prefix="slt-") as folder:
        drawing = Path(folder) / "tegning.pdf"
        drawing.write_bytes(FILES[0])
        done(attach(_on(context, "2026-11-08"), "M2/27", str(drawing), title="Tegningene", point="own:1"))
        done(attach(_on(context, "2026-11-08"), "4/26", str(drawing)))
    closed = replace(_on(context, "2026-11-08"), basis="offl. § 24")
    done(exempt(closed, "M2/27", public_title="Skolebygg", point="own:1"))
    done(lift_exemption(_on(context, "2026-11-09"), "M2/27", "Tegningene er lagt ut", point="own:1"))


RECEIPT = Path(__file__).with_name("receipt.xml")
"""A receipt that names no key: whoever reads it says what it answers."""


def _archive(context: Context) -> None:
    """The spring's meeting leaves for the archive, which answers for its folder."""
    then = _on(context, "2026-10-10")
    done(refer(then, "council", part="Råd og utvalg", classification="033"))
    done(refer(then, "M1/26", case="2026/123", restriction="UO"))
    folder = Message("M1/26", "folder", "0" * 64)
    item = Message("M1/26:item:agreed:eventuelt", "item", "1" * 64, "agreed:eventuelt")
    exported = record_exports(then, "M1/26", (folder, item))
    assert exported is not None
    done(exported)
    done(record_receipt(_on(context, "2026-10-11"), str(RECEIPT), message="M1/26"))


GONE = {
    "kvaefjord": ("administrasjonssjef", "beredskap", "trafikksikkerhet"),
    "levanger": ("kommunalsjef-samfunn", "problemorienterte-tiltak", "alkoholhandtering"),
}
"""A post and a focus area that the newer agreement no longer has, and the area that takes its decisions over."""


def _before_the_council(context: Context) -> None:
    """Numbers that were used on paper, and a decision that was adopted before the council was followed up here."""
    done(use_numbers(context, ["40/26", "M9/26"]))
    done(carry_over(context, "Natteravner", "2025-11-01", number="7/25", case="PS 7/25"))


def _newer_agreement(context: Context) -> None:
    """An agreement of the autumn in which something of everything is new, other or gone."""
    post, area, other = GONE[str(context.council)]
    text = agreement_file(str(context.council)).read_text(encoding="utf-8")
    text = renewed_text(text, "2026-11-15")
    for heading, id_ in (("posts", post), ("focus_areas", area)):
        text, cut = re.subn(rf'\[\[{heading}\]\]\nid = "{id_}"\n(?:.+\n)+\n', "", text)
        assert cut == 1, id_
    for id_, title in (("ordforer", "Ordfører og leder"), (other, "Nytt navn"), ("kommune", "Den nye kommunen")):
        text, changed = re.subn(rf'(id = "{id_}"\n(?:name|title) = )"[^"]*"', rf'\1"{title}"', text)
        assert changed == 1, id_
    text += '\n[[posts]]\nid = "lensmann"\ntitle = "Lensmann"\norganisation = "politi"\nlevels = ["executing"]\n'
    text += '\n[[coordinating_groups]]\nid = "ko"\ntitle = "KO"\nmembers = ["slt-koordinator", "politikontakt"]\n'
    with TemporaryDirectory(prefix="slt-") as folder:
        path = Path(folder) / "2026-11-15.toml"
        path.write_text(text, encoding="utf-8")
        done(renew(_on(context, "2026-11-15"), str(path), [f"{area}={other}"]).outcome)
    done(hold(context, "2026-11-20", "slt-koordinator,politikontakt", kind="coordination", group="ko"))
