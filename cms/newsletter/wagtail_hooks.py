"""Where the back office leads to the subscribers: among the settings."""

from wagtail import hooks

from cms.newsletter.admin_views import SubscriptionViewSet


@hooks.register("register_admin_viewset")
def register_subscription_viewset() -> SubscriptionViewSet:
    return SubscriptionViewSet()
