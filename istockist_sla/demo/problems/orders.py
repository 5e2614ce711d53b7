"""Ordering: what cannot be placed, does not arrive, or arrives wrongly."""

from istockist_sla.demo.problems.problem import Problem

ORDERS = [
    Problem(
        subject="No orders have come in since {time}",
        report=(
            "Normally we see one every few minutes. Since {time} nothing has arrived, and "
            "customers ring to say that the checkout turns round for ever after they press Place "
            "order."
        ),
        test="orders-stopped",
        component="ordering",
        question="Do the orders show in the client admin, or are they missing there too?",
        answer="They are missing there as well. The last one is {order}.",
        team="operations",
        brief=(
            "The order queue of this client grows and nothing is taken from it. Please look at the "
            "workers on the second node."
        ),
        finding=(
            "One worker held a lock after last night's restart. Restarted; the queue is empty "
            "again."
        ),
        workaround=(
            "Orders are taken in again through the second queue. They arrive up to ten minutes "
            "late while we repair the first one."
        ),
        solution=(
            "The process that takes in your orders was stuck and has been restarted. All orders of "
            "the last hours have arrived, none is lost. Please check with {order}."
        ),
    ),
    Problem(
        subject="Checkout ends with “payment terms not available”",
        report=(
            "Every customer of the group {shop} gets this message at the last step. Others can "
            "order. {colleague} saw it first at {time}."
        ),
        test="orders-partly",
        component="ordering",
        question="Was the group's payment condition changed lately, in the admin or by an import?",
        answer="{colleague} uploaded new conditions yesterday evening, yes.",
        team="development",
        brief=(
            "The import of conditions leaves the group without a default when the column is empty."
        ),
        finding=(
            "Confirmed. An empty column now keeps the value that was there. It goes live tonight."
        ),
        workaround=(
            "Set the condition of the group by hand once in Customers, Groups; orders go through "
            "again then."
        ),
        solution=(
            "The import no longer empties the payment condition of a group. We have put yours back "
            "as it was."
        ),
    ),
    Problem(
        subject="Order {order} shows twice",
        report=(
            "The customer pressed once, we have it twice in our stock system, with the same lines. "
            "It happened with {count} orders this week."
        ),
        test="degraded",
        component="api",
        question="Can you send us the times at which your system fetched the two?",
        answer=(
            "Fetched at {time} and again four minutes later, with a different position in the list."
        ),
        team="development",
        brief="A page of the order list is delivered twice when an order changes while it is read.",
        finding="Reproduced. The list is now ordered by a position that does not move.",
        workaround=(
            "Compare the order number before you book: the second copy always has the same one."
        ),
        solution=(
            "The order list can no longer give the same order on two pages. Copies that were "
            "already fetched keep the same number and can be dropped."
        ),
    ),
    Problem(
        subject="Delivery address is cut off in the order",
        report=(
            "From the third line on the address is missing on the delivery note. The carrier "
            "returned {count} parcels because of it. Example: {order}."
        ),
        test="orders-partly",
        component="ordering",
        question="Does the address stand in full in the client admin?",
        answer="Yes, there it is complete. Only what we receive is cut.",
        team="development",
        brief="Address lines are limited to 35 characters in the export, the form allows 60.",
        finding="The export takes 60 characters now. Orders of the last month can be sent again.",
        workaround=(
            "Open the order in the client admin before you print the label: there the address is "
            "complete."
        ),
        solution=(
            "Addresses are exported in their full length. We have sent you the {count} orders "
            "again."
        ),
    ),
    Problem(
        subject="Minimum order value is ignored",
        report=(
            "{shop} ordered for 18 euro although the minimum is 150. That costs us more to ship "
            "than we earn."
        ),
        test="degraded",
        component="ordering",
        question="Does the customer have an own price list with a minimum of its own?",
        answer="It has a price list, but no minimum is set in it.",
        team="development",
        brief=(
            "A price list without a minimum counts as zero instead of falling back to the general "
            "one."
        ),
        finding="Fixed in the rules of the basket. Covered by a test now.",
        workaround="Enter the general minimum in the price list of the customer as well.",
        solution="A price list without a minimum of its own uses the general one again.",
    ),
    Problem(
        subject="Basket empties itself when a product is sold out",
        report=(
            "If one line is sold out at the last step, the whole basket is gone and the customer "
            "starts again. {colleague} watched it happen to {shop}."
        ),
        test="orders-partly",
        component="ordering",
        question="Which product was it, and does it happen with any sold-out product?",
        answer="It was {sku}, and yes, {colleague} tried three others: always.",
        team="development",
        brief="On the answer “not in stock” the basket is dropped instead of marked.",
        finding="Lines are now marked and the rest is kept. Released this morning.",
        workaround="Ask customers to save the basket as a template before the last step.",
        solution="A sold-out line is marked now and the rest of the basket stays.",
    ),
    Problem(
        subject="Order confirmations are not sent",
        report=(
            "Our customers have had no confirmation since {time}. The orders themselves are there."
        ),
        test="other",
        component="ordering",
        question="Do you use your own sender address for confirmations?",
        answer="Yes, orders@ our own domain, since spring.",
        team="operations",
        brief="Mail of this sender is refused at the relay. Please check the key for the domain.",
        finding="The signing key had run out. A new one is in place; waiting mail has gone out.",
        workaround="Switch the sender to our address in Settings, Letters: those are delivered.",
        solution=(
            "The confirmations were refused because a key had run out. They have been sent now, "
            "{count} in all."
        ),
    ),
    Problem(
        subject="Standing orders of this week were not created",
        report=(
            "Each Monday {count} standing orders are made for us. This week there is none, and "
            "{shop} has already asked where the delivery is."
        ),
        test="orders-stopped",
        component="ordering",
        question="Has anyone paused the standing orders, for a holiday perhaps?",
        answer="No, nobody has touched them. The calendar shows no closed day.",
        team="development",
        brief="The job stopped at a customer whose contract has ended and never came to the rest.",
        finding="An ended contract is passed over now. Run again for this client: all created.",
        workaround="We have created this week's orders by hand from the list of last week.",
        solution="The job no longer stops at an ended contract. All standing orders are there.",
    ),
    Problem(
        subject="Orders reach us 40 minutes late",
        report=(
            "Since {time} each order takes 40 minutes until it is with us. Pickers stand idle and "
            "the van leaves at four."
        ),
        test="orders-partly",
        component="api",
        question="Do you fetch orders, or do we push them to you?",
        answer="You push them to our address. We have changed nothing on it.",
        team="operations",
        brief=(
            "Pushes to this client wait behind the big export of another one. Please separate them."
        ),
        finding="Exports run in a queue of their own from now on.",
        workaround="Fetch the orders from the list every five minutes: there they stand at once.",
        solution="Orders no longer wait behind exports. The last twenty took under a minute each.",
    ),
    Problem(
        subject="Voucher for first orders can be used again and again",
        report="{shop} has used WELCOME10 eleven times. It should work once per customer.",
        test="other",
        component="ordering",
        question="Was the voucher made new, or copied from another?",
        answer="Copied from last year's.",
        team="development",
        brief="A copied voucher shares the counter of its original and the limit is not copied.",
        finding="Copies get a counter and a limit of their own.",
        workaround="Make the voucher new instead of copying it: then the limit holds.",
        solution="Copied vouchers keep their limit now. The one in question is closed.",
    ),
    Problem(
        subject="VAT number of an Irish customer is refused at checkout",
        report=(
            "{shop} cannot order: the shop says that the VAT number is not valid. It is; we "
            "checked."
        ),
        test="orders-partly",
        component="ordering",
        question="Has the number the old form, with a letter in second place?",
        answer="Yes, it has. It is an old company.",
        team="development",
        brief="Only the new form of Irish numbers is accepted.",
        finding="Both forms are accepted. Thanks to the client for the example.",
        workaround="Leave the field empty and write the number into the remark of the order.",
        solution="The old form of Irish VAT numbers is accepted again.",
    ),
]
