"""Every address of the system.

Public pages are found in the content store by their path, so one view serves all of them;
docs/architecture.md has the table of what the world may rely on.
"""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from wagtail import views as wagtail
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from cms.admin import sessions
from cms.admin.link_views import ExternalLinkView
from cms.api import urls as api_urls
from cms.core.public_urls import get_mail_path, get_search_path, get_subscribe_path, list_mail_paths
from cms.feeds import opml
from cms.feeds import views as feeds
from cms.newsletter import views as mailing
from cms.operations import error_pages, health
from cms.previews import views as previews
from cms.site import media, robots, search, sitemaps, subscription
from cms.site import views as site
from cms.upstream.wagtail_admin import LoginView, require_admin_access

LOCALE = rf"(?P<locale>{'|'.join(code for code, _ in settings.LANGUAGES)})"

handler400 = "cms.operations.error_pages.bad_request"
handler404 = "cms.operations.error_pages.not_found"
handler500 = "cms.operations.error_pages.server_error"

if settings.WRITE_API:
    from wagtail.api.v3.urls import api as write_api  # it makes a schema of every page type

    written = [path("api/write/", write_api.urls)]
else:
    written = []

urlpatterns = [
    path("", site.redirect_to_home),
    # Before Wagtail's own, which it stands in for.
    path(
        "admin/choose-external-link/",
        never_cache(require_admin_access(ExternalLinkView.as_view())),
        name="wagtailadmin_choose_page_external_link",
    ),
    path("admin/login/", sessions.LoginView.as_view(), name="wagtailadmin_login"),
    path("admin/session/", sessions.session, name="backoffice_session"),
    path("admin/", include(admin_urls)),
    path("api/v1/preview/<str:token>/", previews.PreviewView.as_view()),
    path("api/v1/", include(api_urls)),
    *written,
    # Whatever is sent there: no form is, so none is asked for its token.
    re_path(r"^api(?:/|$)", csrf_exempt(error_pages.not_found), name=error_pages.UNKNOWN_API),
    path("sitemap.xml", sitemaps.show_index),
    path("sitemap-news.xml", sitemaps.show_news),
    re_path(rf"^sitemap-{LOCALE}-(?P<number>[1-9][0-9]{{0,4}})\.xml$", sitemaps.show_part),
    path("feeds.opml", opml.show_opml),
    path("robots.txt", robots.show_robots),
    path(".well-known/security.txt", robots.show_security_txt),
    re_path(r"^documents/([1-9][0-9]{0,18})/(.*)$", media.serve_document),
    # Wagtail would take any number here: a document has one address, and Python makes no number of
    # thousands of digits.
    re_path(r"^documents/\d", csrf_exempt(error_pages.not_found)),
    path("documents/", include(document_urls)),
    path("health/live", health.live),
    path("health/ready", health.ready),
    # A picture's sizes, and as Wagtail names those of the back office; a longer name is more than a
    # file system reads.
    re_path(
        rf"^{settings.MEDIA_URL[1:]}"
        r"(?P<path>images/(?:[0-9]{1,19}/[0-9a-f]{16}/)?[A-Za-z0-9_.-]{1,255})$",
        media.serve_rendition,
    ),
    # Wagtail's own doors to a page for some: by a password, by logging in.
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        wagtail.authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    path("_util/login/", LoginView.as_view(), name="wagtailcore_login"),
    path("preview/<str:token>/", previews.show_preview),
    re_path(rf"^{LOCALE}/(?:.+/)?feed\.(?P<form>rss|atom|json)$", feeds.show_feed, name="feed"),
    # The pages of each language that no editor writes.
    *(
        each
        for code, _ in settings.LANGUAGES
        for each in (
            path(get_search_path(code)[1:], search.show_search, {"locale": code}),
            path(get_subscribe_path(code)[1:], subscription.show_subscription, {"locale": code}),
            path(get_mail_path(code)[1:], mailing.subscribe, {"locale": code}),
        )
    ),
    # A link from a mail opens its subscription even where LANGUAGES leaves its language out.
    *(
        path(f"{each[1:]}<str:token>/", mailing.subscription)
        for each in list_mail_paths("<str:locale>")
    ),
    re_path(rf"^{LOCALE}/(?:.+/)?$", site.show_page, name="page"),
]
