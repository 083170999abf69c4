"""The home screen's word of webhooks that need somebody."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from wagtail.admin.ui.components import Component

from cms.webhooks.models import Endpoint


class WebhooksPanel(Component):
    """Names the endpoints with messages that were given up, and those that said they are gone.

    It shows nothing to who may not change them, or when there are none.
    """

    name = "webhooks"
    template_name = "webhooks/panel.html"
    order = 45

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        return {
            "endpoints": failing_endpoints() if user.has_perm("webhooks.change_endpoint") else []
        }


def failing_endpoints() -> list[Endpoint]:
    """The endpoints that need somebody; each knows how much is `parked`. One query."""
    needs_attention = Q(parked__gt=0) | Q(gone_at__isnull=False)
    return list(Endpoint.objects.with_counts().filter(needs_attention))
