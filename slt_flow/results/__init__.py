"""Answers of the services: frozen values without formatting, one file per noun.

Named tuples, because they are made in half the time of dataclasses; a reader imports the nouns it shows.
"""
