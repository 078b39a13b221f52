"""What the clocks of every zone show at instants taken at random, and around changes.

Prints a line for each: zone, seconds since 1970, offset in seconds, abbreviation.
"""

import datetime
import random
import zoneinfo

INSTANTS = 60
EARLIEST = datetime.datetime(1850, 1, 1, tzinfo=datetime.timezone.utc)
LATEST = datetime.datetime(2600, 1, 1, tzinfo=datetime.timezone.utc)


def shown(zone, instant):
    clock = datetime.datetime.fromtimestamp(instant, zone)
    return int(clock.utcoffset().total_seconds()), clock.tzname()


def around_change(zone, early, late):
    """The last second before a change between two instants and the first one behind it."""
    while late - early > 1:
        middle = (early + late) // 2
        if shown(zone, middle) == shown(zone, early):
            early = middle
        else:
            late = middle
    return early, late


def main():
    dice = random.Random(8134)
    for name in sorted(zoneinfo.available_timezones()):
        zone = zoneinfo.ZoneInfo(name)
        span = int(EARLIEST.timestamp()), int(LATEST.timestamp())
        instants = sorted(dice.randint(*span) for _ in range(INSTANTS))
        for early, late in list(zip(instants, instants[1:])):
            if shown(zone, early) != shown(zone, late):
                instants += around_change(zone, early, late)
        for instant in instants:
            print(name, instant, *shown(zone, instant))


if __name__ == "__main__":
    main()
