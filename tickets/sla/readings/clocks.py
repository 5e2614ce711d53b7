"""Readings on the clocks and on closing (K, E, B)."""

from tickets.sla.readings.entry import Reading, ReadingGroup, Switch

CLOCKS = ReadingGroup(
    "Clocks",
    (
        Reading(
            "K1",
            "GMT",
            "Support's hours are kept in GMT, which does not move in summer: 09:00 to 17:00 "
            "GMT is then 10:00 to 18:00 in Ireland. Pages show both.",
            (Switch("CalendarVersion", "zone"),),
        ),
        Reading(
            "K2",
            "Support hours",
            "Time counts on working days within Support's hours. The opening second counts, "
            "the closing second does not. A day may have several stretches of hours.",
            (Switch("CalendarVersion", "windows"),),
        ),
        Reading(
            "K3",
            "Holidays",
            "Irish public holidays do not count, each on its own date: one that falls on a "
            "weekend is not moved to a Monday. Good Friday is a working day. The company may "
            "name closing days, and days with hours of their own in place of the week's, such "
            "as a half day or a Saturday that is worked. The days of a year are a published "
            "list; a day that is decreed later makes a new list, which holds for tickets opened "
            "after it takes effect.",
            (Switch("HolidayList", "days"),),
        ),
        Reading(
            "K4",
            "The hours of a limit",
            "Limits are in hours during which Support is open, measured in whole seconds. A "
            "limit is met while no more than all of it has been used. The moment shown as due "
            "is the first at which it is used up; if Support closes just then, the next second "
            "that counts is the first late one. The time on the wall clock is shown as well.",
            (Switch("AgreementVersion", "hours"),),
        ),
        Reading(
            "K5",
            "Opened while Support is closed",
            "Nothing counts until Support next opens.",
        ),
        Reading(
            "K6",
            "What is a first answer",
            "The first thing a person of Support does that the client can see: taking the "
            "ticket in charge, a reply, a question, giving the class, or closing. The moment "
            "it is recorded counts. Automatic mail, internal notes, giving the ticket to a "
            "colleague and opening it again are no answer.",
        ),
        Reading(
            "K7",
            "Limits of the first answer",
            "Each class has a limit of its own, as written in the agreement. The standard one "
            "names 4 hours for Critical, 8 for Medium and 10 for Low.",
            (Switch("ClassLimit", "response_seconds"),),
        ),
        Reading(
            "K8",
            "The time to a solution",
            "It runs from the opening until the ticket is closed as solved. The agreement "
            "names no figure for it, so the limits we work by are indicative: they stand apart "
            "from the index, and clients read them only where their agreement makes them part "
            "of the contract. Only a solution is judged; a ticket closed for another reason "
            "shows its time without a verdict.",
            (
                Switch("ClassLimit", "fix_seconds"),
                Switch("AgreementVersion", "fix_is_contractual"),
            ),
        ),
        Reading(
            "K9",
            "A workaround lowers the class",
            "A workaround or part of a solution lowers each open ticket of the fault by one "
            "class, and the time to a solution gets the lower class's limit. Low is the "
            "lowest. If the limit of a class was used up while that class was in force, the "
            "solution is late under that class, even if nobody noticed then.",
            (Switch("AgreementVersion", "downgrade_counts_from"),),
        ),
        Reading(
            "K10",
            "Waiting for the client",
            "While a question that the solution needs is open, the time to a solution stands "
            "still. Whatever the client does, in the portal or by mail, ends the questions that "
            "were asked by then, from the moment it reached us, even if we come to read it later. "
            "A question whose e-mail reached nobody stops no clock, and does so again once it is "
            "delivered. Mail that may come from a machine answers when one of us confirms that a "
            "person wrote it. The first answer's clock is never stopped by a question.",
        ),
        Reading(
            "K11",
            "Planned maintenance",
            "Time inside an announced window in which the work was really done counts for "
            "neither clock, if the ticket is about a part of the service that the work "
            "concerned. The parts are those named when the class was given last; none named means "
            "all. Until the work is over, the whole announced window is left out; if it passes "
            "without a beginning that counts (A4), all of it counts after all. The ticket itself "
            "is excluded only where a finding says that the work was its cause.",
        ),
        Reading(
            "K12",
            "Which class a figure uses",
            "The first answer stands under the class given at qualification. The solution "
            "stands under the class that K9 names.",
        ),
        Reading(
            "K13",
            "Reopening",
            "For 14 times 24 hours after it was closed, a ticket can be taken up again as it "
            "was. The verdict on the first answer stays, the time it was closed does not "
            "count, and the solution is judged anew when it is closed again. Just writing to a "
            "closed ticket does not reopen it. Mail that reaches us later than that opens a new "
            "ticket, which refers to the old one.",
        ),
    ),
)
CLOSING = ReadingGroup(
    "Closing and invoices",
    (
        Reading(
            "E1",
            "Reasons to close",
            "A ticket ends because it is solved, because a question of ours had no answer, or "
            "because the client confirmed in writing that it may end unsolved. If the client "
            "says that it works again, that is a solution once the class is given, and else a "
            "withdrawal. Copies of another ticket and spam are put away.",
        ),
        Reading(
            "E2",
            "No answer",
            "After our latest question we remind the client when Support closes on the second "
            "and on the fifth working date, and close the ticket on the tenth. The day of the "
            "question itself is not among them; if its e-mail had to be sent again, the day on "
            "which it arrived takes its place. Nothing of this happens while a question is known "
            "not to have arrived, nor before our mailboxes were read. If it turns out that an "
            "answer had reached us before the closing, the closing is undone, as if the ticket "
            "had never been closed.",
        ),
        Reading(
            "E3",
            "The client is told",
            "A client whose ticket is closed hears of it, by e-mail or from Customer Success. Spam "
            "is the exception.",
        ),
        Reading(
            "E4",
            "Duplicates and spam",
            "A duplicate points to the client's earlier ticket, where the matter goes on. "
            "Two reports of one fault are not duplicates. Putting a ticket away like this "
            "is no answer: its clock runs on, as if it had never been closed, should "
            "it come back. If its limit was already used up, a second person has to approve.",
        ),
        Reading(
            "B1",
            "Invoices for basic support",
            "Only where the cause lies in the client's own configuration or surroundings and a "
            "check before opening was left undone. An agent proposes it with minutes and a "
            "reason, the client hears of it before further minutes count, and a manager "
            "decides. It goes to the month in which it was approved.",
        ),
    ),
)
