"""Upgrading an installation that an earlier release has left.

`python -m tests.upgrade.build` fills an installation of the present version and keeps it, as a
fixture, in a folder that is named by the version. `test_upgrade` upgrades each fixture as an
operator would, and compares what is there afterwards with what was there before. All of it talks to
the product by `manage.py`, HTTP and the database, so that it survives any change of the code.
"""
