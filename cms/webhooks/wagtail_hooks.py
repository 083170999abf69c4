"""Where the back office has webhooks: among the settings, and on the home screen if need be."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms.webhooks.admin_views import EndpointViewSet
from cms.webhooks.panels import WebhooksPanel


@hooks.register("register_admin_viewset")
def register_webhook_viewset() -> EndpointViewSet:
    return EndpointViewSet()


@hooks.register("construct_homepage_panels")
def add_webhooks_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(WebhooksPanel())
