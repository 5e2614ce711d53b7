"""The exception by which any action is refused."""


class ActionRefused(Exception):
    """An action that is not possible now; its text is in the user's words."""
