"""PROVE: exploration of every situation that a set of definitions can lead a small council to, and its properties."""
