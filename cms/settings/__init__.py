"""Settings. `base` holds everything; `production`, `dev` and `test` say what differs."""
