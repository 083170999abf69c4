"""Compression of what is the same for everybody."""

import re

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import has_vary_header, patch_vary_headers

# Django takes any naming of gzip for a wish.
WANTED = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


class CompressionMiddleware(GZipMiddleware):
    """Compresses public answers, and makes the tag of whoever wants them compressed a weak one.

    It leaves alone what is made for one person, whose secrets the length of a compressed answer
    could tell (it varies by cookie), and files, which are streams. The one form of an answer is
    always the same bytes, so HEAD can tell its length.
    """

    # Against guessing secrets by length; there are none here.
    max_random_bytes = 0

    def process_request(self, request: HttpRequest) -> None:
        """Names of codings have no case (RFC 9110 8.4.1); Django and whitenoise know small ones."""
        if wanted := request.META.get("HTTP_ACCEPT_ENCODING"):
            request.META["HTTP_ACCEPT_ENCODING"] = wanted.lower()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.streaming or has_vary_header(response, "Cookie"):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if not WANTED.search(request.headers.get("Accept-Encoding", "")):
            return response
        response = super().process_response(request, response)
        # A 304, and what is too short to be compressed, has the tag of what stands compressed.
        if response.get("ETag", "").startswith('"'):
            response["ETag"] = f"W/{response['ETag']}"
        return response
