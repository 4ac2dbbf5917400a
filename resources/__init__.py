"""Data only: icons, translations, presets, the sample. Read through ``desktop.assets``."""
