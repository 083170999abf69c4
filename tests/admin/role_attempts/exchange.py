"""What people try with the files of translations: downloading them and sending them back."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.admin.browser import Browser
from tests.admin.role_attempts import act, show
from tests.admin.role_attempts.pages import pk
from tests.admin.role_attempts.translating import NEW, job, words
from tests.admin.world import Place


def translated_file(place: Place) -> SimpleUploadedFile:
    po = place.job.export_po()
    po[0].msgstr = NEW
    return SimpleUploadedFile("en.po", str(po).encode())


@act("exchange:job")
def upload_po(browser: Browser, place: Place) -> bool:
    browser.post("exchange:job", job(place), file=translated_file(place))
    return NEW in words(place)


@act("exchange:section")
def upload_to_the_section(browser: Browser, place: Place) -> bool:
    section = place.it.get_parent()
    browser.post("exchange:section", section.pk, file=translated_file(place))
    return NEW in words(place)


show("download po", "exchange:pofile", job)
show("download xliff 1.2", "exchange:xliff12", job)
show("download xliff 2.0", "exchange:xliff20", job)
show(
    "see the section's files",
    "exchange:section",
    pk,
    tells=lambda place: place.job.source.object_repr,
)
show("download the section as po", "exchange:section_pofile", pk)
show("download the section as xliff 1.2", "exchange:section_xliff12", pk)
show("download the section as xliff 2.0", "exchange:section_xliff20", pk)
