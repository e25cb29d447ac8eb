"""Makes the signed agreement of a Norwegian police council run."""

__version__ = "0.1.0"
