"""Keys and fixed words of a meeting's form in the languages of councils; English ones are read in every council.

They are plain letters, since TOML allows a key no others without quotation marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

KEYS: Final[Mapping[str, Mapping[str, str]]] = {
    "nb": {
        "meeting": "mote", "day": "dag", "kind": "type", "present": "til_stede", "mandate": "fullmakt",
        "led_by": "ledet_av", "written_by": "skrevet_av", "guests": "gjester", "at": "start", "until": "slutt",
        "place": "sted", "agenda_sent": "innkalling_sendt", "next_meeting": "neste_mote", "remarks": "merknader",
        "requested_by": "krevd_av", "short_notice": "kort_frist", "group": "gruppe", "items": "saker",
        "ref": "sak", "point": "punkt", "title": "tittel", "area": "omrade", "text": "tekst", "case": "saksnummer",
        "discussion": "drofting", "outcome": "utfall", "consent": "samtykker", "stand_aside": "avstar",
        "object": "motsetter_seg", "excused": "inhabil", "decided_by": "avgjort_av", "reason": "grunn",
        "for_information": "til_orientering", "for_decision": "til_avgjorelse", "within_authority": "i_fullmakt",
        "needs_ratification": "ma_godkjennes_av", "challenge": "utfordring", "knowledge": "kunnskap",
        "follows": "folger", "proposed_by": "foreslatt_av", "attachments": "vedlegg", "arrived": "kom",
        "left": "gikk", "designates": "utpeker", "follow_up": "oppfolging", "assignments": "oppdrag",
        "measures": "tiltak", "owner": "ansvarlig", "due": "frist", "resources": "ressurser",
        "review": "gjennomgang", "every": "hver", "post": "funksjon", "words": "ordlyd", "by": "av", "on": "den",
    },
    "nn": {
        "meeting": "mote", "day": "dag", "kind": "type", "present": "til_stades", "mandate": "fullmakt",
        "led_by": "leidd_av", "written_by": "skrive_av", "guests": "gjester", "at": "start", "until": "slutt",
        "place": "stad", "agenda_sent": "innkalling_sendt", "next_meeting": "neste_mote", "remarks": "merknader",
        "requested_by": "kravd_av", "short_notice": "kort_frist", "group": "gruppe", "items": "saker",
        "ref": "sak", "point": "punkt", "title": "tittel", "area": "omrade", "text": "tekst", "case": "saksnummer",
        "discussion": "drofting", "outcome": "utfall", "consent": "samtykkjer", "stand_aside": "avstar",
        "object": "motset_seg", "excused": "inhabil", "decided_by": "avgjort_av", "reason": "grunn",
        "for_information": "til_orientering", "for_decision": "til_avgjerd", "within_authority": "i_fullmakt",
        "needs_ratification": "ma_godkjennast_av", "challenge": "utfordring", "knowledge": "kunnskap",
        "follows": "folgjer", "proposed_by": "foreslatt_av", "attachments": "vedlegg", "arrived": "kom",
        "left": "gjekk", "designates": "peikar_ut", "follow_up": "oppfolging", "assignments": "oppdrag",
        "measures": "tiltak", "owner": "ansvarleg", "due": "frist", "resources": "ressursar",
        "review": "gjennomgang", "every": "kvar", "post": "funksjon", "words": "ordlyd", "by": "av", "on": "den",
    },
}  # fmt: skip
"""Keys by language and their English names."""

FIXED: Final[Mapping[str, Mapping[str, str]]] = {
    "nb": {
        "adopt": "vedtatt", "note": "tatt_til_etterretning", "no_consensus": "ikke_enighet", "postpone": "utsatt",
        "withdraw": "trukket", "approved": "godkjent", "approved_with_remarks": "godkjent_med_merknader",
        "not_approved": "ikke_godkjent", "acknowledged": "tatt_til_etterretning", "postponed": "utsatt",
        "all": "alle", "new": "nytt",
    },
    "nn": {
        "adopt": "vedteke", "note": "teke_til_vitande", "no_consensus": "ikkje_semje", "postpone": "utsett",
        "withdraw": "trekt", "approved": "godkjent", "approved_with_remarks": "godkjent_med_merknader",
        "not_approved": "ikkje_godkjent", "acknowledged": "teke_til_vitande", "postponed": "utsett",
        "all": "alle", "new": "nytt",
    },
}  # fmt: skip
"""Outcomes and other fixed values by language and their English names; an item and a point may share a word."""
