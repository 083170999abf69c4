"""Nothing that was made from a page or snippet is left behind silently.

Whoever unpublishes, deletes or moves a source is shown its translations, and says whether they
follow.
"""
