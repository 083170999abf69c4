"""Filling an installation with all that there can be in one: `python -m tests.upgrade.filling`.

It runs in the installation's own environment and uses Django's and Wagtail's interfaces, the
product's forms and its commands, but none of its modules.
"""
