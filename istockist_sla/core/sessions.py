"""Sessions of a person, ended wherever they are open."""

from istockist_sla.core.models import User


def end_all(user: User) -> None:
    """Each session carries a digest of the password column, which is random: nobody has one."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
