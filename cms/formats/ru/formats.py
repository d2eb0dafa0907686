"""The formats of ours that Django does not know; its own hold for the rest."""

MONTH_DAY_FORMAT = "j E"
WEEKDAY_DATE_FORMAT = "l, j E"
WEEKDAY_DATE_YEAR_FORMAT = "l, j E Y"
