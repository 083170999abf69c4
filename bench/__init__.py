"""Measurements: a claim about speed is a ratio from one run of one of these."""
