"""What a client reads first of a bundle: what it is, how to check it, what that proves."""

TEXT = """\
Your month {month}, closed, for you to recompute

Everything that your figures for this month rest on is in these files: each act on your
tickets with its instant, the agreement, the calendar and the holidays in force, planned
maintenance, and the checks of the service. No person is named, and nobody is quoted.

month.json    the closing; its SHA-256 is the head, which our e-mail told you
chain.json    every closing before it
shared.json   what is the same for all clients
client.json   what is yours alone: your tickets, what we claim of each, and your figures
proof.json    the way from your part to the one root that all clients have in common
verify.py     the program that recomputes the month
schemas/      the form of each document, for a program of your own

To check it you need Python 3.11 or newer, and no network. Take verify.py out of the zip,
put it beside the zip, and run:

  python3 -I verify.py {name} --head HEAD

Take HEAD from our e-mail, never from these files. The program says "same", or it names
each difference; a line that begins with "note:" is none. Every ticket has its place among
all of yours, which our first e-mail about it told you: a missing place is noted.
The program can also compare what you hold besides:

  --letter NUMBER=ACT:INSTANT:DIGEST   as it stands at the foot of our e-mails
  --before OLD.zip                     the bundle of this month before an amendment
  --why NUMBER                         shows which time of a ticket counted, and why

What it proves: your figures follow from the acts that are listed, to the second, by the
agreement in force; nothing was changed since the head was sent, in this month or in any
before it; and your part belongs to the same closing as that of every other client.

What it does not prove: that each act was recorded as it happened, that none was left out,
or that a decision was fair. Your own mailbox is the witness of the first two: compare its
e-mails with --letter. If you disagree with a decision, write to us.
"""


def bundle_name(month: str, client: str, number: int) -> str:
    """`iStockist-2026-10-meadow.zip`, and of an amendment its number too."""
    amendment = f"-amendment-{number - 1}" if number > 1 else ""
    return f"iStockist-{month}-{client}{amendment}.zip"


def readme(month: str, name: str) -> bytes:
    return TEXT.format(month=month, name=name).encode()
