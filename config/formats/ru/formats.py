"""Russian. Forms take dates as they show them, and as they are written in Russia."""

DATE_FORMAT = SHORT_DATE_FORMAT = "Y-m-d"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "Y-m-d H:i e"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]
