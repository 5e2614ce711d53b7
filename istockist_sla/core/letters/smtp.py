"""SMTP that knows whether the server can have a letter, and whose trouble a refusal is."""

import smtplib
from collections.abc import Sequence
from typing import Any

from django.core.mail.backends import smtp
from django.core.mail.message import EmailMessage

START_MAIL_INPUT = 354
CLOSING = 421
TOO_BIG = 552
# Enhanced status codes (RFC 3463): of the mail system itself, and of its rules; both may be mended.
OF_SYSTEM, OF_POLICY, SIZE = b"4.3.", (b"5.7.", b"5.3."), b"5.3.4"


class NotHandedOver(OSError):
    """The server cannot have the letter, and its recipient is not at fault."""


class Handover:
    """Notes when all of a letter's content is on its way: before that the server has no letter,
    after it nobody knows until it answers."""

    is_handed_over = False
    _expects_content = False

    def getreply(self) -> tuple[int, bytes]:
        reply: tuple[int, bytes] = super().getreply()  # type: ignore[misc]
        if not 200 <= reply[0] <= 599:
            # "25" of "250": the connection broke within the answer, which says nothing.
            raise smtplib.SMTPServerDisconnected(f"Half an answer: {reply[0]}")
        self._expects_content = reply[0] == START_MAIL_INPUT
        return reply

    def send(self, s: Any) -> None:
        self.is_handed_over = False
        super().send(s)  # type: ignore[misc]
        self.is_handed_over = self._expects_content


class Server(Handover, smtplib.SMTP):
    pass


class SecureServer(Handover, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> type[Server | SecureServer]:
        return SecureServer if self.use_ssl else Server

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        server, is_opened_here = None, False
        try:
            is_opened_here = bool(self.open())
            server = self.connection
            return super().send_messages(email_messages) or 0
        except (smtplib.SMTPServerDisconnected, TimeoutError, ConnectionError) as error:
            if isinstance(server, Handover) and server.is_handed_over:
                raise
            self.close()
            raise NotHandedOver(str(error)) from error
        finally:
            if is_opened_here:
                self.close()


def is_trouble_of_server(error: Exception) -> bool:
    """It takes no letter now, whoever it is for: whatever it says before a recipient is named,
    that it closes, and that its system is not well."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return any(_is_of_system(*answer) for answer in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return _is_of_system(error.smtp_code, _bytes(error.smtp_error))
    if isinstance(error, smtplib.SMTPResponseException):
        return not _is_too_big(error)
    return isinstance(error, NotHandedOver)


def is_permanent(error: Exception) -> bool:
    """The recipient's own "never" (K10), or a letter that is too big for the server. What its
    system or its rules refuse may be mended."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(_is_never(*answer) for answer in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and _is_too_big(error)


def _is_never(code: int, answer: bytes) -> bool:
    mendable = answer.startswith(OF_POLICY) and not answer.startswith(SIZE)
    return code >= 500 and not mendable


def _is_of_system(code: int, answer: bytes) -> bool:
    return code == CLOSING or (400 <= code < 500 and answer.startswith(OF_SYSTEM))


def _is_too_big(error: smtplib.SMTPResponseException) -> bool:
    return error.smtp_code == TOO_BIG or _bytes(error.smtp_error).startswith(SIZE)


def _bytes(answer: bytes | str) -> bytes:
    return answer if isinstance(answer, bytes) else answer.encode()
