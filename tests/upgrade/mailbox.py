"""A mail server on this machine that keeps what it is handed."""

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.ports import free_port

ACCEPTED = "250 OK"


@dataclass(frozen=True)
class Mail:
    recipient: str
    message: EmailMessage

    @property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        return str(part.get_content()) if part else ""


@dataclass
class Mailbox:
    """`refusals` are the answers to recipients that are not accepted."""

    received: list[Mail] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)

    def controller(self) -> Controller:
        return Controller(self, hostname="127.0.0.1", port=self.port)

    def to(self, address: str) -> list[Mail]:
        return [mail for mail in self.received if mail.recipient == address]

    # What aiosmtpd asks of a handler.

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if answer := self.refusals.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return ACCEPTED

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        for recipient in envelope.rcpt_tos:
            self.received.append(Mail(recipient, message))
        return ACCEPTED
