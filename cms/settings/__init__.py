"""Settings by subject: `base` puts them together; `production`, `dev` and `test` say what differs.

`environment` and `services` read and check the values from the environment.
"""
