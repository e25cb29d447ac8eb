"""Mutation sampling of the rules: small faults put into `slt_flow/rules`, and the share that `tests/rules` notices.

    pip install cosmic-ray
    python bench/mutate.py [HOW_MANY [FOLDER [TESTS]]]

Works in a copy of the checkout. The sample is the same every time; a fault in an annotation or a docstring is left out,
since nothing evaluates it. Survivors are printed as differences, and `docs/proofs.md` explains them.
"""

from __future__ import annotations

import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, WorkerOutcome, WorkResult

CHECKOUT = Path(__file__).resolve().parents[1]
SEED = 11
CONFIG = """[cosmic-ray]
module-path = "{folder}"
timeout = 600
excluded-modules = []
test-command = "{python} -m pytest -q -x -n0 -p no:cacheprovider {tests}"

[cosmic-ray.distributor]
name = "local"
"""


@cache
def unevaluated(path: Path) -> tuple[tuple[int, int, int, int], ...]:
    """The places of a file that nothing evaluates: annotations."""
    tree = ast.parse(path.read_text(encoding="utf-8"))

    def annotations() -> Iterator[ast.expr]:
        for node in ast.walk(tree):
            if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
                yield node.annotation
            if isinstance(node, ast.FunctionDef) and node.returns is not None:
                yield node.returns

    return tuple((a.lineno, a.col_offset, a.end_lineno or 0, a.end_col_offset or 0) for a in annotations())


def matters(root: Path, mutation: MutationSpec) -> bool:
    """Whether a fault stands where something evaluates it."""
    at = mutation.start_pos
    places = unevaluated(root / mutation.module_path)
    return not any((a, b) <= at < (c, d) for a, b, c, d in places)


def sampled(db: WorkDB, root: Path, how_many: int) -> None:
    """Leave all but a sample out of a session, and what nothing evaluates."""
    places = {item.job_id: item.mutations[0] for item in db.work_items}
    every = sorted(
        (str(m.module_path), m.start_pos, m.operator_name, m.occurrence, job)
        for job, m in places.items()
        if matters(root, m)
    )
    chosen = {row[-1] for row in random.Random(SEED).sample(every, min(how_many, len(every)))}
    left = [job for job in places if job not in chosen]
    db.set_multiple_results(left, WorkResult(WorkerOutcome.SKIPPED, "not in the sample"))
    print(f"{len(chosen)} of {len(every)} faults")


def main(how_many: int = 200, folder: str = "slt_flow/rules", tests: str = "tests/rules") -> int:
    """Sample, and return an error where fewer than 95 of 100 are noticed."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary) / "checkout"
        shutil.copytree(CHECKOUT, root, ignore=shutil.ignore_patterns(".git", "__pycache__", ".mypy_cache"))
        (root / "session.toml").write_text(CONFIG.format(folder=folder, python=sys.executable, tests=tests))
        session = root / "session.sqlite"
        own = {"PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])}
        environ = {**os.environ, **own, "PYTHONDONTWRITEBYTECODE": "1"}

        def tool(command: str) -> None:
            words = [sys.executable, "-m", "cosmic_ray.cli", command, "session.toml", str(session)]
            subprocess.run(words, cwd=root, env=environ, check=True)

        tool("init")
        with use_db(str(session)) as db:
            sampled(db, root, how_many)
        tool("exec")
        with use_db(str(session), WorkDB.Mode.open) as db:
            outcomes = [result for _, result in db.results if result.worker_outcome != WorkerOutcome.SKIPPED]
    alive = [result for result in outcomes if not result.is_killed]
    print(*sorted(result.diff or "" for result in alive), sep="\n\n")
    share = 1 - len(alive) / len(outcomes)
    print(f"{len(outcomes) - len(alive)} of {len(outcomes)} noticed: {share:.1%}")
    return int(share < 0.95)


if __name__ == "__main__":
    sample, *places = sys.argv[1:] or ["200"]
    sys.exit(main(int(sample), *places))
