"""Requests, junk, and the short sentences that people say again and again."""

from typing import NamedTuple


class Request(NamedTuple):
    subject: str
    text: str
    reply: str


REQUESTS = [
    Request(
        "How many API calls may we make in a minute?",
        "We plan to fetch orders more often and do not want to run into a limit.",
        "Three hundred a minute for each key, counted over a sliding minute. An answer with "
        "status 429 says in its header how long to wait.",
    ),
    Request(
        "Can a price list begin at a date in the future?",
        "Our prices change on the first of the month and we would like to prepare them.",
        "Yes: enter the date in the field Valid from. Until then the list in force stays.",
    ),
    Request(
        "Which of our users have a second factor?",
        "Our auditor asks for a list.",
        "You find it under Settings, People, Export. The last column says which second factor "
        "is set up.",
    ),
    Request(
        "Invoice for last quarter",
        "We have not received it; can you send it again to accounts@?",
        "It has been sent again to the address that you name. Invoices also stand under "
        "Settings, Contract.",
    ),
    Request(
        "Is there an export of the customers with their groups?",
        "We would like to compare the groups with our own system.",
        "Yes: Customers, Export, and tick “with groups”. Through the API it is the field groups.",
    ),
    Request(
        "Do you support GS1 barcodes for cases?",
        "A supplier sends us cases with a barcode of fourteen digits.",
        "They are supported since spring: enter them in the field Case code of a product.",
    ),
    Request(
        "How long are orders kept?",
        "For our records of processing: after how many years are orders deleted?",
        "Ten years, as your contract says. You can shorten that under Settings, Retention.",
    ),
    Request(
        "Training for two new colleagues",
        "Is there a course for people who work with the client admin every day?",
        "There is one online each first Tuesday of the month, two hours. I have put down both "
        "names; the invitation follows.",
    ),
    Request(
        "May a customer have two delivery calendars?",
        "{shop} wants Tuesday for frozen and Thursday for dry goods.",
        "Not one customer, but two delivery addresses may have a calendar each. That is how "
        "others do it.",
    ),
    Request(
        "Where do we see which colleague changed a price?",
        "{product} has another price since yesterday, and nobody remembers.",
        "In the product below History: each change with its time and the person.",
    ),
]
JUNK = [
    Request(
        "Your parcel is waiting",
        "Dear customer, your parcel could not be delivered. Confirm your address within 24 hours "
        "and pay the fee of 1.99.",
        "",
    ),
    Request(
        "Best offers for refurbished pallet trucks",
        "Warehouse sale, this week only. Reply with YES and we send you our list.",
        "",
    ),
]
UPDATES = [
    "I can see it here as well and am looking for the cause. I write again within the hour.",
    "Thank you for the exact description. I have reproduced it with your example.",
    "We have found where it happens and are working on it.",
]
NUDGES = [
    "Is there any news? Our people ask me every half hour.",
    "It has just happened again, at {time}.",
    "One more example, in case it helps: {order}.",
]
THANKS = [
    "It works again, thank you.",
    "Checked with {colleague}: all fine now. Thanks for the quick help.",
    "Yes, that was it.",
]
BACK_AGAIN = [
    "It is back since this morning, exactly as before.",
    "Sorry, it is not solved: the same happens with {order}.",
]
CLOSE_REQUESTS = [
    "We have changed our procedure and do not need this any more. Please close it.",
    "Leave it as it is; we replace the integration next month anyway. You may close this.",
]
# A word with a rating, by its value.
RATED = {
    5: ["Quick, and we were told at every step.", "Exactly what we needed. Thank you."],
    4: ["Solved well; the first answer could have come a little sooner."],
    3: ["Solved in the end, but we had to ask twice."],
    2: ["It took too long for something that stops our orders."],
    1: ["Two days without our labels, and nobody called us back."],
}
NOTES = [
    "Saw the same with another client in spring; look at the notes there.",
    "Called {colleague} back; she tries it once more after lunch.",
    "Log of the last hour is attached to the hand-over.",
    "Do not promise a time here: it depends on the release.",
]
BY_TELEPHONE = "{colleague} answered on the telephone: yes, it is as we assumed."
PASSED_ON = "Opened for {colleague}, who told Customer Success about it at their meeting."
PRODUCTS = [
    "stainless hinges", "oat flour", "cold-brew bottles", "A4 copy paper", "brake pads",
    "wetsuit gloves", "oak boards", "hand cream", "smoked mackerel", "seed potatoes",
    "label rolls", "espresso cups", "wood screws", "rye sourdough", "inner tubes",
]  # fmt: skip
SHOPS = [
    "Fallon's of Kilkenny", "The Corner Larder", "Quay Street Hardware", "Moran & Daughters",
    "Ballyvaughan Stores", "Green Door Café", "Rathmines Repairs", "Skellig Kitchens",
    "Ennis Office Supply", "The Salt House", "Dunne Brothers", "Hazel & Rye",
]  # fmt: skip
COLLEAGUES = ["Maeve", "Padraig", "Ewa", "Lorcan", "Deirdre", "Fionn", "Aisling", "Marek"]
