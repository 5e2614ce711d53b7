"""Mail as a person's program writes it, short."""


def eml(text="Hello", *, sender="clara@meadow.example", subject="Orders", headers=()):
    head = [f"From: {sender}", "To: support@istockist.com", f"Subject: {subject}", *headers]
    return ("\r\n".join(head) + f"\r\n\r\n{text}\r\n").encode()
