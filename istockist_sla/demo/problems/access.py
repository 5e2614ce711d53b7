"""Ways in: sign-in, API keys, speed, connections to other systems."""

from istockist_sla.demo.problems.problem import Problem

ACCESS = [
    Problem(
        subject="Nobody can sign in to the client admin",
        report=(
            "“Your session has ended” right after the password, for all of us, since {time}. We "
            "cannot confirm a single order."
        ),
        test="inaccessible",
        component="admin",
        question="Is it the same in a private window of the browser?",
        answer="The same, and on the telephone too.",
        team="operations",
        brief=(
            "Sessions of this client are written to a node that is being taken down. Please check."
        ),
        finding="The node was still in the rotation. Taken out; sessions hold again.",
        workaround="Use the second address admin2: it goes past the broken node.",
        solution=(
            "A server that was being replaced still took sign-ins. It is out; all of you can sign "
            "in."
        ),
    ),
    Problem(
        subject="API answers 401 although the key is valid",
        report=(
            "All calls are refused since {time}. The key is the one that we have used for a year; "
            "the admin shows it as active."
        ),
        test="inaccessible",
        component="api",
        question="Which header do you send the key in?",
        answer="X-Api-Key, as always.",
        team="development",
        brief="Keys made before last spring are refused since the release of this morning.",
        finding="Old keys are accepted again. A test with one of them is in place.",
        workaround="Make a second key in the admin and use it for now: new ones are accepted.",
        solution="Keys of every age are accepted again. You may delete the second one.",
    ),
    Problem(
        subject="API is extremely slow, calls run into their time limit",
        report=(
            "Half of our calls take more than 30 seconds and our system gives up. {count} orders "
            "hang."
        ),
        test="degraded",
        component="api",
        question="Is it all calls, or only those to the order list?",
        answer="Mostly the order list, with a filter on the date.",
        team="operations",
        brief="The filter on the date does not use an index since the upgrade of the database.",
        finding="The index was rebuilt. The same call takes 80 ms.",
        workaround="Ask without the date and with a limit of 100: those answers are fast.",
        solution="The order list is fast again, with the date as well.",
    ),
    Problem(
        subject="New colleague gets no invitation",
        report=(
            "{colleague} should work in the admin from today. The invitation does not arrive, not "
            "in the spam folder either."
        ),
        test="other",
        component="admin",
        question="Was the address used before, perhaps for a customer account?",
        answer="It could be, {colleague} was our customer once.",
        team="",
        brief="",
        finding="",
        workaround="Invite {colleague} with a second address; it can be changed later.",
        solution=(
            "The address belonged to an old customer account. We have freed it; the invitation has "
            "arrived at {time}."
        ),
    ),
    Problem(
        subject="Webhook for shipped orders is no longer called",
        report=(
            "Our shop system does not learn any more that something has been sent. The last call "
            "was at {time}."
        ),
        test="degraded",
        component="api",
        question="Does your address answer within five seconds? We give up after that.",
        answer="It answers in 200 ms. We have tested it from outside.",
        team="development",
        brief="After ten failures a webhook is switched off and nobody is told.",
        finding="It is tried again each hour, and the client gets a mail when it is switched off.",
        workaround="Fetch the shipments from the list every ten minutes for now.",
        solution="The webhook is on again, and you will be told if it ever is switched off.",
    ),
    Problem(
        subject="Certificate warning on our shop's address",
        report=(
            "Browsers warn of our shop since {time}: the certificate has run out. Nobody dares to "
            "order."
        ),
        test="orders-stopped",
        component="ordering",
        question="Have you changed anything about the name of your shop at your registrar?",
        answer="No, nothing since we began.",
        team="operations",
        brief="The renewal of this certificate failed silently three times.",
        finding="Renewed by hand, and the watch on renewals warns two weeks ahead.",
        workaround="Customers can order at the address without www: its certificate is valid.",
        solution="The certificate is renewed. We are now warned two weeks before one ends.",
    ),
    Problem(
        subject="Random errors when saving a customer",
        report=(
            "About every fifth time: “The page has been changed meanwhile”. Only {colleague} works "
            "on customers."
        ),
        test="degraded",
        component="admin",
        question="Do you have the same customer open in two windows?",
        answer="No. It happens with a single window.",
        team="development",
        brief=(
            "A saved customer is stamped twice, and the second stamp comes after the page was "
            "shown."
        ),
        finding="One stamp now.",
        workaround="Reload the page before you press Save; then it works.",
        solution="Saving works without the false warning.",
    ),
    Problem(
        subject="Second factor is asked for at each sign-in",
        report="I tick “remember this device for 30 days”, and each morning I am asked again.",
        test="other",
        component="admin",
        question="Does your browser delete cookies when it closes?",
        answer="It does not, I have looked. Other pages remember me.",
        team="development",
        brief="The cookie of the device is set for the old host name.",
        finding="It is set for the host that is used.",
        workaround="Sign in over the old address once; then the device is known there for 30 days.",
        solution="The device is remembered again for 30 days.",
    ),
    Problem(
        subject="Client admin shows an empty page after sign-in",
        report="White page, nothing else. {colleague} and I both have it, in two browsers.",
        test="inaccessible",
        component="admin",
        question="Do you use an extension that blocks scripts?",
        answer="No. It worked at {time}.",
        team="development",
        brief="The start page fails when a client has more than 999 open orders.",
        finding="It counts up to 999+ now.",
        workaround="Go straight to /orders: only the start page is empty.",
        solution="The start page opens again, however many orders are open.",
    ),
    Problem(
        subject="Connection to our accounting fails with “quota reached”",
        report=(
            "Invoices are not handed over since {time}. The accounting says that our quota is used "
            "up; it never was before."
        ),
        test="degraded",
        component="api",
        question="How many invoices do you hand over on a normal day?",
        answer="About {count}.",
        team="development",
        brief="Each invoice is handed over three times because the answer is not understood.",
        finding="The answer with status 202 counts as done.",
        workaround="Switch the hand-over to once a day: the quota suffices for that.",
        solution="Each invoice is handed over once. The quota is free again from midnight.",
    ),
    Problem(
        subject="Prices are visible without signing in",
        report="Our net prices can be seen by anybody who opens the shop. That must not be.",
        test="degraded",
        component="ordering",
        question="Is the switch “Prices only for customers” on?",
        answer="It is on. It has always been.",
        team="development",
        brief="A page from the cache is shown to guests as it was made for a customer.",
        finding="Pages with prices are no longer kept in the shared cache.",
        workaround=(
            "We have switched your shop to “closed” until it is repaired: customers sign in first."
        ),
        solution="Guests see no prices any more. The shared cache keeps no page with prices.",
    ),
    Problem(
        subject="Telephone field does not take foreign numbers",
        report="{shop} is in Belfast and cannot enter a number with +44.",
        test="other",
        component="ordering",
        question="Does it help to write it with 0044?",
        answer="Yes, that is taken.",
        team="",
        brief="",
        finding="",
        workaround="Numbers with 0044 are taken.",
        solution="Numbers with a plus sign are taken from the next release on Thursday.",
    ),
]
