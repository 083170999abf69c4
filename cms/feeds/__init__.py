"""Syndication feeds: each writer takes entries from the content store."""
