"""What people try with snippets, pictures, files and their collections."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from cms.content.dependency_keys import group
from cms.store.models import Entry
from news.models import NewsCategory
from tests.admin.browser import Browser
from tests.admin.role_attempts import act, show, shown
from tests.admin.role_attempts.pages import NEW, pk
from tests.admin.role_attempts.pages_at_once import BULK, bulk
from tests.admin.world import Place

# Snippets


def snippet(place: Place, view: str) -> str:
    options = place.it._meta
    return f"wagtailsnippets_{options.app_label}_{options.model_name}:{view}"


def filled(**changes: Any) -> dict[str, Any]:
    return {
        "title": NEW,
        "name": NEW,
        "slug": "new",
        "footer": "null",
        "social-count": "0",
    } | changes


def public(place: Place) -> str:
    entries = Entry.objects.filter(group=group(place.it), live=True)
    entry = entries.filter(locale=place.it.locale.language_code).first()
    return entry.full_json if entry else ""


def wording(place: Place) -> str:
    return str(place.now().get_latest_revision_as_object().title)


@act("wagtailsnippets_news_newscategory:add")
def add_a_category(browser: Browser, place: Place) -> bool:
    language = place.it.locale.language_code
    data = filled(**{"action-publish": "1"})
    browser.post(snippet(place, "add"), query=f"?locale={language}", **data)
    return NewsCategory.objects.filter(slug="new", live=True, locale=place.it.locale).exists()


@act("wagtailsnippets_news_newscategory:edit", "wagtailsnippets_home_siteprofile:edit")
def save_the_snippet(browser: Browser, place: Place) -> bool:
    browser.post(snippet(place, "edit"), place.it.pk, **filled())
    return wording(place) == NEW


@act("wagtailsnippets_news_newscategory:edit", "wagtailsnippets_home_siteprofile:edit")
def publish_the_snippet(browser: Browser, place: Place) -> bool:
    browser.post(snippet(place, "edit"), place.it.pk, **filled(), **{"action-publish": "1"})
    return NEW in public(place)


@act("wagtailsnippets_news_newscategory:unpublish", "wagtailsnippets_home_siteprofile:unpublish")
def unpublish_the_snippet(browser: Browser, place: Place) -> bool:
    browser.post(snippet(place, "unpublish"), place.it.pk)
    return not place.now().live


@act("wagtailsnippets_news_newscategory:delete", "wagtailsnippets_home_siteprofile:delete")
def delete_the_snippet(browser: Browser, place: Place) -> bool:
    browser.post(snippet(place, "delete"), place.it.pk)
    return place.now() is None


@act("wagtailsnippets_news_newscategory:preview_on_edit")
def preview_the_snippet(browser: Browser, place: Place) -> bool:
    route = snippet(place, "preview_on_edit")
    browser.post(route, place.it.pk, **filled())
    return NEW in browser.get(route, place.it.pk, mode="")


@act("wagtailsnippets_news_newscategory:preview_on_add")
def preview_a_new_category(browser: Browser, place: Place) -> bool:
    route, language = snippet(place, "preview_on_add"), place.it.locale.language_code
    browser.post(route, query=f"?locale={language}", **filled())
    return NEW in browser.get(route, mode="", locale=language)


def latest(place: Place) -> int:
    return int(place.it.get_latest_revision().pk)


# Pictures and files


def picture() -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return SimpleUploadedFile("new.png", file.getvalue(), "image/png")


@act("wagtailimages:add")
def add_a_picture(browser: Browser, place: Place) -> bool:
    root = Collection.get_first_root_node().pk
    browser.post("wagtailimages:add", title=NEW, file=picture(), collection=root)
    return get_image_model().objects.filter(title=NEW).exists()


@act("wagtailimages:add_multiple")
def add_pictures_at_once(browser: Browser, place: Place) -> bool:
    root = Collection.get_first_root_node().pk
    data = {"files[]": picture(), "title": NEW, "collection": root}
    browser.post_by_script("wagtailimages:add_multiple", **data)
    return get_image_model().objects.filter(title=NEW).exists()


@act("wagtaildocs:add_multiple")
def add_files_at_once(browser: Browser, place: Place) -> bool:
    root = Collection.get_first_root_node().pk
    file = SimpleUploadedFile("new.txt", b"new")
    data = {"files[]": file, "title": NEW, "collection": root}
    browser.post_by_script("wagtaildocs:add_multiple", **data)
    return get_document_model().objects.filter(title=NEW).exists()


@act("wagtailimages:delete_multiple", "wagtaildocs:delete_multiple")
def delete_it_after_the_upload(browser: Browser, place: Place) -> bool:
    browser.post_by_script(medium(place, "delete_multiple"), place.it.pk)
    return place.now() is None


@act("wagtailimages:edit_multiple", "wagtaildocs:edit_multiple")
def change_it_after_the_upload(browser: Browser, place: Place) -> bool:
    name = f"{'image' if 'image' in place.name else 'doc'}-{place.it.pk}"
    data = {f"{name}-title": NEW, f"{name}-collection": place.it.collection_id}
    browser.post_by_script(medium(place, "edit_multiple"), place.it.pk, **data)
    return bool(place.now().title == NEW)


@act("wagtaildocs_chooser:create")
def add_a_file_while_choosing(browser: Browser, place: Place) -> bool:
    root, name = Collection.get_first_root_node().pk, "document-chooser-upload"
    file = SimpleUploadedFile("new.txt", b"new")
    data = {f"{name}-title": NEW, f"{name}-file": file, f"{name}-collection": root}
    browser.post("wagtaildocs_chooser:create", **data)
    return get_document_model().objects.filter(title=NEW).exists()


@act("wagtailimages_chooser:create")
def add_a_picture_while_choosing(browser: Browser, place: Place) -> bool:
    root, name = Collection.get_first_root_node().pk, "image-chooser-upload"
    data = {f"{name}-title": NEW, f"{name}-file": picture(), f"{name}-collection": root}
    browser.post("wagtailimages_chooser:create", **data)
    return get_image_model().objects.filter(title=NEW).exists()


@act("wagtaildocs:add")
def add_a_file(browser: Browser, place: Place) -> bool:
    file, root = SimpleUploadedFile("new.txt", b"new"), Collection.get_first_root_node().pk
    browser.post("wagtaildocs:add", title=NEW, file=file, collection=root)
    return get_document_model().objects.filter(title=NEW).exists()


def medium(place: Place, view: str) -> str:
    return f"{'wagtailimages' if 'image' in place.name else 'wagtaildocs'}:{view}"


@act("wagtailimages:edit", "wagtaildocs:edit")
def change_it(browser: Browser, place: Place) -> bool:
    collection = place.it.collection_id
    browser.post(medium(place, "edit"), place.it.pk, title=NEW, collection=collection)
    return bool(place.now().title == NEW)


@act("wagtailimages:delete", "wagtaildocs:delete")
def delete_it(browser: Browser, place: Place) -> bool:
    browser.post(medium(place, "delete"), place.it.pk)
    return place.now() is None


@act(BULK)
def tag_in_bulk(browser: Browser, place: Place) -> bool:
    bulk(browser, place, "add_tags", tags="new")
    return place.now().tags.filter(name="new").exists()


@act(BULK)
def collect_in_bulk(browser: Browser, place: Place) -> bool:
    collection = Collection.objects.get(name="Empty")
    bulk(browser, place, "add_to_collection", collection=collection.pk)
    return bool(place.now().collection_id == collection.pk)


@act("wagtailadmin_collections:add")
def add_a_collection(browser: Browser, place: Place) -> bool:
    root = Collection.get_first_root_node().pk
    browser.post("wagtailadmin_collections:add", name=NEW, parent=root)
    return Collection.objects.filter(name=NEW).exists()


@act("wagtailadmin_collections:set_privacy")
def restrict_the_collection(browser: Browser, place: Place) -> bool:
    browser.post("wagtailadmin_collections:set_privacy", place.it.pk, restriction_type="login")
    return CollectionViewRestriction.objects.exists()


show("see among pictures", "wagtailimages:index")
show("see among files", "wagtaildocs:index")
show("choose a picture", "wagtailimages_chooser:choose")
show("choose a file", "wagtaildocs_chooser:choose")
show("ask the api for the picture", "wagtailadmin_api:images:detail", pk)
show("ask the api for the file", "wagtailadmin_api:documents:detail", pk)
show("choose a category", "wagtailsnippetchoosers_news_newscategory:choose",
     tells=lambda place: place.it.title)  # fmt: skip
show("see among categories", "wagtailsnippets_news_newscategory:list",
     locale=lambda place: place.it.locale.language_code)  # fmt: skip
show("list snippets by the api", "wagtail_localize:snippets_api_listing",
     lambda place: place.it._meta.app_label, lambda place: place.it._meta.model_name,
     tells=lambda place: place.it.title)  # fmt: skip
show("open the category", "wagtailsnippets_news_newscategory:edit", pk)
show("see the category's revision", "wagtailsnippets_news_newscategory:revisions_view", pk, latest)
show("see the picture's usage", "wagtailimages:image_usage", pk)
show("see the file's usage", "wagtaildocs:document_usage", pk)
show("take the picture", "wagtailimages_chooser:chosen", pk)
show("take the file", "wagtaildocs_chooser:chosen", pk)
show("take the category", "wagtailsnippetchoosers_news_newscategory:chosen", pk,
     tells=lambda place: place.it.title)  # fmt: skip
for view in ("history", "usage", "copy"):
    show(f"see the category's {view}", f"wagtailsnippets_news_newscategory:{view}", pk,
         tells=shown)  # fmt: skip
    show(f"see the profile's {view}", f"wagtailsnippets_home_siteprofile:{view}", pk,
         tells=shown)  # fmt: skip
for name, label in (("category", "news_newscategory"), ("profile", "home_siteprofile")):
    show(f"compare the {name}'s revisions", f"wagtailsnippets_{label}:revisions_compare", pk,
         lambda _: "live", latest)  # fmt: skip
    show(f"restore the {name}'s revision", f"wagtailsnippets_{label}:revisions_revert", pk, latest)
show("list the pictures by the api", "wagtailadmin_api:images:listing")
show("list the files by the api", "wagtailadmin_api:documents:listing")
show("find the picture by the api", "wagtailadmin_api:images:find", id=pk)
show("find the file by the api", "wagtailadmin_api:documents:find", id=pk)
