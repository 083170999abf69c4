"""The headless API: HTTP over the content store.

`urls` lists the endpoints; `views` has what they share, `parameters`, `filters` and `fields` read
the query, `schemas` are the shapes of the answers, `problems` the errors (RFC 9457), `openapi` the
description that is made from all of these.
"""
