"""Where the guides' pictures are."""

from pathlib import Path

FOLDER = Path(__file__).parents[3] / "cms" / "admin" / "guides" / "static" / "guides"
