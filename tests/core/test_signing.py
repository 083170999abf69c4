"""Tokens in links that people keep: one that was handed out opens the same thing for ever."""

from uuid import UUID

import pytest
from pytest_django import Settings

from cms.core.signing import IdSigner
from cms.newsletter import subscriptions
from cms.previews import links

IDENTITY = UUID("0b8d1c1e-6a3f-4f0e-9a53-6f6f0a5d2c11")
# What each was for a SECRET_KEY of "x" in the first release.
HANDED_OUT = {
    "preview": (
        links.SIGNER,
        "0b8d1c1e6a3f4f0e9a536f6f0a5d2c11.XJI8y5MsAhXZjhLSCwqADIfpLPgVyOiUVgE8z3u9Hn8",
    ),
    "subscription": (
        subscriptions.SIGNER,
        "0b8d1c1e6a3f4f0e9a536f6f0a5d2c11.-XIMlEGwyE-uruoiZESkc5BJvuHaXSlyekNAr4uU5ec",
    ),
}


@pytest.mark.parametrize("purpose", HANDED_OUT)
def test_token_is_the_one_that_earlier_releases_handed_out(
    purpose: str, settings: Settings
) -> None:
    settings.SECRET_KEY = "x"
    signer, token = HANDED_OUT[purpose]
    assert signer.sign(IDENTITY) == token
    assert signer.unsign(token) == IDENTITY


def test_token_of_one_purpose_is_not_valid_for_another() -> None:
    assert IdSigner("one").unsign(IdSigner("another").sign(IDENTITY)) is None
