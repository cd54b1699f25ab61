"""mediaq: an INSERT becomes a spoken review."""

__version__ = "0.1.0"
