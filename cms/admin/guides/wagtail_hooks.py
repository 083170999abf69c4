"""Where the back office leads to the guides: its help."""

from django.urls import URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.admin.guides.guides import GUIDES, Guide
from cms.admin.guides.views import guide


@hooks.register("register_admin_urls")
def answer_at_guides() -> list[URLResolver]:
    return [path("guides/", include(([path("<slug:name>/", guide, name="guide")], "guides")))]


def _item(guide: Guide, order: int) -> MenuItem:
    address = reverse("guides:guide", args=[guide.name])
    return MenuItem(guide.title, address, name=f"guide-{guide.name}", icon_name="help", order=order)


for order, each in enumerate(GUIDES.values()):
    hooks.register("register_help_menu_item", lambda guide=each, order=order: _item(guide, order))
