"""A council leaves whole and comes in whole elsewhere, equal to the last cell; what was changed stays out."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from slt_flow.errors import NotYourAction, RecordsError, RequestError
from slt_flow.records.store import Store
from slt_flow.services.agreements.init import init
from slt_flow.services.history import audit
from slt_flow.services.history.council_archive import export_council, import_council
from slt_flow.services.history.redact import redact
from slt_flow.services.history.undo import undo
from slt_flow.services.meetings.attachments import content
from slt_flow.services.request.context import Context
from tests.records.year import FILES, done

NOT_OF_A_COUNCIL = {"alembic_version", "database", "sqlite_stat1"}


def elsewhere(folder: Path, here: Context) -> Context:
    return replace(here, store=Store(str(folder / "annen.sqlite")), council=None)


def cells(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with closing(sqlite3.connect(path)) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(raw.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for name in names
            if name not in NOT_OF_A_COUNCIL
        }


def archived(here: Context, folder: Path) -> Path:
    file = folder / "rad.zip"
    file.write_bytes(export_council(here, "Les meg"))
    return file


def parts(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(file: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file


def test_a_council_comes_in_equal_to_the_last_cell(year: Context, tmp_path: Path) -> None:
    there = elsewhere(tmp_path, year)
    copied = import_council(there, archived(year, tmp_path))
    assert cells(there.store.path) == cells(year.store.path)
    assert [(v.flaws, v.head) for v in audit.verify(there)] == [((), copied.digest)]
    assert copied.files == len(FILES)
    assert export_council(there, "Les meg") == export_council(year, "Les meg")


def test_a_dry_run_verifies_and_makes_no_database(year: Context, tmp_path: Path) -> None:
    there = replace(elsewhere(tmp_path, year), dry_run=True)
    copied = import_council(there, archived(year, tmp_path))
    assert (copied.seq > 100, copied.files) == (True, len(FILES))
    assert not there.store.path.exists()


def test_a_stranger_reads_the_archive_and_checks_its_chain_and_its_texts(year: Context, tmp_path: Path) -> None:
    """With nothing but the words of its own page: JSON lines, SHA-256 and HMAC."""
    files = parts(archived(year, tmp_path))
    lines = files["entries.jsonl"].decode().rstrip("\n").split("\n")
    entries = [json.loads(line) for line in lines]
    manifest = json.loads(files["manifest.json"])
    before = manifest["journal"]
    for entry in entries:
        whole = {name: value for name, value in entry.items() if name != "digest"}
        spelt = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert hashlib.sha256(spelt.encode()).hexdigest() == entry["digest"]
        assert entry["prev"] == before
        before = entry["digest"]
    assert (manifest["entries"], manifest["digest"]) == (len(entries), before)
    texts = [json.loads(line) for line in files["texts.jsonl"].decode().rstrip("\n").split("\n")]
    assert {(t["seq"], t["name"]) for t in texts} == {(e["seq"], name) for e in entries for name in e["texts"]}
    for text in texts:
        digest = hmac.digest(bytes.fromhex(text["salt"]), text["text"].encode(), "sha256").hex()
        assert entries[text["seq"] - 1]["texts"][text["name"]] == digest
    assert all(hashlib.sha256(files[name]).hexdigest() == digest for name, digest in manifest["files"])
    assert any(b"[agreement]" in content for name, content in files.items() if name.startswith("definitions/"))


def refused(there: Context, file: Path) -> str:
    with pytest.raises((RecordsError, RequestError)) as wrong:
        import_council(there, file)
    assert not there.store.exists
    return wrong.value.code


def test_an_archive_cut_short_anywhere_stays_out(year: Context, tmp_path: Path) -> None:
    there, raw = elsewhere(tmp_path, year), export_council(year, "Les meg")
    cut = tmp_path / "kort.zip"
    codes = set()
    for share in range(8):
        cut.write_bytes(raw[: len(raw) * share // 8])
        codes.add(refused(there, cut))
    assert codes == {"archive_unreadable"}


def test_one_changed_byte_is_found_wherever_it_is(year: Context, tmp_path: Path) -> None:
    there, raw = elsewhere(tmp_path, year), export_council(year, "Les meg")
    changed = tmp_path / "endret.zip"
    for place in range(40, len(raw) - 1, len(raw) // 25):
        changed.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
        try:
            import_council(there, changed)
        except RecordsError as error:
            assert error.code in ("archive_changed", "archive_unreadable", "no_archive")  # noqa: PT017
            assert not there.store.exists
        else:  # a field of the ZIP itself that says nothing of its content
            assert parts(changed) == parts(archived(year, tmp_path))
            there.store.path.unlink()
            there = elsewhere(tmp_path, year)


def resealed(change: Callable[[dict[str, bytes]], None]) -> Callable[[Path, Path], Path]:
    """A forger who knows the manifest: the files are changed and their digests made anew."""

    def forged(source: Path, target: Path) -> Path:
        files = parts(source)
        change(files)
        manifest = json.loads(files["manifest.json"])
        for pair in manifest["files"]:
            pair[1] = hashlib.sha256(files[pair[0]]).hexdigest()
        return written(target, {**files, "manifest.json": json.dumps(manifest).encode()})

    return forged


def _replaced(name: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        assert old.encode() in files[name]
        files[name] = files[name].replace(old.encode(), new.encode(), 1)

    return change


def _last_line_gone(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        files[name] = files[name].rstrip(b"\n").rpartition(b"\n")[0] + b"\n"

    return change


def _line_twice(files: dict[str, bytes]) -> None:
    first, _, rest = files["entries.jsonl"].partition(b"\n")
    files["entries.jsonl"] = first + b"\n" + first + b"\n" + rest


FORGED = {
    "a text": _replaced("texts.jsonl", "Natteravner", "Nattevandrer"),
    "an owner": _replaced("entries.jsonl", '"owner":"politikontakt"', '"owner":"ordforer"'),
    "a day": _replaced("entries.jsonl", '"on":"2026-03-12"', '"on":"2026-03-13"'),
    "the last entry gone": _last_line_gone("entries.jsonl"),
    "the last text gone": _last_line_gone("texts.jsonl"),
    "an entry twice": _line_twice,
    "another name": _replaced("manifest.json", '"council":"kvaefjord"', '"council":"levanger"'),
    "another id": lambda files: files.update(
        {"manifest.json": re.sub(rb'"journal":"[0-9a-f]{8}', b'"journal":"00000000', files["manifest.json"])}
    ),
    "another head": lambda files: files.update(
        {"manifest.json": re.sub(rb'"digest":"[0-9a-f]{8}', b'"digest":"00000000', files["manifest.json"])}
    ),
    "no list": lambda files: files.update({"entries.jsonl": b'{"seq":1}\n'}),
    "no JSON": lambda files: files.update({"texts.jsonl": b"x\n"}),
}


@pytest.mark.parametrize(
    "what", [name if "last" in name else pytest.param(name, marks=pytest.mark.endurance) for name in FORGED]
)
def test_a_forger_who_makes_the_manifest_anew_is_found_by_the_chain(year: Context, tmp_path: Path, what: str) -> None:
    there = elsewhere(tmp_path, year)
    forged = resealed(FORGED[what])(archived(year, tmp_path), tmp_path / "falsk.zip")
    assert refused(there, forged) in ("archive_changed", "archive_unreadable")
    import_council(there, resealed(lambda files: None)(archived(year, tmp_path), tmp_path / "ekte.zip"))


def test_what_is_no_archive_is_told_apart(year: Context, tmp_path: Path) -> None:
    there, files = elsewhere(tmp_path, year), parts(archived(year, tmp_path))
    manifest = json.loads(files["manifest.json"])
    newer = written(tmp_path / "nyere.zip", {"manifest.json": json.dumps({**manifest, "format": 2}).encode()})
    other = written(tmp_path / "annet.zip", {"bilde.png": b"x"})
    empty = written(tmp_path / "tom.zip", {"manifest.json": b"[]"})
    assert [refused(there, file) for file in (newer, other, empty)] == ["archive_newer", "no_archive", "no_archive"]
    assert refused(there, tmp_path) == "archive_not_read"
    assert refused(there, tmp_path / "ingen.zip") == "archive_not_read"


def test_a_bomb_is_read_only_up_to_a_bound(year: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slt_flow.records.archive.LARGEST", 1000)
    bomb = tmp_path / "bombe.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b" " * 10_000_000)
    assert refused(elsewhere(tmp_path, year), bomb) == "archive_too_large"


def test_a_journal_that_is_here_is_not_brought_in_again(year: Context, tmp_path: Path) -> None:
    file, before = archived(year, tmp_path), cells(year.store.path)
    with pytest.raises(RequestError) as here:
        import_council(year, file)
    assert (here.value.code, here.value.facts) == ("council_is_here", {"council": "kvaefjord"})
    assert cells(year.store.path) == before


def test_another_council_of_that_name_stays(year: Context, tmp_path: Path) -> None:
    there = elsewhere(tmp_path, year)
    init(there, "kvaefjord")
    with pytest.raises(RequestError) as taken:
        import_council(there, archived(year, tmp_path))
    assert taken.value.code == "council_name_taken"


def test_an_erased_text_stays_erased(year: Context, tmp_path: Path) -> None:
    done(redact(replace(year, basis="GDPR art. 17"), "1/26", "title", archived=True))
    there = elsewhere(tmp_path, year)
    import_council(there, archived(year, tmp_path))
    assert [v.erased for v in audit.verify(there)] == [v.erased for v in audit.verify(year)]
    assert cells(there.store.path) == cells(year.store.path)


def test_the_bytes_tell_nothing_of_the_day_they_were_made(year: Context) -> None:
    with zipfile.ZipFile(io.BytesIO(export_council(year, "x"))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())


def renamed(there: Context, file: Path, name: str) -> Context:
    import_council(there, file, name)
    return replace(there, council=name)


def apart_from_the_name(path: Path, told: int = 0) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table without the name it is kept under, and without the newest entries, which gave it."""
    with closing(sqlite3.connect(path)) as raw:
        (last,) = raw.execute("SELECT max(seq) FROM entries").fetchone()
        told_of = f"WHERE seq <= {last - told}"
        tables: dict[str, list[tuple[Any, ...]]] = {}
        for name in cells(path):
            columns = ", ".join(
                f'"{row[1]}"' for row in raw.execute(f'PRAGMA table_info("{name}")') if row[1] != "council"
            )
            where = told_of if name in ("entries", "entry_texts") else ""
            tables[name] = sorted(raw.execute(f'SELECT {columns} FROM "{name}" {where}').fetchall(), key=repr)
        return tables


@pytest.mark.endurance
def test_a_council_comes_in_under_another_name_equal_to_the_last_cell_but_for_it(year: Context, tmp_path: Path) -> None:
    there = renamed(elsewhere(tmp_path, year), archived(year, tmp_path), "nye-kvaefjord")
    assert apart_from_the_name(there.store.path, told=1) == apart_from_the_name(year.store.path)
    assert {
        row[0] for rows in (cells(there.store.path)["entries"], cells(there.store.path)["items"]) for row in rows
    } == {"nye-kvaefjord"}
    assert content(there, "4/26", 1) == FILES[0]
    told = audit.show(there)[-1]
    named = {
        "kind": "CouncilRenamed",
        "cause": "import",
        "acted_by": "slt-koordinator",
        "data": {"council": "nye-kvaefjord"},
    }
    assert {name: told[name] for name in named} == named
    before = cells(there.store.path)
    assert [(v.council, v.flaws) for v in audit.verify(there)] == [("nye-kvaefjord", ())]
    audit.rebuild(there)
    assert cells(there.store.path) == before


def test_a_renamed_council_goes_out_and_in_again(year: Context, tmp_path: Path) -> None:
    there = renamed(elsewhere(tmp_path, year), archived(year, tmp_path), "nye-kvaefjord")
    file = tmp_path / "nye.zip"
    file.write_bytes(export_council(there, "Les meg"))
    third = replace(there, store=Store(str(tmp_path / "tredje.sqlite")), council=None)
    assert import_council(third, file).council == "nye-kvaefjord"
    assert cells(third.store.path) == cells(there.store.path)
    back = replace(third, store=Store(str(tmp_path / "tilbake.sqlite")))
    import_council(back, file, "kvaefjord")
    assert apart_from_the_name(back.store.path, told=2) == apart_from_the_name(year.store.path)
    assert [(v.council, v.flaws) for v in audit.verify(back)] == [("kvaefjord", ())]


def test_its_own_name_is_no_other_name(year: Context, tmp_path: Path) -> None:
    there = renamed(elsewhere(tmp_path, year), archived(year, tmp_path), "kvaefjord")
    assert cells(there.store.path) == cells(year.store.path)


def test_the_name_it_came_in_with_is_not_taken_back(year: Context, tmp_path: Path) -> None:
    there = renamed(elsewhere(tmp_path, year), archived(year, tmp_path), "nye-kvaefjord")
    before = cells(there.store.path)
    with pytest.raises(RequestError) as refused:
        undo(there, "Feil navn")
    assert (refused.value.code, refused.value.facts) == ("name_came_with_import", {"council": "nye-kvaefjord"})
    assert cells(there.store.path) == before


def test_a_name_that_is_none_or_taken_changes_nothing(year: Context, tmp_path: Path) -> None:
    there, file = elsewhere(tmp_path, year), archived(year, tmp_path)
    init(there, "levanger")
    before, files = cells(there.store.path), sorted(tmp_path.rglob("*"))
    for name, code in (("", "bad_id"), ("../x", "bad_id"), ("=1+1", "bad_id"), ("levanger", "council_name_taken")):
        with pytest.raises(RequestError) as refused:
            import_council(there, file, name)
        assert refused.value.code == code
    assert cells(there.store.path) == before
    assert sorted(tmp_path.rglob("*")) == files


def test_only_the_secretary_names_it_anew(year: Context, tmp_path: Path) -> None:
    there = replace(elsewhere(tmp_path, year), actor="ordforer")
    with pytest.raises(NotYourAction):
        import_council(there, archived(year, tmp_path), "nye-kvaefjord")
    assert not there.store.exists
