"""Events -> what is stored of a ticket, written apart from the steps that store it.

What both come to is the same, or one of the two is wrong: `rebuild` and the tests compare them.
Direction of imports: questions < columns; ratings stand alone.
"""

from tickets.replay.columns import STEPS, WORDS, replay, replay_components
from tickets.replay.questions import QuestionRow, replay_questions
from tickets.replay.ratings import RatingRow, replay_ratings

__all__ = [
    "STEPS",
    "WORDS",
    "QuestionRow",
    "RatingRow",
    "replay",
    "replay_components",
    "replay_questions",
    "replay_ratings",
]
