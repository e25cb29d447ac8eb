"""Pages under load: readers who pause and writers who send forms, over HTTP, against one who reads alone.

python -m bench.pages [--minutes N] [--readers N] [--writers N] [--pause SECONDS]

`slt serve` runs in a process of its own on the demo's year. Afterwards every write that a page gave a receipt for is
looked for in the journal, and the journal is verified: it ends with 1 where anything is missing or failed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Final, NamedTuple
from urllib.parse import urlencode

from bench.tables import Table, milliseconds, times
from slt_flow.pages.cookies import SESSION
from slt_flow.pages.sessions import Sessions
from slt_flow.services.history import audit
from slt_flow.services.people.accounts import bind_account
from slt_flow.services.request.clock import SystemClock
from slt_flow.services.request.context import Context
from slt_flow.services.stories.demo import play

READERS, WRITERS, MINUTES, PAUSE = 50, 5, 5.0, 7.5
GOAL: Final = 5
"""The 95th percentile of reads is at most so many times that of one who reads alone."""

OWNERS: Final = {
    "leder-idrettslag": "2/{year}.1.1",
    "helsesykepleier": "2/{year}.1.3",
    "rektor": "8/{year}.1.2",
    "politikontakt": "2/{year}.1",
    "slt-koordinator": "8/{year}.1",
}
"""Posts of the demo with work of theirs that is open."""

_LINK: Final = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)"')
_ELSEWHERE: Final = re.compile(r"/do/|/as/|/file/|\.(?:ics|pdf|docx|toml)$|/sign-out")
"""Links to forms and files, which readers leave alone."""

_FORM: Final = re.compile(r'<form\b[^>]*class="act".*?</form>', re.DOTALL)
_HIDDEN: Final = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class Asked(NamedTuple):
    """One request as it went.

    Attributes:
        path: its path.
        status: the status of the answer; 0 where none came.
        seconds: the time until the answer was whole.
    """

    path: str
    status: int
    seconds: float


class Person:
    """Person with a browser and a session of their own."""

    def __init__(self, place: str, secret: str) -> None:
        self._place, self._cookie = place, f"{SESSION}={secret}"
        self.asked: list[Asked] = []
        self.receipts: list[tuple[int, str]] = []

    def get(self, path: str) -> str:
        """Read a page, following where it leads."""
        status, text, onward = self._ask("GET", path)
        return self.get(onward) if status == 303 else text

    def send(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form, and return the status with the place that it leads to."""
        status, _, onward = self._ask("POST", path, urlencode(fields))
        return status, onward

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        headers = {"Cookie": self._cookie, "Origin": f"http://{self._place}", "Accept-Language": "nb"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        try:
            with closing(http.client.HTTPConnection(self._place, timeout=60)) as connection:
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                text, status = answer.read().decode(errors="replace"), answer.status
                onward = answer.getheader("Location", "")
                if onward.startswith("/sign-in"):  # the session is not known any more
                    status = 401
        except OSError:
            text, status, onward = "", 0, ""
        self.asked.append(Asked(f"{method} {path}", status, time.perf_counter() - began))
        return status, text, onward

    def read(self, pauses: Iterator[float], until: threading.Event) -> None:
        """Go from page to page by their links, with pauses."""
        chance, links = Random(self._cookie), ["/mine"]
        while not until.wait(next(pauses)):
            text = self.get(chance.choice(links))
            links = [link for link in map(unescape, _LINK.findall(text)) if not _ELSEWHERE.search(link)] or ["/mine"]

    def write(self, ref: str, name: str, pauses: Iterator[float], until: threading.Event) -> None:
        """Open the form of a remark, fill it in and send it, with pauses."""
        number, path = 0, f"/case/{ref.replace('/', '-')}/do/remark"
        while not until.wait(next(pauses)):
            form, number = _FORM.search(self.get(path)), number + 1
            if form is None:
                continue
            text = f"Merknad {number} fra {name}"
            hidden = {key: unescape(value) for key, value in _HIDDEN.findall(form[0])}
            status, onward = self.send(path, {**hidden, "text": text})
            if status == 303:
                self.get(onward)
                self.receipts.append((int(onward.rpartition("/")[2]), text))


class Measured(NamedTuple):
    """Load as it went.

    Attributes:
        alone: the seconds of each read of one who reads alone.
        reads: the seconds of each read among others.
        beside: the seconds of each read of a reader, and those of the same page for one who reads alone afterwards.
        writes: the seconds of each form that was sent.
        failed: requests that were not answered as they should be.
        lost: receipts whose text is not in the journal where they say.
        flaws: what `journal verify` finds.
        code: the exit code of the server.
    """

    alone: list[float]
    reads: list[float]
    beside: list[tuple[float, float]]
    writes: list[float]
    failed: list[Asked]
    lost: list[tuple[int, str]]
    flaws: tuple[object, ...]
    code: int

    @property
    def is_clean(self) -> bool:
        """True where nothing failed and nothing is lost."""
        return not (self.failed or self.lost or self.flaws or self.code) and bool(self.reads and self.writes)


@contextmanager
def serving(database: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve a database, and yield the process with the place where it listens."""
    command = [sys.executable, "-m", "cli", "--db", str(database), "serve", "--local", "--port", "0", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
    try:
        assert process.stdout is not None
        told = ""
        for line in process.stdout:
            told += line
            if line == "}\n":
                break
        yield process, json.loads(told)["listens"]
    finally:
        process.kill()
        process.communicate()


def load(folder: Path, seconds: float, readers: int, writers: int, pause: float) -> Measured:
    """Let people read and write for some seconds."""
    context = replace(play(folder / "council.sqlite", "kvaefjord", date.today()), clock=SystemClock(), on=None)
    year = date.today().year % 100
    accounts = {post: f"os:{post}@kommunen" for post in OWNERS}
    for post, account in accounts.items():
        bind_account(context, post, account)
    path = Path(context.store.path)
    sessions = Sessions(path, str(audit.head(context)["council"]), context.clock)
    secrets = [sessions.begin(account, "os") for account in accounts.values()]
    with serving(path) as (process, place):
        alone = [Person(place, secret) for secret in secrets]
        for person in alone:
            pages = person.get("/mine")
            for link in dict.fromkeys(["/mine", *_LINK.findall(pages)]):
                person.get(unescape(link))
        until, chance = threading.Event(), Random(1)

        def pauses() -> Iterator[float]:
            own = Random(chance.random())
            yield own.uniform(0, pause)
            while True:
                yield own.uniform(pause * 2 / 3, pause * 4 / 3)

        people = [Person(place, sessions.begin([*accounts.values()][n % len(accounts)], "os")) for n in range(readers)]
        threads = [threading.Thread(target=person.read, args=(pauses(), until)) for person in people]
        for number in range(writers):
            post = [*OWNERS][number % len(OWNERS)]
            person = Person(place, sessions.begin(accounts[post], "os"))
            people.append(person)
            asked = (OWNERS[post].format(year=year), f"{post} {number}", pauses(), until)
            threads.append(threading.Thread(target=person.write, args=asked))
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        until.set()
        for thread in threads:
            thread.join()
        beside = [
            read
            for n, secret in enumerate(secrets)
            for read in _beside(people[n : readers : len(secrets)], Person(place, secret))
        ]
        process.send_signal(signal.SIGTERM)
        code = process.wait(30)
    return _judged(context, alone, people, beside, code)


def _beside(readers: Sequence[Person], alone: Person) -> Iterator[tuple[float, float]]:
    """Yield the seconds of each read, and the median of three reads of its page by one alone with the same rights."""
    reads = [asked for reader in readers for asked in reader.asked if asked.status == 200]
    for path in dict.fromkeys(asked.path for asked in reads):
        for _ in range(3):
            alone.get(path.removeprefix("GET "))
    single: dict[str, list[float]] = {}
    for asked in alone.asked:
        single.setdefault(asked.path, []).append(asked.seconds)
    return ((asked.seconds, median(single[asked.path])) for asked in reads)


def _judged(
    context: Context, alone: Sequence[Person], people: Sequence[Person], beside: list[tuple[float, float]], code: int
) -> Measured:
    entries = {entry["seq"]: entry["texts"].get("text") for entry in audit.show(context)}
    every = [asked for person in (*alone, *people) for asked in person.asked]
    asked = [asked for person in people for asked in person.asked]
    receipts = [receipt for person in people for receipt in person.receipts]
    lost = [receipt for receipt in receipts if entries.get(receipt[0]) != receipt[1]]
    remarks = sum(one.status == 303 for one in asked if one.path.startswith("POST"))
    if len({seq for seq, _ in receipts}) != remarks:
        lost.append((remarks, "receipts and forms are not as many"))
    return Measured(
        [one.seconds for person in alone for one in person.asked[1:] if one.path.startswith("GET")],
        [one.seconds for one in asked if one.path.startswith("GET")],
        beside,
        [one.seconds for one in asked if one.path.startswith("POST")],
        [one for one in every if one.status not in ((303,) if one.path.startswith("POST") else (200, 303))],
        lost,
        tuple(flaw for verified in audit.verify(context) for flaw in verified.flaws),
        code,
    )


def table(measured: Measured, seconds: float, readers: int, writers: int) -> Table:
    """Return the figures of a load beside the goal."""
    single = median(measured.alone)

    def row(name: str, every: list[float]) -> tuple[str, ...]:
        late = quantiles(every, n=20)[-1] if len(every) > 1 else max(every, default=0.0)
        middle = milliseconds(median(every)) if every else "–"
        return name, str(len(every)), middle, milliseconds(late), times(late / single)

    rows = [
        row("reads of one alone", measured.alone),
        row(f"reads of {readers}", measured.reads),
        row(f"forms sent by {writers}", measured.writes),
    ]
    ratios = [seconds / alone for seconds, alone in measured.beside]
    middle, late = times(median(ratios)), times(quantiles(ratios, n=20)[-1])
    rows.append(row(f"the pages of {readers}, read alone", [alone for _, alone in measured.beside]))
    rows.append((f"times the same page alone, of {readers}", str(len(ratios)), middle, late, late))
    note = (
        f"{seconds / 60:.1f} minutes over HTTP, on the demo; goal: the 95th percentile of reads is at most {GOAL} "
        "times a single one (median; of the last row: each beside its own page, for heavy pages are no load). "
        f"Failed: {len(measured.failed)}. Lost: {len(measured.lost)}. Flaws of the journal: "
        f"{len(measured.flaws)}. Exit code of the server: {measured.code}."
    )
    return Table("Pages under load", ("", "requests", "median ms", "95 % ms", "times one alone"), rows, note)


def measure(minutes: float = MINUTES, readers: int = READERS, writers: int = WRITERS, pause: float = PAUSE) -> Table:
    """Measure people who read and write at once."""
    with tempfile.TemporaryDirectory(prefix="slt-load-") as folder:
        return table(load(Path(folder), minutes * 60, readers, writers, pause), minutes * 60, readers, writers)


def main() -> int:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--writers", type=int, default=WRITERS)
    parser.add_argument("--pause", type=float, default=PAUSE)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="slt-load-") as folder:
        measured = load(Path(folder), asked.minutes * 60, asked.readers, asked.writers, asked.pause)
    print(table(measured, asked.minutes * 60, asked.readers, asked.writers))
    for failure in measured.failed[:10]:
        print(failure)
    for missing in (*measured.lost[:10], *measured.flaws[:10]):
        print(missing)
    return 0 if measured.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
