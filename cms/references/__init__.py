"""What refers to what: Wagtail's reference index, completed, and what was deleted while in use."""
