"""The translator's editor: what is left to translate, its review, and who else is there.

It stands on wagtail-localize's editor of a whole translation, above which it shows its own parts.
Whatever is done in them is sent to the address of the editor, where Wagtail and the guards have
asked for the rights and the lock before (`wagtail_hooks`).
"""
