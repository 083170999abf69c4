"""Languages: names, directions, formats, `Accept-Language`, and the catalogues of our own texts."""
