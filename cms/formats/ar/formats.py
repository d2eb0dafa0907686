"""The formats of ours that Django does not know; its own hold for the rest."""

MONTH_DAY_FORMAT = "j F"
WEEKDAY_DATE_FORMAT = "l، j F"
WEEKDAY_DATE_YEAR_FORMAT = "l، j F Y"
