"""Words that lie in the archive of a council, for whoever opens it without this program."""

from __future__ import annotations

from typing import Final

README: Final = """\
DETTE ER ET POLITIRÅD MED ALT SOM ER FØRT OM DET

Arkivet er laget av slt-flow (slt export council). Det kan leses uten programmet: alle filene er vanlig tekst (UTF-8).

entries.jsonl   Journalen. Én linje for hver innføring, i rekkefølge, i den skrivemåten som kjeden er regnet ut av
                (JSON etter RFC 8785). «digest» er SHA-256 av linja uten «digest» selv, og «prev» er den forrige
                innføringens digest. Den første innføringens «prev» er journalens id.
texts.jsonl     Det folk har skrevet: tittel, tekst, navn, grunner. «seq» er nummeret på innføringen og «name» navnet
                på teksten i den. Innføringen har HMAC-SHA-256 av teksten med «salt» (16 byte) som nøkkel. En tekst som
                er slettet, mangler her, og en senere innføring sier hvorfor.
files/          Vedleggene, uendret. Navnet på hver fil er SHA-256 av den; journalen sier hvilken sak den hører til.
definitions/    Avtalen og arbeidsflytene som rådet følger, slik de ble skrevet (TOML).
manifest.json   Rådets navn, journalens id, antall innføringer og den siste innføringens digest, og SHA-256 av hver fil.

Slik kommer rådet inn i en annen database:  slt import council FIL
Hele formatet er beskrevet i programmets dokumentasjon: docs/reference/journal.md

Arkivet inneholder personopplysninger. Oppbevar det som journalen selv.
"""
"""Description of the archive in Norwegian, the language of the municipalities that keep it."""
