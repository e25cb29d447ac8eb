"""Tests are handed out to processes as `--dist loadgroup` does it, without looking through all of them each time."""

from __future__ import annotations

from xdist.scheduler import LoadGroupScheduling
from xdist.workermanage import WorkerController


class Names(list[str]):
    """Names of tests in their order, in which each is found at once."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(names)
        self.places = {name: place for place, name in enumerate(names)}

    def index(self, name: str, *_: object) -> int:
        return self.places[name]


class HandingOut(LoadGroupScheduling):  # type: ignore[misc] # xdist is not typed
    """Forgets groups that were run: xdist 3.8 counts after every test what is left of all that a process was given."""

    def add_node_collection(self, node: WorkerController, collection: list[str]) -> None:
        super().add_node_collection(node, Names(collection))

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        name, groups = self.registered_collections[node][item_index], self.assigned_work[node]
        group = self._split_scope(name)
        super().mark_test_complete(node, item_index, duration)
        if all(groups[group].values()):
            del groups[group]
