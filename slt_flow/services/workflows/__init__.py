"""Workflows: versions, proofs, drawings, and the migration of running cases."""
