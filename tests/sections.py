"""The sections of a site, published once per database: nearly every test has pages below them."""

from django.apps import apps

from cms.operations.initial_content import loading
from cms.store import consistency
from cms.store.flush import publish_transaction
from home.models import HomePage
from news.models import NewsIndexPage
from tests import factories


def publish() -> None:
    """Publish the Bulgarian home, and the news below it."""
    factories.news_index()


def replace_by_content() -> None:
    """Load the cluster's own content, as `make run` does."""
    remove()
    loading.load_content(lambda line: None)


def remove() -> None:
    """Leave a home that was never published, and a content store that numbers from its start."""
    with publish_transaction():
        NewsIndexPage.objects.get().delete()
        home = factories.home()
        home.revisions.all().delete()
        HomePage.objects.filter(pk=home.pk).update(
            live=False,
            has_unpublished_changes=False,
            first_published_at=None,
            last_published_at=None,
            live_revision=None,
            latest_revision=None,
            latest_revision_created_at=None,
        )
    factories.settle()
    for model in apps.get_app_config("store").get_models():
        model._default_manager.all().delete()
    consistency.sync(lambda done, of: None)
