"""The definitions come along however the product is installed: wheel, sdist, editable, checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from slt_flow.definitions.locations import workflows_folder

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.xdist_group("package"), pytest.mark.endurance]


def run(*words: str, cwd: Path, packages: Path | None = None) -> subprocess.CompletedProcess[str]:
    environ = {name: told for name, told in os.environ.items() if not name.startswith(("SLT_", "PYTHON"))}
    environ |= {"HOME": str(cwd), "XDG_DATA_HOME": str(cwd / "data"), "PYTHONDONTWRITEBYTECODE": "1"}
    environ |= {"PYTHONPATH": str(packages)} if packages else {}
    return subprocess.run(
        [sys.executable, *words], cwd=cwd, env=environ, capture_output=True, text=True, encoding="utf-8", check=False
    )


def checked(*words: str, cwd: Path, packages: Path | None = None) -> str:
    done = run(*words, cwd=cwd, packages=packages)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    checked("-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT), cwd=folder)
    return folder


@pytest.mark.parametrize("kind", ["*.whl", "*.tar.gz"])
def test_an_installed_distribution_plays_the_demo_from_its_own_definitions(
    built: Path, kind: str, tmp_path: Path
) -> None:
    packages = tmp_path / "packages"
    distribution = str(next(built.glob(kind)))
    options = (
        "--no-deps",
        "--no-build-isolation",
        "--quiet",
        "--disable-pip-version-check",
        "--root-user-action=ignore",
    )
    checked("-m", "pip", "install", *options, "--target", str(packages), distribution, cwd=tmp_path)
    found = checked(
        "-c",
        "from slt_flow.definitions.locations import workflows_folder as w; print(w())",
        cwd=tmp_path,
        packages=packages,
    )
    assert Path(found.strip()) == packages / "slt_flow" / "workflows"
    shown = checked("-c", "from slt_flow.commands import main; main()", "demo", cwd=tmp_path, packages=packages)
    assert "Politirådet i Kvæfjord" in shown
    assert not (packages / "cli.py").exists()
    assert not (packages / "workflows").exists()
    assert (packages / "slt_flow" / "py.typed").exists()


def test_the_wheel_holds_every_definition_and_both_catalogues(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        inside = set(wheel.namelist())
    data = {path.relative_to(ROOT) for path in (ROOT / "workflows").rglob("*.toml")}
    assert data
    assert {f"slt_flow/{path.as_posix()}" for path in data} <= inside
    assert {f"slt_flow/locale/{language}/LC_MESSAGES/slt.mo" for language in ("nb", "nn")} <= inside
    assert any(name.startswith("slt_flow/records/migrations/versions/") for name in inside)


def test_a_checkout_and_an_editable_install_read_the_files_one_edits() -> None:
    assert workflows_folder() == ROOT / "workflows"


def test_the_checkouts_action_is_the_same_command(tmp_path: Path) -> None:
    assert checked(str(ROOT / "cli.py"), "--version", cwd=tmp_path).startswith("slt-flow ")
    shown = checked(str(ROOT / "cli.py"), "agreement", "check", "levanger", cwd=tmp_path)
    assert "levanger/2020-01-15" in shown
