"""The screens that the guides show: each is there, and `--renew-guides` makes its picture anew."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from cms.guides.guides import LANGUAGES
from tests.browser.conftest import MANAGE, Installation, log_in, needs_browser, one_installation
from tests.guides.pictures import FOLDER

pytestmark = [needs_browser, one_installation]

# A translator with a job that is due, a text that has changed, and a translation in review.
WORK = """
from datetime import date, timedelta
from django.contrib.auth.models import Group, User
from wagtail.users.models import UserProfile
from cms.backoffice.roles import TRANSLATORS, group_name
from cms.store.flush import publishing
from cms.translation.jobs.models import Job
from home.models import AboutPage
from members.models import MembersIndexPage

translator = User.objects.create_user("translator", password="translator", first_name="Мария")
translator.groups.add(Group.objects.get(name=group_name(TRANSLATORS, "en")))
about = AboutPage.objects.get(locale__language_code="bg")
about.summary = about.summary.replace("Сдружение с нестопанска цел", "Нестопанско сдружение")
with publishing():
    about.save_revision().publish()
reviewed = MembersIndexPage.objects.get(locale__language_code="en")
with publishing():
    reviewed.save_revision(user=translator)
    reviewed.get_workflow().start(reviewed, translator)
print(about.pk, about.get_translations().get().pk, reviewed.pk)
"""
