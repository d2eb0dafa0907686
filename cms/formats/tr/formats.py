"""The formats of ours that Django does not know; its own hold for the rest."""

MONTH_DAY_FORMAT = "j F"
WEEKDAY_DATE_FORMAT = "j F l"
WEEKDAY_DATE_YEAR_FORMAT = "j F Y l"
