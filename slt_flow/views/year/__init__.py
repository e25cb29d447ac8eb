"""The council's year as people read it."""
