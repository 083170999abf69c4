"""What editors write, and its public form.

Base pages (`base_pages`), translations and their state (`translatable`, `translation_state`), the
blocks of a body (`blocks`), and the serializers that turn a page into the data of its entry
(`serializers`, `schemas`). Entry types register in `entry_types`; `dependency_keys` names what an
entry is made from.
"""
