"""The council's year: obligations, evidence, evaluation, learning points, plan, wheel."""
