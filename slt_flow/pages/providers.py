"""Provider of this site: its file, read with the environment that a secret may stand in."""

from __future__ import annotations

import os
from pathlib import Path

from slt_flow.definitions import providers
from slt_flow.definitions.providers import Provider
from slt_flow.pages.keys import is_private_key


def load(path: Path) -> Provider:
    """Read the provider file that `slt serve --provider` names.

    Raises:
        DefinitionError: with everything that is wrong with it, each with its line.
    """
    return providers.load_provider(path, os.environ, is_private_key)
