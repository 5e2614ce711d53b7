"""Readings on availability and on months (A, M)."""

from tickets.sla.readings.entry import Reading, ReadingGroup, Switch

AVAILABILITY = ReadingGroup(
    "Availability",
    (
        Reading(
            "A1",
            "The formula",
            "The time the application was up, divided by the time the systems beneath it could "
            "be reached, over one of the months that every client shares (G8). It is held "
            "against the percentage of the version in force when the month began.",
            (Switch("AgreementVersion", "availability_percent"),),
        ),
        Reading(
            "A2",
            "The time of the systems",
            "While the systems beneath were down, time stands neither above nor below the "
            "line, as the agreement has it. A stricter figure, against the whole month less "
            "what is excluded and what is unknown, always stands beside it.",
            (Switch("AgreementVersion", "system_uptime"),),
        ),
        Reading(
            "A3",
            "Causes that are left out",
            "Planned maintenance, failures of networks or suppliers that are not ours, and "
            "force majeure. Where two overlap, the time is left out once. Each of them, and each "
            "statement that the systems beneath were down, needs evidence and a manager who did "
            "not propose it; until that manager has agreed, the time is what the probe found. "
            "Announced maintenance needs neither.",
        ),
        Reading(
            "A4",
            "When maintenance is planned",
            "It was announced on the status page before it began, and it concerns hardware, "
            "operating systems or networks. Only the time that was both announced and worked "
            "is left out; what is down before or after that is ordinary downtime. A window that "
            "is moved counts from the moment the change was published. A beginning or an end "
            "that was written down later than it happened counts once a manager other than its "
            "author has agreed; with no beginning that counts nothing is left out, with no end "
            "the work is taken to last until the announced one. Putting out a new version of the "
            "application is not planned maintenance.",
            (Switch("AgreementVersion", "release_is_maintenance"),),
        ),
        Reading(
            "A5",
            "Up and down",
            "A probe asks the API. An outage takes two failures in a row, with no unmeasured "
            "time between them, and is over after two successes; its bounds are the first of "
            "each two. Slow is up. Other parts of the service have lines of their own, which do "
            "not decide. What was measured from elsewhere is evidence, no more. A person may "
            "declare an outage too, even one long over: where no measurement had an answer it is "
            "down at once, where one had only when a manager who said neither its beginning nor "
            "its end has agreed, or has agreed to leave out some of it (A3). A correction of an "
            "outage waits for another manager too. Publishing waits for nobody.",
        ),
        Reading(
            "A6",
            "Time without a measurement",
            "Each second is the first that applies of left out, systems down, down, unknown and "
            "up. Unknown is what no measurement speaks for: neither up nor down, and shown "
            "apart. One measurement speaks for two minutes at most. The share of the month that "
            "measurements speak for stands beside the figure, taken of the time that is not left "
            "out; silence in the middle of an outage is down, but it was not measured. A month "
            "measured for less than 99 percent is marked, with the best and the worst that the "
            "figure that judges it could be. Where nothing was up or down it cannot be measured. "
            "A month that is still running ends now.",
        ),
        Reading(
            "A7",
            "Interruptions are published",
            "Every unexpected interruption stands on the status page. How long that took is "
            "measured for each, from the second failed measurement or from its declaration. One "
            "that nobody has published appears by itself after 15 minutes, even if it is over by "
            "then or a new version was being put out. Those of one part of the service that "
            "begin within an hour of the first may stand there as one incident, which lists "
            "each. Whether a part works now shows at once.",
        ),
    ),
)
MONTHS = ReadingGroup(
    "Months",
    (
        Reading(
            "M1",
            "Closing a month",
            "A manager closes a month for all clients at once, from the fifth working date of "
            "the next. A first answer that still runs, or a finding that nobody has decided, "
            "stands in the way. A closed month is frozen and carries a hash that also covers "
            "the month before. What comes to light later is a numbered amendment.",
        ),
        Reading(
            "M2",
            "Every number can be opened",
            "Invoices, misses, exclusions and outages are listed one by one, each with a link "
            "to what it rests on.",
        ),
    ),
)
