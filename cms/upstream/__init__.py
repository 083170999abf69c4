"""What the product uses of its dependencies beyond their documented API, and what it replaces in
them. Look here first when upgrading one.

One module per dependency lists every undocumented name with the reason it is needed and the
upstream issue, if one was found; other rooms import these names from here. Wagtail and modelsearch
have several modules each, because not all of their parts can be imported at the same time; their
docstrings say why. `patches` lists the attributes that are replaced. Wagtail's templates that are
copied are in tests/admin/test_templates.py.
"""
