"""The kinds of messages that go through the outbox, each with a receiver on this machine."""

import json
from abc import ABC, abstractmethod
from collections.abc import Hashable
from contextlib import ExitStack
from datetime import timedelta
from urllib.parse import parse_qs

from django.conf import settings
from django.utils import timezone
from wagtail_localize.models import StringTranslation, Translation

from cms.newsletter import announcements
from cms.newsletter.delivery import SubscriptionOutbox
from cms.newsletter.models import Subscription
from cms.newsletter.tasks import send_newsletter
from cms.outbox import loop
from cms.outbox.models import OutboxItem
from cms.outbox.tasks import Task
from cms.store.models import Entry
from cms.translation.jobs import notifications
from cms.translation.jobs.models import Notification, Submission
from cms.translation.jobs.tasks import mail_translators
from cms.translation.machine.engines import DeepL
from cms.translation.machine.models import Draft
from cms.translation.machine.pretranslation import pretranslate
from cms.webhooks.models import Delivery, Endpoint
from cms.webhooks.tasks import send_webhooks
from cms.websub.models import Topic
from cms.websub.tasks import ping_hub
from tests import factories
from tests.newsletter.steps import subscriber
from tests.outbox.http_server import receiver
from tests.processes.mail_server import received_since, start_mail_server
from tests.translation.editor.texts import body
from tests.translation.jobs import steps
from tests.translation.machine.services import KEY, deepl, serve
from tests.webhooks.receiver import receiving


class OutboxUser(ABC):
    """One kind of message: how it is enqueued and sent, and what its receiver has got."""

    model: type[OutboxItem]
    task: Task
    # How many messages a round sends, if no worker is killed.
    messages: int

    def __init__(self) -> None:
        self.context = ExitStack()
        # Outcomes are recorded one by one, so a killed worker repeats one message at most.
        loop.RECORD_INTERVAL_SECONDS = 0

    @abstractmethod
    def enqueue(self, number: int) -> None:
        """Have the messages of another round sent."""

    @abstractmethod
    def received(self) -> list[Hashable]:
        """Return what identifies each message that was received since the last call."""

    @abstractmethod
    def problems(self) -> list[str]:
        """Return what is missing after a round."""

    def work(self) -> None:
        while not type(self).task():
            pass

    def expire_leases(self) -> None:
        """Let pass the time after which another worker takes over."""
        leased = self.model._default_manager.filter(leased_until__isnull=False)
        leased.update(leased_until=timezone.now())


class Webhooks(OutboxUser):
    model = Delivery
    task = staticmethod(send_webhooks)
    messages = 1

    def __init__(self) -> None:
        super().__init__()
        self.receiver = self.context.enter_context(receiving())
        self.page = factories.article(summary="Версия 0")
        Endpoint.objects.create(name="Приемник", address=self.receiver.url, types=["news"])
        self.last: object = None

    def enqueue(self, number: int) -> None:
        self.page.summary = f"Версия {number + 1}"
        factories.publish(self.page)

    def received(self) -> list[Hashable]:
        messages, self.receiver.received = self.receiver.received, []
        if messages:
            self.last = messages[-1].payload["data"]["entry"]
        return [message.identity for message in messages]

    def problems(self) -> list[str]:
        undelivered = Delivery.objects.exclude(state=Delivery.State.DELIVERED)
        problems = [str(row) for row in undelivered]
        if self.last != json.loads(Entry.objects.get(type="news").full_json):
            problems.append("the receiver has another state of the page")
        return problems


class WebSub(OutboxUser):
    model = Topic
    task = staticmethod(ping_hub)
    # A feed in three formats.
    messages = 3

    def __init__(self) -> None:
        super().__init__()
        self.hub = self.context.enter_context(receiver())
        settings.WEBSUB_HUB = self.hub.url
        self.page = factories.article()
        self.work()
        self.hub.bodies.clear()

    def enqueue(self, number: int) -> None:
        self.page.title = f"Версия {number}"
        factories.publish(self.page)

    def received(self) -> list[Hashable]:
        bodies = [body.decode() for body in self.hub.bodies]
        self.hub.bodies.clear()
        return [parse_qs(body)["hub.url"][0] for body in bodies]

    def problems(self) -> list[str]:
        return [str(topic) for topic in Topic.objects.exclude(next_attempt_at=None)]


class Newsletter(OutboxUser):
    model = Subscription
    task = staticmethod(send_newsletter)
    messages = 10

    def __init__(self) -> None:
        super().__init__()
        self.server = start_mail_server()
        # Nothing to wait for, even where the store's moments run ahead of the clock; and several
        # batches.
        announcements.QUIET_PERIOD = timedelta(minutes=-1)
        SubscriptionOutbox.BATCH_SIZE = 4
        factories.news_index()
        self.work()
        for number in range(self.messages):
            subscriber(f"reader{number}@example.org")

    def enqueue(self, number: int) -> None:
        factories.article(title=f"Новина {number}")

    def received(self) -> list[Hashable]:
        return [*received_since(self.server)]

    def problems(self) -> list[str]:
        newest = max(Subscription.objects.values_list("cursor", flat=True))
        behind = Subscription.objects.exclude(cursor=newest)
        return [f"{row.address} is behind" for row in behind]


class TranslatorsMail(OutboxUser):
    model = Notification
    task = staticmethod(mail_translators)
    messages = 2

    def __init__(self) -> None:
        super().__init__()
        self.server = start_mail_server()
        factories.translate(factories.home(), {})
        factories.translate(factories.news_index(), {})
        for name in ("anna", "boris"):
            steps.person(name, "Преводачи (en)")
        coordinator = steps.logged_in(steps.person("coordinator", "Координатори"))
        assert steps.send(coordinator, factories.article(), "en").status_code == 200
        self.work()
        self.received()

    def enqueue(self, number: int) -> None:
        notifications.enqueue_notifications(Submission.objects.get())

    def received(self) -> list[Hashable]:
        return [*received_since(self.server)]

    def problems(self) -> list[str]:
        return [
            f"a letter to {notification.user} is left"
            for notification in Notification.objects.all()
        ]


class MachineDrafts(OutboxUser):
    model = Draft
    task = staticmethod(pretranslate)
    # Paragraphs, each in a batch of its own.
    messages = 3

    def __init__(self) -> None:
        super().__init__()
        self.service = self.context.enter_context(serve(deepl))
        settings.DEEPL_URL, settings.DEEPL_KEY = self.service.url, KEY
        DeepL.max_texts = 1
        factories.translate(factories.home(), {})
        factories.translate(factories.news_index(), {})
        self.page = factories.article(body=body("Начало"))
        factories.translate(self.page, {})

    def enqueue(self, number: int) -> None:
        self.texts = [f"Абзац {number} {part}" for part in range(self.messages)]
        self.page.body = body(*self.texts)
        self.page = factories.publish(self.page)
        job = Translation.objects.get(source__object_id=self.page.translation_key)
        waiting = {"state": Draft.State.WAITING, "next_attempt_at": timezone.now()}
        Draft.objects.update_or_create(translation=job, defaults=waiting | {"translated": 0})

    def received(self) -> list[Hashable]:
        asked = [text for request in self.service.asked for text in request["text"]]
        self.service.asked.clear()
        return [*asked]

    def problems(self) -> list[str]:
        rows = StringTranslation.objects.filter(translation_of__data__in=self.texts)
        found = sorted(rows.values_list("data", flat=True))
        problems = [] if found == [f"EN {text}" for text in self.texts] else [f"there is {found}"]
        draft = Draft.objects.get()
        if (draft.state, draft.translated) != (Draft.State.DONE, self.messages):
            problems.append(f"the draft is {draft.state}, with {draft.translated} translations")
        return problems


USERS: dict[str, type[OutboxUser]] = {
    "webhooks": Webhooks,
    "websub": WebSub,
    "newsletter": Newsletter,
    "translators' mail": TranslatorsMail,
    "machine drafts": MachineDrafts,
}
