"""The home section: a language's home page, plain pages, and the site's header and footer."""
