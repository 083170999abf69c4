"""What happens to translations when their source is unpublished, deleted or moved.

Wagtail's confirmation lists the translations of the source, and asks whether they follow.
"""
