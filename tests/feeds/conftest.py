"""What the tests of feeds share."""

import pytest
from pytest_django import DjangoDbBlocker

from tests.feeds import sites
from tests.feeds.sites import Site


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew-feeds",
        action="store_true",
        help="write tests/feeds/golden/feed.* anew from what the product writes now",
    )


@pytest.fixture(scope="session", params=list(sites.MAKE))
def site(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Site:
    """The feeds of each of the sites, one site after the other."""
    with django_db_blocker.unblock():
        return sites.fetch(request.param)
