"""The version of this program, as in pyproject.toml: a checkout that is not installed knows it, too."""

__all__ = ["VERSION"]

VERSION = "0.1.0"
