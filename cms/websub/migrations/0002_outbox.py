"""Give topics the columns of every outbox. The hub's answer was one text, "503 Try later"; it
becomes a status and a text."""

import re

from django.db import migrations, models

ANSWER = re.compile(r"(?:([1-9][0-9]{2})(?: |$))?(.*)", re.DOTALL)


def split_answers(apps, schema_editor):
    topics = apps.get_model("websub", "Topic").objects.exclude(last_answer="")
    for topic in topics.iterator():
        status, text = ANSWER.fullmatch(topic.last_answer).groups()
        topic.last_status, topic.last_answer = int(status or 0), text
        topic.save(update_fields=["last_status", "last_answer"])


def join_answers(apps, schema_editor):
    for topic in apps.get_model("websub", "Topic").objects.exclude(last_status=None).iterator():
        topic.last_answer = f"{topic.last_status or ''} {topic.last_answer}".strip()[:250]
        topic.save(update_fields=["last_answer"])


class Migration(migrations.Migration):

    dependencies = [
        ("websub", "0001_topics"),
    ]

    operations = [
        migrations.RenameField("topic", "due", "next_attempt_at"),
        migrations.RenameField("topic", "answer", "last_answer"),
        migrations.AlterField(
            "topic",
            "next_attempt_at",
            models.DateTimeField(null=True, verbose_name="next attempt"),
        ),
        migrations.AddIndex("topic", models.Index(fields=["next_attempt_at"], name="topic_due")),
        migrations.AlterField(
            "topic", "last_answer", models.CharField(blank=True, max_length=250)
        ),
        migrations.AddField("topic", "leased_until", models.DateTimeField(null=True)),
        migrations.AddField("topic", "last_status", models.PositiveSmallIntegerField(null=True)),
        migrations.RunPython(split_answers, join_answers),
    ]
