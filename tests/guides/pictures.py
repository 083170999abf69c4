"""Where the guides' pictures are."""

from pathlib import Path

FOLDER = Path(__file__).parents[2] / "cms" / "guides" / "static" / "guides"
