"""The back office's side of webhooks: who is told, what each was told, and the secrets."""

import json
from typing import Any

from django.contrib.admin.utils import quote
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button

from cms.upstream.wagtail_admin import (
    BaseListingView,
    BaseObjectMixin,
    BaseOperationView,
    CreateView,
    EditView,
    IndexView,
    PermissionCheckedMixin,
    WagtailAdminTemplateMixin,
)
from cms.webhooks.forms import EndpointForm
from cms.webhooks.models import Deliveries, Delivery, Endpoint, Endpoints

NAME = "webhooks"


def endpoint_url(view: str, endpoint: Endpoint) -> str:
    """Where a view of an endpoint is."""
    return reverse(f"{NAME}:{view}", args=[quote(endpoint.pk)])


def status_text(endpoint: Endpoint) -> str:
    if endpoint.enabled:
        return gettext("On")
    return gettext("Gone") if endpoint.gone_at else gettext("Off")


class StyledColumn:
    """A column that brings the looks of our pages with it."""

    class Media:
        css = {"all": ["webhooks/office.css"]}


def buttons(endpoint: Endpoint) -> list[Button]:
    """What leads from an endpoint to its own pages."""
    return [
        Button(
            _("Deliveries"), endpoint_url("deliveries", endpoint), icon_name="list-ul", priority=12
        ),
        Button(_("Signing secret"), endpoint_url("secret", endpoint), icon_name="key", priority=14),
    ]


# Endpoints


class EndpointColumn(StyledColumn, TitleColumn):
    """Its name, and below it its address."""

    cell_template_name = "webhooks/endpoint_cell.html"


class StatusColumn(StyledColumn, Column):
    """Whether it is on, and how much waits for it and was given up."""

    cell_template_name = "webhooks/status_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        user = parent_context["request"].user
        return context | {"may_change": user.has_perm("webhooks.change_endpoint")}


class EndpointsView(IndexView):
    """Every endpoint, with how much waits for it and how much was given up."""

    def get_base_queryset(self) -> Endpoints:
        return Endpoint.objects.with_counts()

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            self._get_title_column("name", EndpointColumn),
            StatusColumn("status", label=_("Status"), accessor=status_text, width="30%"),
        ]

    def get_list_more_buttons(self, instance: Endpoint) -> list[Any]:
        endpoint_buttons = buttons(instance) if self.user_has_permission("change") else []
        return [*super().get_list_more_buttons(instance), *endpoint_buttons]


class EndpointCreateView(CreateView):
    def get_success_url(self) -> str:
        """Whoever has made one needs its secret next."""
        return endpoint_url("secret", self.object)


class EndpointEditView(EditView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [*super().header_more_buttons, *buttons(self.object)]


class EndpointPageView(PermissionCheckedMixin, BaseObjectMixin):
    """A page of one endpoint; it may hold what nobody else is to see."""

    model = Endpoint
    permission_required = "change"
    header_icon = "rotate"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        crumbs = [
            (reverse(f"{NAME}:index"), capfirst(Endpoint._meta.verbose_name_plural)),
            (endpoint_url("edit", self.object), str(self.object)),
            ("", self.page_title),
        ]
        return [*self.breadcrumbs_items, *({"url": url, "label": label} for url, label in crumbs)]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        edit = Button(_("Edit"), endpoint_url("edit", self.object), icon_name="edit", priority=10)
        return [edit, *buttons(self.object)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(endpoint=self.object, **kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        add_never_cache_headers(response)
        return response


# What it was told


class DeliveryFilters(WagtailFilterSet):
    class Meta:
        model = Delivery
        fields = ("state",)


class DeliveryColumn(StyledColumn, Column):
    """All there is to say of a delivery, in one cell, so that it fits on a phone."""

    cell_template_name = "webhooks/delivery_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        card = (
            json.loads(instance.entry.card_json) if instance.entry and instance.entry.live else {}
        )
        return context | {
            "title": card.get("title"),
            "url": card.get("url"),
            "csrf_token": get_token(parent_context["request"]),
        }


class DeliveriesView(EndpointPageView, BaseListingView):
    """What an endpoint is owed and was sent last, page by page."""

    page_title = _("Deliveries")
    template_name = "webhooks/deliveries.html"
    paginate_by = 50
    filterset_class = DeliveryFilters
    columns: list[BaseColumn] = [DeliveryColumn("page", label=_("Page"), accessor=str)]

    def get_base_queryset(self) -> Deliveries:
        found = self.object.deliveries.select_related("entry")
        # The text of a page is long, and its card is enough to name it.
        return found.defer("entry__full_json", "entry__list_json")

    def get_index_url(self) -> str:
        return endpoint_url("deliveries", self.object)

    def get_index_results_url(self) -> str:
        return endpoint_url("deliveries_results", self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deliveries = self.object.deliveries
        return super().get_context_data(
            failed=deliveries.failed().count(), parked=deliveries.parked().count(), **kwargs
        )


# Its secrets


class SecretView(EndpointPageView, WagtailAdminTemplateMixin, TemplateView):
    """The secrets that are valid, for whoever sets up the other side."""

    page_title = _("Signing secret")
    template_name = "webhooks/secret.html"


# What is done to it


class Operation(PermissionCheckedMixin, BaseOperationView):
    """Something that is asked for by a button, and leads back to a page of the endpoint's."""

    model = Endpoint
    permission_required = "change"
    success_url_name = f"{NAME}:deliveries"
    object: Endpoint


class TestView(Operation):
    success_message = _("The test message is sent within seconds: its answer shows below.")

    def perform_operation(self) -> None:
        self.object.enqueue_test()


class ResendView(Operation):
    """Send what has failed again: all of it, or with `delivery` one row."""

    def perform_operation(self) -> None:
        rows = self.object.deliveries.all()
        if "delivery" in self.kwargs:
            rows = rows.filter(pk=self.kwargs["delivery"])
        self.number = rows.resend()

    def get_success_message(self) -> str:
        text = ngettext(
            "%(number)s message is sent again now.",
            "%(number)s messages are sent again now.",
            self.number,
        )
        return text % {"number": self.number}


class RotateView(Operation):
    success_url_name = f"{NAME}:secret"
    success_message = _("There is a new secret. The old one stays valid for 24 hours.")

    def perform_operation(self) -> None:
        self.object.rotate()


class EndOldSecretView(Operation):
    success_url_name = f"{NAME}:secret"
    success_message = _("The old secret is no longer valid.")

    def perform_operation(self) -> None:
        self.object.end_old_secret()


class EndpointViewSet(ModelViewSet):
    model = Endpoint
    name = NAME
    icon = "rotate"
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = EndpointsView
    add_view_class = EndpointCreateView
    edit_view_class = EndpointEditView

    def get_form_class(self, for_update: bool = False) -> type[EndpointForm]:
        return EndpointForm

    def get_urlpatterns(self) -> list[URLPattern]:
        endpoint_path = "<int:pk>"
        listing = self.construct_view(DeliveriesView)
        results = self.construct_view(DeliveriesView, results_only=True)
        resend = self.construct_view(ResendView)
        return [
            *super().get_urlpatterns(),
            path(f"deliveries/{endpoint_path}/", listing, name="deliveries"),
            path(f"deliveries-results/{endpoint_path}/", results, name="deliveries_results"),
            path(f"test/{endpoint_path}/", self.construct_view(TestView), name="test"),
            path(f"resend/{endpoint_path}/", resend, name="resend_all"),
            path(f"resend/{endpoint_path}/<int:delivery>/", resend, name="resend"),
            path(f"secret/{endpoint_path}/", self.construct_view(SecretView), name="secret"),
            path(f"rotate/{endpoint_path}/", self.construct_view(RotateView), name="rotate"),
            path(
                f"end/{endpoint_path}/",
                self.construct_view(EndOldSecretView),
                name="end_old_secret",
            ),
        ]
