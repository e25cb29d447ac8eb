"""A database that fell back behind what a computer has seen, or went on elsewhere, is missed until that is accepted."""

from __future__ import annotations

from contextlib import redirect_stderr
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from slt_flow.commands import run as command
from slt_flow.errors import RecordsError
from slt_flow.records.heads import Heads, Seen
from slt_flow.services.decisions.register import register
from slt_flow.services.follow_up.status import status
from slt_flow.services.history import audit, copies
from slt_flow.services.history.breaks import accept_break
from slt_flow.services.request.context import Context
from tests.conftest import MakeContext
from tests.records.year import done


@pytest.fixture
def seen(context: MakeContext, folder: Path) -> Context:
    """A context on a council that this computer has seen."""
    made = context()
    return replace(made, heads=Heads(folder / "state", made.store.path))


def elsewhere(here: Context, folder: Path) -> Context:
    """The same database on another computer."""
    return replace(here, heads=Heads(folder / "other", here.store.path))


def warned(reader: Context) -> list[str]:
    """The codes of what a reading warns of."""
    reading = replace(reader, warnings=[])
    status(reading)
    return [error.code for error in reading.warnings]


def put_older_back(here: Context) -> None:
    """Write one entry, and put the copy from before in its place."""
    before = here.store.path.read_bytes()
    done(register(here, "Trygg skolevei"))
    here.store.path.write_bytes(before)


def write_in_two_places(here: Context) -> None:
    """Write one entry, and put what another computer wrote meanwhile in its place."""
    before = here.store.path.read_bytes()
    done(register(here, "Trygg skolevei"))
    here.store.path.write_bytes(before)
    other = replace(here, heads=None)
    done(register(other, "Noe annet"))
    done(register(other, "Noe tredje"))


LOSSES = {"head_fell_back": put_older_back, "head_forked": write_in_two_places}


@pytest.mark.parametrize("code", LOSSES)
def test_a_head_that_is_gone_stops_writes_and_is_told_by_readings_until_it_is_accepted(
    seen: Context, code: str
) -> None:
    assert warned(seen) == []
    LOSSES[code](seen)
    before = seen.store.path.read_bytes()
    assert warned(seen) == [code]
    with pytest.raises(RecordsError, match=code):
        register(seen, "Enda noe")
    assert [flaw.code for flaw in audit.verify(seen)[0].flaws] == ["head_is_gone"]
    assert seen.store.path.read_bytes() == before
    done(accept_break(seen, "Den nyere er borte"))
    assert warned(seen) == []
    done(register(seen, "Enda noe"))
    (verification,) = audit.verify(seen)
    assert verification.flaws == ()
    assert [(row.code, row.reason) for row in verification.accepted] == [("head_lost", "Den nyere er borte")]


def test_what_was_seen_comes_back(seen: Context) -> None:
    before = seen.store.path.read_bytes()
    done(register(seen, "Trygg skolevei"))
    after = seen.store.path.read_bytes()
    seen.store.path.write_bytes(before)
    assert warned(seen) == ["head_fell_back"]
    seen.store.path.write_bytes(after)
    assert warned(seen) == []
    done(register(seen, "Enda noe"))


def test_an_accepted_loss_is_accepted_on_every_computer_that_saw_the_same(seen: Context, folder: Path) -> None:
    other = elsewhere(seen, folder)
    before = seen.store.path.read_bytes()
    done(register(seen, "Trygg skolevei"))
    assert warned(other) == []
    seen.store.path.write_bytes(before)
    done(accept_break(seen, "Den nyere er borte"))
    assert warned(other) == []
    done(register(other, "Noe annet"))


def test_a_later_loss_is_not_accepted_by_an_earlier_one(seen: Context) -> None:
    put_older_back(seen)
    done(accept_break(seen, "Den nyere er borte"))
    put_older_back(seen)
    assert warned(seen) == ["head_fell_back"]


def test_a_restored_older_copy_is_an_older_copy(seen: Context, folder: Path) -> None:
    copies.backup(seen.store.path, folder / "monday")
    done(register(seen, "Trygg skolevei"))
    seen.store.path.rename(folder / "aside")
    copies.restore(seen.store.path, folder / "monday")
    assert warned(seen) == ["head_fell_back"]
    done(accept_break(seen, "Gjenopprettet fra mandag"))
    done(register(seen, "Enda noe"))


def test_a_copy_at_another_place_may_be_tried_out(seen: Context, folder: Path) -> None:
    copy = folder / "try.sqlite"
    copies.backup(seen.store.path, copy)
    done(register(seen, "Trygg skolevei"))
    tried = replace(seen, store=type(seen.store)(str(copy)), heads=Heads(folder / "state", copy))
    done(register(tried, "På prøve"))
    done(register(seen, "Enda noe"))
    assert warned(seen) == warned(tried) == []


def test_a_link_leads_to_the_same_place(seen: Context, folder: Path) -> None:
    done(register(seen, "Trygg skolevei"))
    link = folder / "link.sqlite"
    link.symlink_to(seen.store.path)
    journal_id = audit.head(seen)["journal"]
    assert Heads(folder / "state", link).seen(journal_id) is not None


def test_who_keeps_no_heads_misses_none(seen: Context) -> None:
    """The control."""
    put_older_back(seen)
    alone = replace(seen, heads=None)
    assert warned(alone) == []
    done(register(alone, "Noe annet"))


def test_a_dry_run_and_a_failed_write_are_seen_by_nobody(seen: Context) -> None:
    assert warned(seen) == []
    done(register(replace(seen, dry_run=True), "Trygg skolevei"))
    with pytest.raises(Exception, match="unknown"):
        register(seen, "Trygg skolevei", meeting="M9/26")
    assert warned(seen) == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"seq":1}', b'{"a":1}', b"\xff", b"[" * 9000, b"x" * 20_000])
def test_a_damaged_note_is_as_good_as_none(seen: Context, folder: Path, content: bytes) -> None:
    done(register(seen, "Trygg skolevei"))
    (note,) = (file for file in (folder / "state").rglob("*") if file.is_file())
    assert note.stat().st_mode & 0o777 == 0o600
    note.write_bytes(content)
    done(register(seen, "Noe annet"))
    assert warned(seen) == []


def test_a_folder_that_cannot_be_written_keeps_nothing(seen: Context, folder: Path) -> None:
    (folder / "state").write_text("a file")
    done(register(seen, "Trygg skolevei"))
    assert warned(seen) == []


@pytest.mark.parametrize("journal_id", ["", "../../x", "A" * 64, "0" * 63, "/etc"])
def test_an_id_that_is_none_names_no_file(folder: Path, journal_id: str) -> None:
    heads = Heads(folder / "state", folder / "x.sqlite")
    heads.note(journal_id, Seen(1, 1, "0" * 64, 1))
    assert heads.seen(journal_id) is None
    assert not (folder / "state").exists()


def test_copies_that_may_have_what_is_lost_are_kept(
    seen: Context, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A timer that goes on over an older copy would remove, one by one, the copies that have what is lost."""
    environ = {"SLT_STATE": str(folder / "state"), "SLT_LANG": "en"}
    words = ["--db", str(seen.store.path), "backup"]
    assert command.run([*words, "--keep", "1", str(folder / "copies")], environ) == 0
    before = seen.store.path.read_bytes()
    done(register(seen, "Trygg skolevei"))
    assert command.run([*words, "--keep", "1", str(folder / "copies")], environ) == 0
    kept = list((folder / "copies").iterdir())
    seen.store.path.write_bytes(before)
    capsys.readouterr()
    assert command.run([*words, "--keep", "1", str(folder / "copies")], environ) == 4
    assert "accept-break" in capsys.readouterr().err
    assert list((folder / "copies").iterdir()) == kept
    assert command.run([*words, str(folder / "single")], environ) == 0
    assert "accept-break" in capsys.readouterr().err
    done(accept_break(seen, "Den nyere er borte"))
    assert command.run([*words, "--keep", "1", str(folder / "copies")], environ) == 0


def restored(seen: Context, copy: Path) -> str:
    """What the command says of a copy that it puts where the database was."""
    seen.store.path.rename(copy.with_name("aside"))
    said = StringIO()
    with redirect_stderr(said):
        words = ["--db", str(seen.store.path), "--lang", "en", "restore", str(copy)]
        assert command.run(words, {"SLT_STATE": str(copy.with_name("state"))}) == 0
    return said.getvalue()


def test_a_restored_copy_says_that_erased_words_may_be_back(seen: Context, folder: Path) -> None:
    copies.backup(seen.store.path, folder / "monday")
    assert warned(seen) == []
    unchanged = restored(seen, folder / "monday")
    assert "Restored" in unchanged
    assert "their words are back" not in unchanged
    done(register(seen, "Trygg skolevei"))
    (folder / "aside").unlink()
    assert "If texts of kvaefjord were erased after the copy" in restored(seen, folder / "monday")


def test_a_copy_of_what_this_computer_never_saw_says_so_too(seen: Context, folder: Path) -> None:
    copies.backup(seen.store.path, folder / "monday")
    never = replace(seen, heads=Heads(folder / "state", folder / "never"))
    assert "their words are back" in restored(never, folder / "monday")
