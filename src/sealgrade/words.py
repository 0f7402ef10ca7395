"""Numbers with their nouns. English only, and only what a message needs: no library for one letter."""


def counted(number: float, one: str, many: str = "") -> str:
    """`1 grade is missing`, `2 grades are missing`: the number and the words that fit it; `many` is `one` + s when left out."""
    shown = f"{number:,}" if isinstance(number, int) else f"{number:.4g}"
    return f"{shown} {one if number == 1 else many or one + 's'}"
