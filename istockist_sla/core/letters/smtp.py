"""SMTP that knows whether the server can have had a letter when the connection broke."""

import smtplib
from collections.abc import Sequence
from typing import Any

from django.core.mail.backends import smtp
from django.core.mail.message import EmailMessage


class NotHandedOver(OSError):
    """The connection broke before the server could have had the letter."""


class Handover:
    """Notes where DATA begins: before it nothing was handed over, after it nobody knows."""

    begun = False

    def mail(self, *args: Any, **options: Any) -> Any:
        self.begun = False
        return super().mail(*args, **options)  # type: ignore[misc]

    def data(self, *args: Any) -> Any:
        self.begun = True
        return super().data(*args)  # type: ignore[misc]


class Server(Handover, smtplib.SMTP):
    pass


class SecureServer(Handover, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> type[Server | SecureServer]:
        return SecureServer if self.use_ssl else Server

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        try:
            return super().send_messages(email_messages) or 0
        except smtplib.SMTPServerDisconnected as error:
            if not isinstance(self.connection, Handover) or self.connection.begun:
                raise
            self.close()
            raise NotHandedOver(str(error)) from error
