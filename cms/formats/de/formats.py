"""German dates as people write them. The two WEEKDAY formats are ours, for ``date_format`` and ``|date``."""

DATE_FORMAT = "j. F Y"
SHORT_DATE_FORMAT = "d.m.Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j. F Y, H:i"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
MONTH_DAY_FORMAT = "j. F"
YEAR_MONTH_FORMAT = "F Y"
FIRST_DAY_OF_WEEK = 1

WEEKDAY_DATE_FORMAT = "l, j. F"
WEEKDAY_DATE_YEAR_FORMAT = "l, j. F Y"
