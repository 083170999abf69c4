"""The translation memory: every translation a segment ever had, and where."""
