"""PROVE: every situation that a set of definitions can lead a small council to, and what holds in all of them."""
