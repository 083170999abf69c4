"""How often one visitor may ask for what is dear to answer."""

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView


class Throttle(SimpleRateThrottle):
    """So many requests in a period from one address, counted in the cache.

    `scope` names the setting with the rate: PREVIEW_RATE for "preview".
    """

    scope = ""

    def get_rate(self) -> str:
        return str(getattr(settings, f"{self.scope.upper()}_RATE"))

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        if request.method == "OPTIONS":
            # A browser's question whether it may ask.
            return None
        # The server has put the visitor's own address there, by the proxy that it trusts.
        return self.cache_format % {"scope": self.scope, "ident": request.META["REMOTE_ADDR"]}
