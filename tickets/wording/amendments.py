"""Why a closed month would come out differently."""

# By the code that stands in the files of the month.
REASONS: dict[str, str] = {
    "late-ticket": "The ticket was recorded after the closing",
    "rectification": "The class was put right",
    "duplicate": "It was closed as a duplicate",
    "spam": "It was closed as spam",
    "undone-closing": "A closing was undone by an answer that came in time",
    "reopening": "It was reopened and has another verdict",
    "finding": "A finding was decided",
    "late-answer": "An answer was processed late",
    "late-act": "An act was recorded late",
    "fact": "A fact about the client was recorded late",
    "maintenance": "Planned maintenance was recorded late",
    "availability": "The record of the service changed",
}
