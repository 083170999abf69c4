"""What the web server does before Django: limits on request heads, and where it listens."""
