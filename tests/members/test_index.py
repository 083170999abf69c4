"""The list of members as the site shows it."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from cms.store.models import Entry
from members.kinds import Kind
from tests import factories

pytestmark = pytest.mark.django_db


def test_members_of_one_kind_are_one_group_whatever_their_labels_say(client: Client) -> None:
    for title in ("Първи", "Втори"):
        factories.member(title=title, kind=Kind.INDUSTRY)
    first = Entry.objects.get(type="member", slug="parvi")
    # As an entry says that was made with another catalogue than the rest.
    first.list_json = first.list_json.replace("Индустрия", "Industry")
    assert "Industry" in first.list_json
    first.save()
    path = Entry.objects.get(type="members_index", locale="bg").path
    page = BeautifulSoup(client.get(path).content, "html.parser")
    assert [heading.get_text(" ", strip=True) for heading in page.select(".member-group h2")] == [
        "Индустрия 2"
    ]
