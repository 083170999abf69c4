from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "cms.site"
    label = "site"

    def ready(self) -> None:
        from cms.content.page_views import PageViews, register
        from cms.site import uncached_pages  # its models have to be loaded

        register(PageViews(uncached_pages.show_page, uncached_pages.ask_password))
