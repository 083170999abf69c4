"""English: a month by its name. 03/04/2026 is a day of March to some and of April to others, so it
is refused rather than guessed."""

FIRST_DAY_OF_WEEK = 1
_DAYS = ("%d %b %Y", "%d %B %Y", "%B %d, %Y", "%b %d, %Y", "%b. %d, %Y")
DATE_INPUT_FORMATS = [*_DAYS]
DATETIME_INPUT_FORMATS = [
    f"{day}{time}" for day in _DAYS for time in (" %H:%M", ", %H:%M", " %H:%M:%S", "")
]
