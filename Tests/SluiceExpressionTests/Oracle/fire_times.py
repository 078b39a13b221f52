"""Fire times of cron expressions around changes of clocks, found minute by minute.

Prints what fire_times.txt holds. Every minute of a window is asked what the clocks of the zone
show, and that is held against the expression; nothing is computed ahead. The rules of the parser
under test are written here a second time, naively, with dates in place of bits.

    fire_times.py                     the whole table
    fire_times.py ZONE EXPRESSION     the fire times themselves, for finding a mistake
"""

import datetime
import functools
import sys
import zoneinfo

ONE_DAY = datetime.timedelta(days=1)
UTC = datetime.timezone.utc
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
WEEKDAYS = "SUN MON TUE WED THU FRI SAT".split()

YEARS = {
    "Europe/Berlin": [1980, 1996, 2024, 2025, 2040],
    "America/New_York": [1974, 2007, 2024, 2041],
    "Australia/Lord_Howe": [1985, 2008, 2024, 2045],
    "Asia/Shanghai": [1986, 1991, 2024],
    "Asia/Kathmandu": [1986, 2024],
    "America/Sao_Paulo": [2002, 2017, 2018, 2024],
    "Africa/Casablanca": [2012, 2018, 2023, 2024],
    "Pacific/Apia": [2010, 2011, 2012, 2020],
    "UTC": [2023, 2024],
}

# Fixed times, stars and steps, inside and at the edges of the hours that clocks leave out and
# show twice.
EXPRESSIONS = """
30 2 * * *
0 2 * * *
0 3 * * *
15 2 * * *
59 1 * * *
0 0 * * *
5 0 * * *
45 1 * * *
0,30 0-4 * * *
* * * * *
*/15 * * * *
*/30 2 * * *
* 2 * * *
0 * * * *
30 * * * *
0 */2 * * *
30 1-3 * * *
10-50/20 0,2 * * *
7/13 * * * *
0 0 0 * * ?
0 0/15 1-3 ? * *
0 15 22-2 * * ?
30 2 * * SUN-MON
45 23 30 * *
0 12 30 12 *
0 30 1 L-1 * ?
30 2 * 3,10 7
""".strip().splitlines()

# Every way to choose a day.
DAYS = """
0 3 L * *
0 0 2 L * ?
0 30 1 L-1 * ?
0 30 1 L-30,15 * ?
0 30 1 LW * ?
0 30 1 1W,15W,31W * ?
0 30 1 ? * 1L
0 30 1 ? * FRIL,2
0 30 1 ? * 1#5
0 30 1 ? * 6#3
0 30 1 ? * SUN,MON#1
0 30 1 ? * 6-2
0 30 1 ? * 2/3
30 1 * * 5-7
30 1 * * 0-7
30 1 * * 1/2
30 1 * * FRI-SUN
30 1 * * 5L,0#2
30 1 13 * FRI
30 1 */2 * MON
30 1 */10 * */3
30 1 10/7 * *
30 1 31 1-6,11 *
0 4 1-7 * SUN
0 0 29 2 *
0 0 29 2 MON
0 0 0 ? 2 2#5
0 9 * 3 MON-FRI
0 0 9 ? NOV-FEB SAT-SUN
0 0 9 ? */5 1
@weekly
@monthly
@yearly
""".strip().splitlines()
FIRST_DAY = datetime.date(1999, 12, 1)
LAST_DAY = datetime.date(2032, 3, 31)

MACROS = {"@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *"}


def number(text, names, first):
    return names.index(text) + first if text in names else int(text)


def numbers(field, low, high, names=(), first=0):
    """The set of a field's numbers; 22-2 goes around."""
    found = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        if span == "*":
            start, end = low, high
        elif "-" in span:
            start, end = (number(text, names, first) for text in span.split("-"))
        else:
            start = number(span, names, first)
            end = high if step else start
        around = start <= end
        every = list(range(start, end + 1)) if around else (
            list(range(start, high + 1)) + list(range(low, end + 1)))
        found.update(every[:: int(step or 1)])
    return found


def is_last(date):
    return (date + ONE_DAY).month != date.month


def last_of_month(date):
    while not is_last(date):
        date += ONE_DAY
    return date


def nearest_weekday(date):
    """The Monday to Friday of the same month that is fewest days away."""
    for distance in (0, -1, 1, -2, 2):
        near = date + distance * ONE_DAY
        if near.month == date.month and near.isoweekday() <= 5:
            return near
    raise AssertionError(date)


def day_of_month_fits(field, date):
    def fits(part):
        if part == "L":
            return is_last(date)
        if part.startswith("L-"):
            return date + int(part[2:]) * ONE_DAY == last_of_month(date)
        if part == "LW":
            return date == nearest_weekday(last_of_month(date))
        if part.endswith("W"):
            try:
                return date == nearest_weekday(date.replace(day=int(part[:-1])))
            except ValueError:
                return False
        return date.day in numbers(part, 1, 31)

    return field in "*?" or any(fits(part) for part in field.split(","))


def day_of_week_fits(field, date, sunday):
    def weekday(text):
        return (number(text, WEEKDAYS, sunday) - sunday) % 7

    def fits(part):
        ours = date.isoweekday() % 7
        if "#" in part:
            day, week = part.split("#")
            return ours == weekday(day) and (date.day - 1) // 7 + 1 == int(week)
        if part.endswith("L"):
            return ours == weekday(part[:-1]) and (date + 7 * ONE_DAY).month != date.month
        high = 7 if sunday else 6
        found = numbers(part, sunday, 7 if "7" in part else high, WEEKDAYS, sunday)
        return ours in {(value - sunday) % 7 for value in found}

    return field in "*?" or any(fits(part) for part in field.split(","))


class Expression:
    def __init__(self, text):
        self.text = text
        fields = MACROS.get(text, text).split()
        self.sunday = 1 if len(fields) == 6 else 0
        if self.sunday:
            assert fields.pop(0) == "0"
        minute, hour, self.day, month, self.week = fields
        hours = numbers(hour, 0, 23)
        minutes = numbers(minute, 0, 59)
        self.times = {hour * 60 + minute for hour in hours for minute in minutes}
        self.months = numbers(month, 1, 12, MONTHS, 1)
        self.is_fixed = not any(mark in minute + hour for mark in "*/")
        self.days = {}

    def fires_on(self, date):
        if date not in self.days:
            self.days[date] = self.finds(date)
        return self.days[date]

    def finds(self, date):
        of_month = day_of_month_fits(self.day, date)
        of_week = day_of_week_fits(self.week, date, self.sunday)
        is_either = not self.sunday and self.day[0] != "*" and self.week[0] != "*"
        return date.month in self.months and (
            (of_month or of_week) if is_either else (of_month and of_week))


def changes(zone, year):
    """The hours of a year in which its clocks change, in minutes since 1970."""
    start = int(datetime.datetime(year, 1, 1, tzinfo=UTC).timestamp()) // 60
    end = int(datetime.datetime(year + 1, 1, 1, tzinfo=UTC).timestamp()) // 60

    def offset(minute):
        return datetime.datetime.fromtimestamp(minute * 60, zone).utcoffset()

    return [hour for hour in range(start, end, 60) if offset(hour - 60) != offset(hour)]


def windows(zone, year):
    """A day and a half on both sides of every change; without one, the end of February."""
    middles = changes(zone, year) or [
        int(datetime.datetime(year, 2, 28, 12, tzinfo=UTC).timestamp()) // 60]
    return [(middle - 36 * 60, middle + 36 * 60) for middle in middles]


@functools.lru_cache(maxsize=None)
def shown(zone_name, start, end):
    """For each time of day: the minutes that show it, with the date and whether clocks showed the
    same before; and for each minute behind a gap what clocks left out. Begins two days early, to
    know what was shown."""
    zone = zoneinfo.ZoneInfo(zone_name)
    seen = set()
    by_time = {}
    gaps = []
    before = None
    for minute in range(start - 2 * 1440, end):
        clock = datetime.datetime.fromtimestamp(minute * 60, zone).replace(tzinfo=None)
        missing = []
        while before is not None and before + datetime.timedelta(minutes=1) < clock:
            before += datetime.timedelta(minutes=1)
            if before not in seen:
                missing.append(before)
        if minute >= start:
            row = (minute, clock.date(), clock in seen)
            by_time.setdefault(clock.hour * 60 + clock.minute, []).append(row)
            if missing:
                gaps.append((minute, missing))
        seen.add(clock)
        before = clock
    return by_time, gaps


def fires(expression, zone_name, start, end):
    by_time, gaps = shown(zone_name, start, end)
    found = set()
    for time in expression.times:
        for minute, date, is_second in by_time.get(time, ()):
            if expression.fires_on(date) and not (is_second and expression.is_fixed):
                found.add(minute)
    for minute, missing in gaps:
        if any(
                clock.hour * 60 + clock.minute in expression.times
                and expression.fires_on(clock.date()) for clock in missing):
            found.add(minute)
    return sorted(found)


def fires_by_day(expression):
    """In UTC, where all days are alike."""
    epoch = datetime.date(1970, 1, 1)
    date = FIRST_DAY
    while date <= LAST_DAY:
        if expression.fires_on(date):
            for time in sorted(expression.times):
                yield (date - epoch).days * 1440 + time
        date += ONE_DAY


def digest(minutes):
    """FNV-1a of the minutes since 1970, each with a comma behind it."""
    value = 0xCBF29CE484222325
    for byte in "".join(f"{minute}," for minute in minutes).encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return f"{value:016x}"


def print_row(expression, found):
    print(f"{expression.text}\t{len(found)}\t{digest(found)}")


def print_table():
    print("# Written by fire_times.py: expression, number of fire times, digest of them.")
    expressions = [Expression(text) for text in EXPRESSIONS]
    for zone_name, years in YEARS.items():
        for year in years:
            spans = windows(zoneinfo.ZoneInfo(zone_name), year)
            print("zone", zone_name, *(f"{start}-{end}" for start, end in spans))
            for expression in expressions:
                print_row(
                    expression,
                    [minute for span in spans for minute in fires(expression, zone_name, *span)])
    days = [(day - datetime.date(1970, 1, 1)).days for day in (FIRST_DAY, LAST_DAY + ONE_DAY)]
    print("zone", "UTC", f"{days[0] * 1440}-{days[1] * 1440}")
    for text in DAYS:
        expression = Expression(text)
        print_row(expression, list(fires_by_day(expression)))


def print_fires(zone_name, text):
    for year in YEARS[zone_name]:
        for span in windows(zoneinfo.ZoneInfo(zone_name), year):
            for minute in fires(Expression(text), zone_name, *span):
                print(datetime.datetime.fromtimestamp(minute * 60, zoneinfo.ZoneInfo(zone_name)))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print_fires(*sys.argv[1:])
    else:
        print_table()
