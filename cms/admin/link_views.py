"""Wagtail's form for a link to an address, which offers a link to the page that stands there."""

import json

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from cms.permissions.visibility import UserVisibility
from cms.upstream.wagtail_admin import ExternalLinkView as WagtailExternalLinkView


class ExternalLinkView(WagtailExternalLinkView):
    """Offer a page only to whoever may see its title.

    Wagtail shows the newest draft's title of any page whose address is given, and asks nothing for
    it; the address stays a link to an address then.
    """

    def post(self, request: HttpRequest) -> HttpResponse:
        if f"{self.form_prefix}-{self.link_url_field_name}" not in request.POST:
            raise BadRequest("no address")
        response = super().post(request)
        answer = json.loads(response.content)
        link = answer.get("internal") or answer.get("result") or {}
        page = Page.objects.filter(pk=link.get("id")).first()
        if page is None or self._may_show(page):
            return response
        return self.render_chosen_response(self.get_result_data())

    def _may_show(self, page: Page) -> bool:
        visibility = UserVisibility(self.request.user)
        public = visibility.filter_choosable(Page.objects.filter(pk=page.pk)).exists()
        return visibility.can_see_drafts_of(page) or (public and page.draft_title == page.title)
