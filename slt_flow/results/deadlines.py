"""Deadlines that were not met."""


class DaysLate(int):
    """Number of days past the council's deadline, where the case shows another that others moved it to."""
