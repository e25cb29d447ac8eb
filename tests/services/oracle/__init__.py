"""An oracle: it replays a council from its journal by code of its own, and judges the invariants of the domain.

Nothing of the product is imported. It reads the tables `entries` and `entry_texts` as docs/reference/journal.md tells.
"""
