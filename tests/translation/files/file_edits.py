"""What a translator does with files: download, fill in, send back."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import Translation

# The article's three segments that have words, and how they come back.
ENGLISH = {
    "Първа копка": "First sod",
    "Кратко": "In short",
    "Второ &amp; последно": "Second &amp; last",
}


def download(client: Client, job: Translation, form: str) -> bytes:
    answer = client.get(reverse(f"exchange:{form}", args=[job.pk]))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return bytes(answer.content)


def upload(client: Client, job: Translation, *files: bytes, name: str = "job.po") -> Any:
    data = [SimpleUploadedFile(name, file) for file in files]
    return client.post(reverse("exchange:job", args=[job.pk]), {"file": data}, follow=True)


def fill(data: bytes, form: str) -> bytes:
    """Translate a file as a person in a plain editor would."""
    text = data.decode()
    for source, target in ENGLISH.items():
        if form == "pofile":
            text = text.replace(
                f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{target}"'
            )
        else:
            # The first after the source is where the target belongs.
            text = text.replace(
                f"{source}</source>\n", f"{source}</source>\n<target>{target}</target>"
            )
    return text.encode()
