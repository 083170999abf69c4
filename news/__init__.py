"""The news section: articles, their categories and the feeds of both."""
