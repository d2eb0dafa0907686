"""British dates and a clock of 24 hours: who reads English here lives in Europe. The WEEKDAY formats are ours."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "d/m/Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
MONTH_DAY_FORMAT = "j F"
FIRST_DAY_OF_WEEK = 1

WEEKDAY_DATE_FORMAT = "l, j F"
WEEKDAY_DATE_YEAR_FORMAT = "l, j F Y"
