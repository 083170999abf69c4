"""What the tests of files share."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.users.models import UserProfile


@pytest.fixture
def translator(db: None, client: Client) -> Client:
    """Somebody who translates into English, and reads Bulgarian."""
    user = get_user_model().objects.create_user("translator")
    user.groups.set(Group.objects.filter(name="Преводачи (en)"))
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "bg"
    profile.save()
    client.force_login(user)
    return client
