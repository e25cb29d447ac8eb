"""Workflows as people read them: proofs, moves, states and actions."""
