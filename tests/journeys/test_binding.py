"""Attacks on who binds whom, and on what was said, as they were typed: each is refused in words, or shown."""

from __future__ import annotations

import shlex
from typing import Final

import pytest

from slt_flow.services.request.context import signed_in
from tests.journeys.terminal import Ran, Terminal

DAY: Final = "2026-03-12"
SEAT: Final = "politistasjonssjef"

COMMITS_NOBODY: Final = {
    "a post of the other party": "administrasjonssjef",
    "a third party's post": "leder",
    "a name": "Ola Nordmann",
    "a post entered a minute ago": "vara",
    "a post entered with an earlier day": "tilbakedatert",
    "a name from an organisation entered with an earlier day": "Nora Navnløs (vest)",
}


def slt(terminal: Terminal, line: str) -> Ran:
    return terminal(*shlex.split(line), SLT_LANG="en")


@pytest.fixture
def met(empty: Terminal) -> Terminal:
    """A council at a meeting with everybody there, and an item that the police contact objected to."""
    for line in (
        "init kvaefjord",
        f"meeting hold {DAY} --present all",
        "decision register Natteravner --text 'Natteravner hver helg' --meeting M1/26",
        "decision take-stance 1/26 politikontakt object --reason 'For få folk.'",
    ):
        slt(empty, line).ok()
    return empty


@pytest.mark.parametrize("deputy", COMMITS_NOBODY.values(), ids=COMMITS_NOBODY)
def test_a_deputy_who_may_not_bind_adopts_nothing(empty: Terminal, deputy: str) -> None:
    for line in (
        "init kvaefjord",
        "organisation add idrettslag --name Idrettslaget",
        "post add leder --title Leder --organisation idrettslag --level executing",
        "post add vara --title Vara --organisation politi --level strategic",
        "organisation add vest --name 'Politiet vest' --party politi --on 2026-01-01",
        "post add tilbakedatert --title Vara --organisation politi --level strategic --on 2026-02-01",
        f"meeting hold 2026-05-02 --present 'ordforer,{SEAT}={deputy}' --mandate {SEAT}=telefon",
    ):
        slt(empty, line).ok()
    refused = slt(empty, "decision register Sak --meeting M1/26 --consent all").failed(1)
    assert "Nobody who can commit" in refused.err
    assert "commits nobody" in slt(empty, "meeting minutes M1/26").out


def test_one_mandate_text_for_all_is_refused(empty: Terminal) -> None:
    slt(empty, "init kvaefjord").ok()
    slt(empty, f"meeting hold {DAY} --present 'ordforer,{SEAT}=politikontakt' --mandate telefon").failed(2)


ATTEMPTS: Final = {
    "excuse": ["decision excuse 1/26 politikontakt --reason 'Måtte gå'"],
    "leave": ["meeting leave M1/26 politikontakt --reason Tog"],
    "another text": ["decision amend 1/26 'Hver fredag'", "decision excuse 1/26 politikontakt --reason 'Måtte gå'"],
    "disqualified": [
        "decision excuse 1/26 politikontakt --reason Inhabil --decided-by ordforer,administrasjonssjef,slt-koordinator"
    ],
    "undo": ["undo 1/26 --reason Feil", "decision excuse 1/26 politikontakt --reason 'Måtte gå'"],
    "postpone": [
        "decision postpone 1/26 --reason Pause",
        "decision table 1/26 --meeting M1/26",
        "decision excuse 1/26 politikontakt --reason 'Måtte gå'",
    ],
}


@pytest.mark.parametrize("lines", ATTEMPTS.values(), ids=ATTEMPTS)
def test_an_objection_outlasts_what_was_tried(met: Terminal, lines: list[str]) -> None:
    for line in lines:
        slt(met, line).ok()
    refused = slt(met, "decision adopt 1/26 --consent all").failed(1)
    assert "Objecting: Politikontakt" in refused.err
    minutes = slt(met, "meeting minutes M1/26").out
    assert "For få folk." in " ".join(minutes.split())
    assert "the objection stands" in " ".join(minutes.split())


def test_what_is_no_act_of_anybody_is_refused(met: Terminal) -> None:
    slt(met, "decision amend 1/26 'natteravner hver helg.'").failed(1)
    slt(met, "decision excuse 1/26 politikontakt --reason inhabil").failed(1)
    slt(met, "decision excuse 1/26 politikontakt --reason 'Eier lokalet' --decided-by politikontakt").failed(1)
    recorded = slt(met, "decision take-stance 1/26 politikontakt consent").failed(1)
    assert "--basis TEXT" in recorded.err
    slt(met, "decision take-stance 1/26 politikontakt consent --as politikontakt").failed(1)
    slt(met, "do 1/26 adopt --through").failed(1)
    form = met.home / "form.toml"
    form.write_text('[[items]]\nref = "1/26"\noutcome = "adopt"\nconsent = "all"\n', encoding="utf-8")
    assert "1/26" in slt(met, f"meeting record M1/26 --file {form}").failed(1).err


def test_show_tells_that_an_objection_counts_though_its_seat_left(met: Terminal) -> None:
    slt(met, "meeting leave M1/26 politikontakt --reason Tog").ok()
    (stance,) = slt(met, "show 1/26 --json").json["stances"]
    assert (stance["post"], stance["stance"], stance["counts"]) == ("politikontakt", "object", True)


def test_an_absent_mayor_concludes_nothing(empty: Terminal) -> None:
    slt(empty, "init kvaefjord").ok()
    slt(empty, f"meeting hold {DAY} --present administrasjonssjef,{SEAT}").ok()
    refused = slt(empty, "decision register Sak --meeting M1/26 --consent all").failed(1)
    assert "slt meeting attend M1/26 POST --led-by POST" in " ".join(refused.err.split())
    slt(empty, f"meeting attend M1/26 {SEAT} --led-by {SEAT}").ok()
    slt(empty, "decision register Sak --meeting M1/26 --consent all").ok()
    assert "Led by: Politistasjonssjef" in slt(empty, "meeting minutes M1/26").out


OTHERS: Final = f"ordforer,administrasjonssjef,{SEAT},slt-koordinator"
ANEW: Final = {
    "withdrawn": (["decision withdraw 1/26 --reason Trekkes"], "M1/26"),
    "undone": (["undo 1/26 --reason Feil", "undo 1/26 --reason Feil"], "M1/26"),
    "undone with its meeting": ([*["undo --reason Feil"] * 3, f"meeting hold {DAY} --present {OTHERS}"], "M2/26"),
}


@pytest.mark.endurance
@pytest.mark.parametrize(("lines", "meeting"), ANEW.values(), ids=ANEW)
def test_an_objection_outlasts_a_new_ref(met: Terminal, lines: list[str], meeting: str) -> None:
    for line in lines:
        slt(met, line).ok()
    register = f"decision register Natteravner --text 'Natteravner hver helg' --meeting {meeting}"
    outright = slt(met, f"{register} --consent all").failed(1)
    assert "--consent" not in outright.err.partition("Try:")[2]
    slt(met, register).ok()
    assert "politikontakt" in slt(met, f"decision adopt 2/26 --consent {OTHERS}").failed(1).err.casefold()
    minutes = " ".join(slt(met, f"meeting minutes {meeting}").out.split())
    assert "Objected in 1/26: Politikontakt – For få folk." in minutes
    assert minutes.count("the objection stands") >= 1


@pytest.mark.endurance
def test_an_excused_objector_comes_back_by_the_remedy(met: Terminal) -> None:
    slt(met, "decision excuse 1/26 politikontakt --reason 'Måtte gå'").ok()
    slt(met, "decision remark 1/26 Pause").ok()
    spoken = "decision take-stance 1/26 politikontakt consent --basis 'Sagt i møtet'"
    assert "slt decision postpone 1/26 --reason TEXT" in slt(met, spoken).failed(1).err
    slt(met, "decision postpone 1/26 --reason Pause").ok()
    slt(met, "decision table 1/26 --meeting M1/26").ok()
    slt(met, spoken).ok()
    slt(met, "decision adopt 1/26 --consent all").ok()
    assert "basis: Sagt i møtet" in " ".join(slt(met, "meeting minutes M1/26").out.split())


@pytest.mark.endurance
def test_where_a_party_is_missing_the_decision_is_put_to_another_meeting(empty: Terminal) -> None:
    for line in ("init kvaefjord", f"meeting hold {DAY} --present ordforer", "meeting hold 2026-03-20 --present all"):
        slt(empty, line).ok()
    refused = slt(empty, "decision register Sak --area skjenking-og-rus --meeting M1/26 --consent all").failed(1)
    remedy = "slt decision register Sak --area skjenking-og-rus --meeting MEETING"
    assert remedy in " ".join(refused.err.split())
    slt(empty, remedy.removeprefix("slt ").replace("MEETING", "M2/26")).ok()
    slt(empty, "decision adopt 1/26 --consent all").ok()


@pytest.mark.endurance
def test_the_future_is_not_recorded(empty: Terminal) -> None:
    slt(empty, "init kvaefjord").ok()
    for line in (
        "meeting hold 2099-01-05 --present all", "decision register Sak", "appoint ordforer 'Kari Oppdiktet'",
        "organisation add vest --name Vest", "undo --reason Feil", "absence ordforer --from 2099-02-01 --to 2099-02-03",
    ):  # fmt: skip
        assert "has not come yet" in slt(empty, f"{line} --on 2099-01-05").failed(2).err


def test_a_stance_taken_by_a_signed_in_seat_needs_a_basis_to_be_replaced_on_the_command_line(met: Terminal) -> None:
    account = signed_in().name.removeprefix("os:")
    for line in (
        f"post account administrasjonssjef {account}",
        "decision register Lys --meeting M1/26 --text 'Flere lys'",
    ):
        slt(met, line).ok()
    slt(met, "decision take-stance 2/26 administrasjonssjef stand_aside --as administrasjonssjef").ok()
    for line in ("decision take-stance 2/26 administrasjonssjef consent", "decision adopt 2/26 --consent all"):
        refusal = slt(met, line).failed(1)
        assert "signed in: stands aside" in refusal.err
        assert "--basis TEXT" in refusal.err
    slt(met, "decision adopt 2/26 --consent all --basis 'E-mail 13 March'").ok()
