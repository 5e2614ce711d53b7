"""Readings on the guarantee, verdicts and versions (G, V)."""

from tickets.sla.readings.entry import Reading, ReadingGroup, Switch

GUARANTEE = ReadingGroup(
    "Guarantee and verdict",
    (
        Reading(
            "G1",
            "What the guarantee covers",
            "Every fault counts in the index, and the figure for order processing alone stands "
            "beside it: the tickets whose class test speaks of orders. An agreement may be "
            "read to cover order processing only; other faults are then outside its scope.",
            (Switch("AgreementVersion", "scope"),),
        ),
        Reading(
            "G2",
            "The seven conditions",
            "The promise holds unless one of seven things applies: a rate limit on the account "
            "at the opening, an error of the client, negligence of the client, the "
            "introductory period, an order volume that changed a great deal, low priority "
            "chosen by the client, or planned maintenance as the cause. What needs a judgement "
            "and has not been judged does not apply. Excluded tickets are measured and listed "
            "all the same.",
        ),
        Reading(
            "G3",
            "Error, negligence, maintenance as the cause",
            "Each of these takes a finding with a cause and evidence, a second person's "
            "approval, and a letter to the client. The client may contest it; another manager "
            "then upholds or withdraws it, and both voices stay in the folder. All of this is "
            "possible until the month is closed.",
        ),
        Reading(
            "G4",
            "Introductory period",
            "It lasts 30 times 24 hours from the first order that we processed for the client. "
            "Before that first order nothing is guaranteed yet, which is a reason of its own.",
        ),
        Reading(
            "G5",
            "Changed order volume",
            "The software points to days on which a client's orders were more than twice, or "
            "less than half, of the usual number for that weekday over eight weeks. That alone "
            "decides nothing: a person proposes it with the figures, and a manager decides.",
        ),
        Reading(
            "G6",
            "Low priority",
            "A box that only the client can tick in the portal, where its consequence is "
            "explained. It has nothing to do with the class Low. How it stood at the opening "
            "decides; by mail and on the telephone it is always normal.",
        ),
        Reading(
            "G7",
            "The index",
            "Of the guaranteed tickets of a month and class, a set percentage must be met. "
            "The comparison is exact; what is shown is rounded down, and always with the "
            "numbers behind it and how many more may be missed. Where there was no ticket there "
            "is nothing kept and nothing missed.",
            (Switch("AgreementVersion", "index_percent"),),
        ),
        Reading(
            "G8",
            "Which month a ticket counts in",
            "The one in which it was opened. Months are the same for every client: each begins "
            "as soon as it is the first day in the time zone of the standard agreement, and ends "
            "as the next begins, so that no moment lies in two and none is left out. Availability "
            "has the same months.",
        ),
        Reading(
            "G9",
            "The verdict",
            "The first question is whether the ticket is covered at all, then whether a condition "
            "excludes it, then whether it still runs; only what is left is met or missed. "
            "Every verdict shows its class, limit, counted time, due moment, versions, each "
            "stretch of time with its reason, and the seven conditions.",
        ),
        Reading(
            "G10",
            "Two pairs of eyes",
            "What changes a figure by judgement needs a manager who is not the one who proposed "
            "it: findings and rectifications, putting a late ticket away, invoices, and what is "
            "recorded late or corrected about outages and maintenance. Until that person has "
            "agreed, it changes nothing.",
        ),
        Reading(
            "V1",
            "Which version judges",
            "A ticket keeps the agreement, the hours and the holidays that were in force when "
            "it was opened, to its end, also for reminders and after a reopening. A month is "
            "judged by what was in force in its first second, October 2019 by the first version. "
            "A new version begins at a midnight of its calendar, after its publication and after "
            "the last closed month, and is never changed once published. Before the first version, "
            "of 29 October 2019, nothing is covered.",
        ),
    ),
)
