"""Readings on people, clients, opening and classes (P, O, C)."""

from tickets.sla.readings.entry import Reading, ReadingGroup

PEOPLE = ReadingGroup(
    "People and clients",
    (
        Reading(
            "P1",
            "Who may contact Support",
            "Support works for the people whom a client has named as its administrators. "
            "Whoever writes on a day must be one of them on that day. What anybody else sends "
            "is kept, and they are told once to go through their administrator. Support may "
            "take such a mail over for an administrator, as a new ticket or into an open one: "
            "it then counts from that moment, is no answer of ours, and shows whose words it "
            "carries and who passed them on. A held mail whose sender was an administrator when "
            "it came in is let through instead, and counts from that moment.",
        ),
        Reading(
            "P2",
            "Tickets that Support opens",
            "Support may open a ticket on behalf of a named administrator, for example after a "
            "telephone call or a word from Customer Success. It counts from the entry, or from "
            "the earlier contact where a reason for that is given. Opening it is not yet "
            "an answer.",
        ),
        Reading(
            "P3",
            "Which plans are covered",
            "The promise is made to clients on Self-service and on Custom enterprise, whether "
            "or not they have SLA Premium. A Free client is helped too, but no promise is "
            "judged. What decides is the plan held when the ticket was opened.",
        ),
        Reading(
            "P4",
            "Facts about a client",
            "What we know of a client (its plan and Premium, rate limits, the first order, its "
            "order volume, our own interruptions) has a date, a source and an author. Nothing "
            "is overwritten: what was wrong is followed by a new entry for the same date. A "
            "ticket is judged by what held at its opening, and a closed month by what was "
            "known when it was closed. An agreement of its own binds a client's tickets for as "
            "long as it has Premium.",
        ),
        Reading(
            "P5",
            "Who speaks to whom",
            "The client's partner is Support, and Support alone brings in Operations (hosting, "
            "servers, databases, networks) or Development (the applications). A technical "
            "team's share of the work never changes what was promised to the client.",
        ),
        Reading(
            "P6",
            "Customer Success",
            "Where a client has a contact in Customer Success, a message that must reach the "
            "client may go through that contact. The ticket then says so, and no letter is "
            "sent.",
        ),
        Reading(
            "P7",
            "Who gets the letters",
            "Whoever opened the ticket gets its letters, and so does everyone of the client "
            "who asked for copies. If that person is no longer an administrator, all present "
            "ones get them. The letters that belong to a promise cannot be switched off.",
        ),
        Reading(
            "P8",
            "Language",
            "Our answers are in English. Whoever writes in another language has a ticket all "
            "the same, with the same limits.",
        ),
    ),
)
OPENING = ReadingGroup(
    "Opening and classes",
    (
        Reading(
            "O1",
            "When a ticket is opened",
            "A mail opens its ticket at the moment our mail server took it in, whatever date "
            "the sender's computer wrote on it. In the portal it is the moment at which the "
            "last page of the report reached us. Where a mail's moment of arrival is unknown or "
            "yet to come, the moment its folder was created counts. A message that turns out to "
            "be another matter gets a ticket that is opened when that message came in; what it "
            "did in the first folder stands. Tickets taken over from an earlier system keep their "
            "moments and are not judged.",
        ),
        Reading(
            "O2",
            "Checks before opening",
            "Four checks are asked for: what the users say, the help articles, another try, "
            "and the local network. Any of them may be left out, and the ticket is opened just "
            "as fast. Only a check that is known not to have been made can matter for an "
            "invoice (B1).",
        ),
        Reading(
            "O3",
            "Requests for information",
            "A question is handled in the same kind of folder, but without a class or a "
            "limit, and it stands in no index.",
        ),
        Reading(
            "O4",
            "Fault or request",
            "Until Support has looked, every ticket is treated as a fault. One that turns out "
            "to be a question becomes a request. If it proves to be a fault after all, it is "
            "judged from its opening, and an answer already given still counts. To turn a "
            "fault into a request takes a rectification (C3).",
        ),
        Reading(
            "C1",
            "The tests of a class",
            "The first test that fits decides. Client admin or API out of reach: Critical. "
            "Orders cannot be placed or received: Critical. Online ordering interrupted in "
            "part, or more than one order in ten over 30 minutes late: Medium. Only content to "
            "read, such as reports and statistics, missing or out of date: Low. Usable only by a "
            "detour, very slow, failing at random, or another function broken: Medium. "
            "Everything else: Low. The tests are asked for the client of the ticket; the word "
            "semi-critical means Medium.",
        ),
        Reading(
            "C2",
            "Before the class is given",
            "Until Support gives the class, the shortest limit of the agreement counts down, "
            "whatever the report says. The verdict stays open even if somebody has answered; "
            "it is settled with the class, back to the opening.",
        ),
        Reading(
            "C3",
            "A class is final",
            "Once given, a class can only be lowered by a workaround (K9). If it was given by "
            "mistake, a manager may rectify it with a reason: the old and the new class stay "
            "on record, the report lists it, the client is told, and the right class counts "
            "from the opening. Once the month is closed, this becomes an amendment of it.",
        ),
        Reading(
            "C4",
            "Fault and ticket",
            "A fault is the problem itself, and may lie behind tickets of several clients. A "
            "ticket belongs to one client, carries the class, and is judged by that client's "
            "agreement and facts only. Support may attach it to another fault; its class "
            "stays.",
        ),
        Reading(
            "C5",
            "What is not a fault",
            "If we interrupted the service on purpose because a client used it abnormally, "
            "that is not a fault. Two people must agree on it with evidence, and the ticket is "
            "then not covered.",
        ),
        Reading(
            "C6",
            "Closed without a class",
            "A fault can only be closed as solved once it has a class. A ticket that ends "
            "earlier, unanswered or withdrawn, is not covered; the month counts such tickets "
            "apart. Opened again, it is judged like any other.",
        ),
        Reading(
            "C7",
            "What Support cannot reproduce",
            "A fault does not go away because we fail to see it. It keeps its class and is "
            "closed for the same three reasons as any other.",
        ),
    ),
)
