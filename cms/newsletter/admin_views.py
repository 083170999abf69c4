"""The back office's side of the mailing: who is subscribed, in numbers and by name, and erasing.

Nobody is subscribed or changed here: only their own confirmation does that. There is no export
either: whoever leaves must be gone, and nobody could erase them from a file.
"""

from datetime import datetime
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from cms.languages.names import get_native_name
from cms.newsletter.frequencies import Frequency
from cms.newsletter.models import Subscription
from cms.upstream.wagtail_admin import BooleanRadioSelect, DeleteView, IndexView, InspectView


class NewsletterRequiredMixin:
    """A view that is there while the settings say how mail is sent."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.MAILING:
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class SubscriptionFilters(WagtailFilterSet):
    locale = django_filters.ChoiceFilter(
        label=_("Language of the news"), choices=lambda: settings.LANGUAGES
    )
    frequency = django_filters.ChoiceFilter(label=_("How often"), choices=Frequency.choices)
    confirmed = django_filters.BooleanFilter(
        label=_("Confirmed"),
        field_name="confirmed_at",
        lookup_expr="isnull",
        exclude=True,
        widget=BooleanRadioSelect,
    )

    class Meta:
        model = Subscription
        fields: list[str] = []


class SubscriptionListView(NewsletterRequiredMixin, IndexView):
    """Everybody, and how many there are of each kind."""

    # Wagtail would make a file of the list for whoever knows how to ask.
    FORMATS: tuple[str, ...] = ()

    def search_queryset(self, queryset: QuerySet[Subscription]) -> QuerySet[Subscription]:
        """Find part of an address: there are many, and none has words in forms."""
        return queryset.filter(address__icontains=self.search_query)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(numbers=_subscriber_counts(), **kwargs)


class SubscriptionInspectView(NewsletterRequiredMixin, InspectView):
    """All that is kept of one subscriber."""

    page_title = _("E-mail subscription")

    def get_page_subtitle(self) -> str:
        return self.object.address

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        if field_name.endswith("_at"):
            return _format_moment(getattr(self.object, field_name))
        if field_name == "locale":
            return get_native_name(self.object.locale)
        return super().get_field_display_value(field_name, field)


class SubscriptionEraseView(NewsletterRequiredMixin, DeleteView):
    page_title = _("Erase")
    # It is kept with the person's session until it is shown: it tells nobody's address.
    success_message = _("The subscription is erased.")

    def get_page_subtitle(self) -> str:
        return self.object.address


class NewsletterMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return settings.MAILING and request.user.has_perm("mailing.view_subscription")


class SubscriptionViewSet(ModelViewSet):
    model = Subscription
    name = "mailing"
    icon = "mail"
    menu_label = _("E-mail subscriptions")
    menu_name = "mailing"
    menu_item_class = NewsletterMenuItem
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        "address", "locale", "frequency", "requested_at", "confirmed_at", "sent_at", "consent",
    ]  # fmt: skip
    index_view_class = SubscriptionListView
    inspect_view_class = SubscriptionInspectView
    delete_view_class = SubscriptionEraseView
    index_template_name = "mailing_office/list.html"
    delete_template_name = "mailing_office/erase.html"
    search_fields = ["address"]
    search_backend_name = None
    filterset_class = SubscriptionFilters
    list_display = [
        "address",
        # Few columns: a telephone is narrow.
        Column(
            "kind",
            label=_("Language of the news"),
            accessor=lambda row: (
                f"{get_native_name(row.locale)}, {row.get_frequency_display().lower()}"
            ),
        ),
        Column(
            "confirmed_at",
            label=_("Confirmed"),
            accessor=lambda row: _format_moment(row.confirmed_at),
            sort_key="confirmed_at",
        ),
    ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        none = dict.fromkeys(f"{view}_url_name" for view in ("add", "edit", "history", "usage"))
        return super().get_common_view_kwargs(**none, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<uuid:pk>/", self.inspect_view, name="inspect"),
            path("<uuid:pk>/erase/", self.delete_view, name="delete"),
        ]

    def register_admin_url_finder(self) -> None:
        """There is no editor to find."""


def _format_moment(moment: datetime | None) -> str:
    return date_format(localtime(moment), "j.m.Y, H:i") if moment else "–"


def _subscriber_counts() -> list[dict[str, Any]]:
    """How many there are, by language. One query."""
    confirmed = Q(confirmed_at__isnull=False)
    counted = (
        Subscription.objects.order_by("locale")
        .values("locale")
        .annotate(
            at_once=Count("pk", filter=confirmed & Q(frequency=Frequency.AT_ONCE)),
            weekly=Count("pk", filter=confirmed & Q(frequency=Frequency.WEEKLY)),
            unconfirmed=Count("pk", filter=~confirmed),
        )
    )
    return [row | {"language": get_native_name(row["locale"])} for row in counted]
