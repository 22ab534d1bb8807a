"""How the report writes words and numbers in the reader's language."""

from dataclasses import dataclass
from datetime import datetime

from corpus.errors import Language
from eval.report.words import KINDS, PAGE, REASONS, STAGES, Words

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Say:
    """One language: words by key, numbers as its readers write them; "–" where there is no number.

    >>> say = Say("vi")
    >>> say.percent(0.8556), say.range(0.79, 0.9), say.decimal(0.4, 2), say.whole(12345)
    ('85,6%', '79,0–90,0%', '0,40', '12.345')
    >>> Say("en").range(0.79, 0.9), Say("en").whole(12345), Say("en").percent(1.0)
    ('79.0–90.0%', '12,345', '100%')
    """

    language: Language

    def words(self, words: Words, **values: object) -> str:
        return words[self.language].format(**values) if values else words[self.language]

    def page(self, key: str, **values: object) -> str:
        return self.words(PAGE[key], **values)

    def stage(self, name: str) -> str:
        """A stage's name; that of an unknown one is its own."""
        return self.words(STAGES[name][0]) if name in STAGES else name

    def kind(self, name: str) -> str:
        """A kind's name; kinds are free text, and one that we have no words for is shown as it is."""
        return self.words(KINDS[name]) if name in KINDS else name

    def reason(self, name: str | None) -> str:
        return self.words(REASONS[name]) if name in REASONS else name or ""

    def decimal(self, value: float | None, places: int) -> str:
        return NOTHING if value is None else self._local(f"{value:,.{places}f}")

    def whole(self, value: float | None) -> str:
        return self.decimal(value, 0)

    def short(self, value: float) -> str:
        """A number at a tick of an axis: as short as it goes.

        >>> Say("vi").short(50.0), Say("vi").short(0.25), Say("vi").short(1500)
        ('50', '0,25', '1.500')
        """
        return self.whole(value) if value == int(value) else self._local(f"{value:.4g}")

    def percent(self, share: float | None) -> str:
        """One place after the comma, none where it says nothing (0%, 100%)."""
        if share is None:
            return NOTHING
        return f"{share * 100:.0f}%" if share in (0.0, 1.0) else f"{self.decimal(share * 100, 1)}%"

    def tick(self, share: float) -> str:
        """The share at a tick of an axis: as short as it goes.

        >>> Say("vi").tick(0.25), Say("vi").tick(0.125)
        ('25%', '12,5%')
        """
        return f"{self._local(f'{share * 100:.4g}')}%"

    def range(self, low: float | None, high: float | None) -> str:
        if low is None or high is None:
            return NOTHING
        return f"{self.decimal(low * 100, 1)}–{self.decimal(high * 100, 1)}%"

    def date(self, iso: str) -> str:
        """A time as a person writes it; what is no ISO time is shown as it stands.

        >>> Say("vi").date("2026-11-22T07:05:00+00:00"), Say("en").date("2026-11-22T07:05:00"), Say("vi").date("qua")
        ('07:05, 22/11/2026', '07:05, 22 November 2026', 'qua')
        """
        try:
            time = datetime.fromisoformat(iso)
        except ValueError:
            return iso
        if self.language == "vi":
            return f"{time:%H:%M, %d/%m/%Y}"
        return f"{time:%H:%M}, {time.day} {MONTHS[time.month - 1]} {time.year}"

    def _local(self, number: str) -> str:
        if self.language == "vi":
            return number.replace(",", " ").replace(".", ",").replace(" ", ".")
        return number


# not strftime's: that follows the locale of the machine
MONTHS = "January February March April May June July August September October November December".split()
