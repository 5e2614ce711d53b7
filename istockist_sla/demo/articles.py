"""Help articles of the demo: what clients of an ordering service ask most."""

from datetime import datetime, timedelta

from istockist_sla.core.models import User
from tickets import records

ARTICLES = [
    (
        "The checkout shows “payment terms not available”",
        "A customer sees this when none of the payment terms of its group fits the order.\n\n"
        "Open Customers, Groups and look at Payment terms: at least one must be ticked and its "
        "highest amount must not be below the order.\n\nWas the group filled by an import? An "
        "empty column takes the terms away. Upload the file again with the column filled.",
    ),
    (
        "Make, rename and end an API key",
        "Keys are made under Settings, API. The key is shown once; copy it before you close the "
        "page.\n\nSend it in the header `X-Api-Key`. A key in the address of a call is refused.\n\n"
        "Ending a key works at once and cannot be undone. Make the new one first and change your "
        "system over.",
    ),
    (
        "Answers 401, 403 and 429 of the API",
        "- **401**: the key is missing, mistyped or ended.\n- **403**: the key is valid but may "
        "not do this. Its rights stand under Settings, API.\n- **429**: more than three hundred "
        "calls in a minute. The header `Retry-After` says how many seconds to wait.",
    ),
    (
        "Import a price list",
        "Download the template under Prices, Import: its columns are the ones that are read.\n\n"
        "Numbers may have a point or a comma, no sign for the currency. A product that is not in "
        "the file keeps its price.\n\nAfter the upload the page shows each line that was not "
        "taken, with the reason. Correct only those and upload them again.",
    ),
    (
        "Prices that begin on a later day",
        "Enter the day in the field Valid from when you upload a list. It replaces the list in "
        "force at midnight of that day.\n\nA basket that is open over midnight takes the prices "
        "of the day on which it is sent.",
    ),
    (
        "Why an order did not reach your stock system",
        "Look at the order in the client admin: the line Handed over says when your system took "
        "it, or what it answered.\n\nNo entry: your system has not asked for it yet. An error: "
        "press Hand over again once the cause is gone.\n\nOrders of a customer that is on hold "
        "wait until the hold is ended.",
    ),
    (
        "Products that are shown as sold out",
        "The shop shows the stock that your system sent last. Products, Stock shows the figure "
        "and when it came.\n\nReserved goods count as sold until the order is sent or cancelled.",
    ),
    (
        "Invite a colleague and give rights",
        "Settings, People, Invite. The invitation is valid for three days and can be sent again."
        "\n\nA role decides what a colleague may do; your own administrator can make roles.\n\n"
        "The address must not belong to a customer account of your shop.",
    ),
    (
        "Before you report a problem: four things to look at",
        "1. Ask who sees it, since when, and whether it happens every time.\n2. Search these "
        "articles.\n3. Try it once more yourself, best in a private window.\n4. Look at your own "
        "network: firewall, proxy, VPN.\n\nNone of this is a condition: you can always report "
        "first. It only makes the answer come sooner.",
    ),
    (
        "Webhooks: when we call you",
        "We call your address for orders, shipments and returns, with a signature in the header "
        "`X-Signature`.\n\nAnswer with a status below 300 within five seconds. Anything else is "
        "tried again ten times, each time later.\n\nYour secret stands beside the webhook in "
        "Settings, API.",
    ),
    (
        "Standing orders and closed days",
        "A standing order is created at six in the morning of its day. If that day is closed, it "
        "is created on the last open day before.\n\nPause it for a holiday under Customers, "
        "Standing orders; it goes on by itself afterwards.",
    ),
]


def write_articles(*, by: User, at: datetime) -> None:
    """All are shown but the last, which is still being written."""
    for number, (title, body) in enumerate(ARTICLES):
        day = at + timedelta(days=number, hours=number % 5)
        article = records.write_article(title=title, body=body, by=by, at=day)
        if number < len(ARTICLES) - 1:
            published = day + timedelta(hours=1)
            records.publish_article(article_id=article.pk, by=by, at=published)
