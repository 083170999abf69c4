"""A language's home, the pages of plain text, the site's frame, and the cluster's own content."""
