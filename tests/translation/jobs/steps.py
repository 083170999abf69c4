"""What coordinators and translators do, for the tests of their work."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.store.flush import publish_transaction
from cms.translation.jobs.job_status import annotate_states
from cms.translation.jobs.models import Job, Progress
from tests import factories


def person(name: str, *groups: str, language: str = "bg") -> User:
    user = User.objects.create_user(name, f"{name}@example.org")
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups)
    UserProfile.objects.create(user=user, preferred_language=language)
    return user


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, thing: Any, *codes: str, **fields: Any) -> Any:
    """Send the form; return the answer."""
    kind = "page" if hasattr(thing, "url_path") else "snippet"
    names = [] if kind == "page" else [thing._meta.app_label, thing._meta.model_name]
    address = "/".join(["/admin/localize/submit", kind, *names, str(thing.pk), ""])
    chosen = [factories.locale(code).pk for code in codes]
    return client.post(address, {"locales": chosen} | fields, follow=True)


def job(thing: Any, code: str = "en") -> Job:
    return Job.objects.get(
        translation__source__object_id=thing.translation_key,
        translation__target_locale__language_code=code,
    )


def progress(thing: Any, code: str = "en") -> Any:
    rows = annotate_states(Progress.objects.filter(group__endswith=str(thing.translation_key)))
    return rows.get(locale__language_code=code)


def translate(thing: Any, path: str, text: str, code: str = "en", kind: str = "manual") -> None:
    """What a translator types into the editor."""
    for segment in StringSegment.objects.filter(
        source__object_id=thing.translation_key, context__path=path
    ):
        with publish_transaction():
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                context=segment.context,
                locale=factories.locale(code),
                defaults={"data": text, "translation_type": kind},
            )


def publish_translation(thing: Any, code: str = "en") -> Any:
    """What the editor's button does."""
    translation = Translation.objects.get(
        source__object_id=thing.translation_key, target_locale=factories.locale(code)
    )
    with publish_transaction():
        translation.save_target(publish=False)
    return factories.publish(translation.get_target_instance().get_latest_revision_as_object())
