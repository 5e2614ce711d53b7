"""Shares in percent, rounded down. PURE."""


def percent_figure(numerator: int, denominator: int) -> str:
    """`97.95`: two decimals, rounded down, without a sign; `denominator` is not 0."""
    whole, hundredths = divmod(numerator * 10_000 // denominator, 100)
    return f"{whole}.{hundredths:02d}"
