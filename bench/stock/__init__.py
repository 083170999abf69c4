"""A site of Wagtail and wagtail-localize alone, set up as their manuals say: what this project is
compared with. Nothing of ours is in it."""
