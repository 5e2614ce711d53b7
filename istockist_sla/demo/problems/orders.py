"""Ordering: what cannot be placed, does not arrive, or arrives wrongly."""

from istockist_sla.demo.problems.problem import Problem

ORDERS = [
    Problem(
        "No orders have come in since {time}",
        "Normally we see one every few minutes. Since {time} nothing has arrived, and customers "
        "ring to say that the checkout turns round for ever after they press Place order.",
        "orders-stopped",
        "ordering",
        "Do the orders show in the client admin, or are they missing there too?",
        "They are missing there as well. The last one is {order}.",
        "operations",
        "The order queue of this client grows and nothing is taken from it. Please look at the "
        "workers on the second node.",
        "One worker held a lock after last night's restart. Restarted; the queue is empty again.",
        "Orders are taken in again through the second queue. They arrive up to ten minutes late "
        "while we repair the first one.",
        "The process that takes in your orders was stuck and has been restarted. All orders of "
        "the last hours have arrived, none is lost. Please check with {order}.",
    ),
    Problem(
        "Checkout ends with “payment terms not available”",
        "Every customer of the group {shop} gets this message at the last step. Others can order. "
        "{colleague} saw it first at {time}.",
        "orders-partly",
        "ordering",
        "Was the group's payment condition changed lately, in the admin or by an import?",
        "{colleague} uploaded new conditions yesterday evening, yes.",
        "development",
        "The import of conditions leaves the group without a default when the column is empty.",
        "Confirmed. An empty column now keeps the value that was there. It goes live tonight.",
        "Set the condition of the group by hand once in Customers, Groups; orders go through "
        "again then.",
        "The import no longer empties the payment condition of a group. We have put yours back "
        "as it was.",
    ),
    Problem(
        "Order {order} shows twice",
        "The customer pressed once, we have it twice in our stock system, with the same lines. "
        "It happened with {count} orders this week.",
        "degraded",
        "api",
        "Can you send us the times at which your system fetched the two?",
        "Fetched at {time} and again four minutes later, with a different position in the list.",
        "development",
        "A page of the order list is delivered twice when an order changes while it is read.",
        "Reproduced. The list is now ordered by a position that does not move.",
        "Compare the order number before you book: the second copy always has the same one.",
        "The order list can no longer give the same order on two pages. Copies that were "
        "already fetched keep the same number and can be dropped.",
    ),
    Problem(
        "Delivery address is cut off in the order",
        "From the third line on the address is missing on the delivery note. The carrier returned "
        "{count} parcels because of it. Example: {order}.",
        "orders-partly",
        "ordering",
        "Does the address stand in full in the client admin?",
        "Yes, there it is complete. Only what we receive is cut.",
        "development",
        "Address lines are limited to 35 characters in the export, the form allows 60.",
        "The export takes 60 characters now. Orders of the last month can be sent again.",
        "Open the order in the client admin before you print the label: there the address is "
        "complete.",
        "Addresses are exported in their full length. We have sent you the {count} orders again.",
    ),
    Problem(
        "Minimum order value is ignored",
        "{shop} ordered for 18 euro although the minimum is 150. That costs us more to ship than "
        "we earn.",
        "degraded",
        "ordering",
        "Does the customer have an own price list with a minimum of its own?",
        "It has a price list, but no minimum is set in it.",
        "development",
        "A price list without a minimum counts as zero instead of falling back to the general one.",
        "Fixed in the rules of the basket. Covered by a test now.",
        "Enter the general minimum in the price list of the customer as well.",
        "A price list without a minimum of its own uses the general one again.",
    ),
    Problem(
        "Basket empties itself when a product is sold out",
        "If one line is sold out at the last step, the whole basket is gone and the customer "
        "starts again. {colleague} watched it happen to {shop}.",
        "orders-partly",
        "ordering",
        "Which product was it, and does it happen with any sold-out product?",
        "It was {sku}, and yes, {colleague} tried three others: always.",
        "development",
        "On the answer “not in stock” the basket is dropped instead of marked.",
        "Lines are now marked and the rest is kept. Released this morning.",
        "Ask customers to save the basket as a template before the last step.",
        "A sold-out line is marked now and the rest of the basket stays.",
    ),
    Problem(
        "Order confirmations are not sent",
        "Our customers have had no confirmation since {time}. The orders themselves are there.",
        "other",
        "ordering",
        "Do you use your own sender address for confirmations?",
        "Yes, orders@ our own domain, since spring.",
        "operations",
        "Mail of this sender is refused at the relay. Please check the key for the domain.",
        "The signing key had run out. A new one is in place; waiting mail has gone out.",
        "Switch the sender to our address in Settings, Letters: those are delivered.",
        "The confirmations were refused because a key had run out. They have been sent now, "
        "{count} in all.",
    ),
    Problem(
        "Standing orders of this week were not created",
        "Each Monday {count} standing orders are made for us. This week there is none, and "
        "{shop} has already asked where the delivery is.",
        "orders-stopped",
        "ordering",
        "Has anyone paused the standing orders, for a holiday perhaps?",
        "No, nobody has touched them. The calendar shows no closed day.",
        "development",
        "The job stopped at a customer whose contract has ended and never came to the rest.",
        "An ended contract is passed over now. Run again for this client: all created.",
        "We have created this week's orders by hand from the list of last week.",
        "The job no longer stops at an ended contract. All standing orders are there.",
    ),
    Problem(
        "Orders reach us 40 minutes late",
        "Since {time} each order takes 40 minutes until it is with us. Pickers stand idle and the "
        "van leaves at four.",
        "orders-partly",
        "api",
        "Do you fetch orders, or do we push them to you?",
        "You push them to our address. We have changed nothing on it.",
        "operations",
        "Pushes to this client wait behind the big export of another one. Please separate them.",
        "Exports run in a queue of their own from now on.",
        "Fetch the orders from the list every five minutes: there they stand at once.",
        "Orders no longer wait behind exports. The last twenty took under a minute each.",
    ),
    Problem(
        "Voucher for first orders can be used again and again",
        "{shop} has used WELCOME10 eleven times. It should work once per customer.",
        "other",
        "ordering",
        "Was the voucher made new, or copied from another?",
        "Copied from last year's.",
        "development",
        "A copied voucher shares the counter of its original and the limit is not copied.",
        "Copies get a counter and a limit of their own.",
        "Make the voucher new instead of copying it: then the limit holds.",
        "Copied vouchers keep their limit now. The one in question is closed.",
    ),
    Problem(
        "VAT number of an Irish customer is refused at checkout",
        "{shop} cannot order: the shop says that the VAT number is not valid. It is; we checked.",
        "orders-partly",
        "ordering",
        "Has the number the old form, with a letter in second place?",
        "Yes, it has. It is an old company.",
        "development",
        "Only the new form of Irish numbers is accepted.",
        "Both forms are accepted. Thanks to the client for the example.",
        "Leave the field empty and write the number into the remark of the order.",
        "The old form of Irish VAT numbers is accepted again.",
    ),
]
