"""The check digit of card numbers."""


def passes_luhn(digits: str) -> bool:
    """Tell whether a string of digits ends in the right check digit (ISO/IEC 7812-1, annex B)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if position % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0
