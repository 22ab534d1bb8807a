"""The Vietnamese letters as character classes for patterns: no range of code points holds the capitals alone."""

import unicodedata

_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LOWER = "a-zđ" + "".join(
    sorted(
        {
            letter
            for vowel in "aăâeêioôơuưy"
            for tone in _TONES
            if len(letter := unicodedata.normalize("NFC", vowel + tone)) == 1
        }
        - set("aeiouy")
    )
)
UPPER = "A-ZĐ" + "".join(letter.upper() for letter in LOWER[4:])
