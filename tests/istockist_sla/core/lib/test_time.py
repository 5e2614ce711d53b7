import pytest

from istockist_sla.core.lib.time import zone_named


@pytest.mark.parametrize("name", ["Europe/Dubblin", "", "../etc/passwd", "Europe"])
def test_an_unknown_zone_is_refused(name):
    with pytest.raises(ValueError, match="is not the name of a time zone"):
        zone_named(name)
