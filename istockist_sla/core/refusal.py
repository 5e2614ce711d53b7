"""The one exception by which any door says no."""


class ActionRefused(Exception):
    """An action that is not possible now; its text is in the user's words."""
