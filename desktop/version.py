"""The version of this Headwater, the only place that says it: pyproject.toml and a frozen build read it from here."""

VERSION = "0.1.0"
