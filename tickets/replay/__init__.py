"""Events -> what is stored of a ticket, written apart from the steps that store it.

What both come to is the same, or one of the two is wrong: `rebuild` and the tests compare them.
Direction of imports: questions < columns.
"""

from tickets.replay.columns import STEPS, WORDS, replay, replay_components
from tickets.replay.questions import QuestionRow, replay_questions

__all__ = ["STEPS", "WORDS", "QuestionRow", "replay", "replay_components", "replay_questions"]
