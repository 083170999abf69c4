"""Where the back office leads to the guides: its help."""

from django.urls import URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.admin.guides.guides import GUIDES, Guide
from cms.admin.guides.views import guide


@hooks.register("register_admin_urls")
def register_guide_urls() -> list[URLResolver]:
    return [path("guides/", include(([path("<slug:name>/", guide, name="guide")], "guides")))]


def _build_item(guide: Guide, order: int) -> MenuItem:
    address = reverse("guides:guide", args=[guide.name])
    return MenuItem(guide.title, address, name=f"guide-{guide.name}", icon_name="help", order=order)


for order, help_guide in enumerate(GUIDES.values()):
    hooks.register(
        "register_help_menu_item", lambda guide=help_guide, order=order: _build_item(guide, order)
    )
