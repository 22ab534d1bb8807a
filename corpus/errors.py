"""What can go wrong that a person can mend.

    HoiDapError                 the message is a full sentence that says what to do, in Vietnamese and in English
    ├── BadFile                 one file cannot be read; a run reports it and goes on
    │   ├── UnknownFormat       no reader for this kind of file
    │   ├── EncryptedFile       a password is needed
    │   └── EmptyFile           nothing to read in it
    ├── BadInput                an argument, a line or a request cannot be used
    ├── BadHome                 the home was written by another version or another encoder, or is damaged
    ├── BadConfig               a setting is unknown or has a bad value
    ├── BadGold                 a gold file does not hold what its format asks for
    └── NoEncoder               a model is neither a local folder nor reachable

`ValueError`, `TypeError` and `assert` are for our own mistakes and are never caught.
"""

from typing import Literal

Language = Literal["vi", "en"]


class HoiDapError(Exception):
    """The root: carries one sentence in each language; `str(error)` is the Vietnamese one.

    >>> error = HoiDapError(vi="Hãy chọn thư mục khác.", en="Choose another folder.")
    >>> str(error), error.text("en")
    ('Hãy chọn thư mục khác.', 'Choose another folder.')
    """

    def __init__(self, *, vi: str, en: str) -> None:
        super().__init__(vi)
        self.vi = vi
        self.en = en

    def text(self, language: Language) -> str:
        """The sentence in `language`."""
        return self.en if language == "en" else self.vi


class BadFile(HoiDapError):
    """One file cannot be read; a run reports it and goes on."""


class UnknownFormat(BadFile):
    """No reader for this kind of file."""


class EncryptedFile(BadFile):
    """A password is needed."""


class EmptyFile(BadFile):
    """Nothing to read in it."""


class BadInput(HoiDapError):
    """An argument, a line or a request cannot be used."""


class BadHome(HoiDapError):
    """The home was written by another version or another encoder, or is damaged."""


class BadConfig(HoiDapError):
    """A setting is unknown or has a bad value."""


class BadGold(HoiDapError):
    """A gold file does not hold what its format asks for."""


class NoEncoder(HoiDapError):
    """A model is neither a local folder nor reachable."""
