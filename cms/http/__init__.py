"""HTTP for every view: cookies, sessions, cache headers, compression, allowed methods."""
