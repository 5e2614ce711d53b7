"""Mail that a provider posts to us, instead of a mailbox that we read: django-anymail, an optional
extra, checks that the provider sent it and reads its form."""
