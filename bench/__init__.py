"""Measurements that anyone can run again: `python -m bench` runs them all and writes `docs/performance.md`."""
