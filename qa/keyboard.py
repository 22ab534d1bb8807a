"""Questions typed with the keys of an input method that was off: raw Telex ("chuyeern ddooir soos") and VNI ("chuye6n3 d9o6i3 so61").

Each word is typed again as the method would have; what comes out counts where it is a Vietnamese syllable that the model of marks
knows. A text is taken for raw keys when enough of its words make sense in no other way.
"""

import re
import unicodedata
from collections.abc import Callable

from corpus.letters import LOWER
from corpus.vietnamese import canonical, fold, has_marks, nfc

_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300\u0301\u0303\u0309\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302\u0306\u031b"
_TELEX_TONES = {"f": _GRAVE, "s": _ACUTE, "x": _TILDE, "r": _HOOK, "j": _DOT, "z": ""}
_VNI_TONES = {"1": _ACUTE, "2": _GRAVE, "3": _HOOK, "4": _TILDE, "5": _DOT, "0": ""}
_VNI_SHAPES = {"6": ("aeo", _CIRCUMFLEX), "7": ("ou", _HORN), "8": ("a", _BREVE)}
_WORD = re.compile(rf"(?<![\w])(?:[{LOWER}]+\d*)+(?!\w)", re.IGNORECASE)
_VNI_KEY = re.compile(r"[a-z][0-9]", re.IGNORECASE)
_SYLLABLE = re.compile(
    r"(?:ngh?|[nckpt]h|gh|gi|kh|tr|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|n[gh]?|[ckmpt])?$"
)  # without its marks
SENSIBLE = 0.25  # of the words that must make sense as raw keys alone


def typed(text: str, known: Callable[[str], bool], plain: Callable[[str], bool]) -> str:
    """The text as the input method would have written it; `text` itself where it is no raw Telex or VNI.

    Args:
        known: whether a marked syllable is Vietnamese.
        plain: whether an unmarked word makes sense as it stands: a folded syllable, or a word of another language.

    >>> known = {"chuyển", "đổi", "số", "là"}.__contains__
    >>> typed("Chuyeern ddooir soos laf gif?", known, lambda word: word in {"gi", "la"})
    'Chuyển đổi số là gì?'
    >>> typed("chuye6n3 d9o6i3 so61", known, lambda word: False)
    'chuyển đổi số'
    >>> typed("What does it mean?", known, lambda word: True)
    'What does it mean?'
    """
    if has_marks(text):
        return text
    words = list(_WORD.finditer(text))
    again = {match[0]: new for match in words if (new := _word(match[0], text.isupper())) is not None}
    odd = [match[0] for match in words if not plain(match[0].lower())]
    sure = sum(word in again and known(canonical(again[word])) for word in odd)
    if sure < max(1, SENSIBLE * len(words)) or sure * 2 <= len(odd):
        return text
    for word, new in list(again.items()):
        if plain(word.lower()) and not known(canonical(new)):
            del again[word]
    return _WORD.sub(lambda match: again.get(match[0], match[0]), text)


def _word(word: str, loud: bool) -> str | None:
    """The word typed again, in its own case; None where that changes nothing; `loud`: all of the text is in capitals."""
    if word.isupper() and len(word) > 1 and not loud:  # an abbreviation: of its letters only Đ takes two keys
        return word.replace("DD", "Đ") if "DD" in word else None
    low = word.lower()
    keys = vni(low) if _VNI_KEY.search(low) else telex(low)
    if keys is None or keys == low or not _SYLLABLE.match(fold(keys)):
        return None
    if word.isupper() and len(word) > 1:
        return keys.upper()
    return keys[0].upper() + keys[1:] if word[0].isupper() else keys


def telex(word: str) -> str | None:
    """The syllable that these keys, in small letters, write; None where they write none.

    >>> telex("chuyeern"), telex("dduwowngf"), telex("tieengs"), telex("nuocws"), telex("hoas"), telex("quys")
    ('chuyển', 'đường', 'tiếng', 'nước', 'hóa', 'quý')
    """
    letters: list[str] = []
    tone = ""
    for key in word:
        if key in _TELEX_TONES and any(letter[0] in "aeiouy" for letter in letters):
            tone = _TELEX_TONES[key]
        elif key == "w":
            _hooked(letters)
        elif key == "d" and letters[:1] == ["d"]:
            letters[0] = "đ"
        elif key in "aeo" and key in letters and _near(letters, key):
            letters[letters.index(key)] = key + _CIRCUMFLEX
        else:
            letters.append(key)
    return _syllable(letters, tone)


def vni(word: str) -> str | None:
    """The syllable that these keys, in small letters, write; None where they write none.

    >>> vni("chuye6n3"), vni("d9u7o7ng2"), vni("d9uong72"), vni("na8m"), vni("a1b")
    ('chuyển', 'đường', 'đường', 'năm', 'áb')
    """
    letters: list[str] = []
    tone = ""
    for key in word:
        if key in _VNI_TONES:
            tone = _VNI_TONES[key]
        elif key == "9" and "d" in letters:
            letters[letters.index("d")] = "đ"
        elif key == "7":
            _horned(letters)
        elif key in _VNI_SHAPES:
            able, shape = _VNI_SHAPES[key]
            place = _last(letters, able)
            if place is None:
                return None
            letters[place] += shape
        elif key.isdigit():
            return None
        else:
            letters.append(key)
    return _syllable(letters, tone)


def _last(letters: list[str], able: str) -> int | None:
    return next((n for n in reversed(range(len(letters))) if letters[n] in able and letters[n]), None)


def _hooked(letters: list[str]) -> None:
    """What the key w does: a breve on an a, else a horn, else the letter ư."""
    place = _last(letters, "a")
    if place is not None and (letters[place - 1 : place] != ["u"] or letters[place - 2 : place - 1] == ["q"]):
        letters[place] += _BREVE
    elif not _horned(letters):
        letters.append("u" + _HORN)


def _horned(letters: list[str]) -> bool:
    """A horn on the last o or u, on both of "uo"; whether there was one."""
    place = _last(letters, "ou")
    if place is None:
        return False
    if place and letters[place] == letters[place - 1] == "u":  # "ưu", never "uư"
        place -= 1
    if place and letters[place] == "o" and letters[place - 1] == "u" and letters[:1] != ["q"]:
        letters[place - 1] += _HORN
    letters[place] += _HORN
    return True


def _near(letters: list[str], key: str) -> bool:
    """Whether no other vowel than the key's own group lies between it and the end."""
    return all(letter[0] not in "aeiouy" or letter[0] in "iuy" + key for letter in letters[letters.index(key) :])


def _syllable(letters: list[str], tone: str) -> str | None:
    """The letters with the tone where it belongs."""
    vowels = [n for n, letter in enumerate(letters) if letter[0] in "aeiouy"]
    if not vowels:
        return None
    opening = letters[0] + (letters[1] if len(letters) > 1 else "")
    if len(vowels) > 1 and opening in {"qu", "gi"}:
        vowels = vowels[1:]
    if tone:
        shaped = [n for n in vowels if len(letters[n]) > 1]
        closed = vowels[-1] < len(letters) - 1
        if shaped:
            place = shaped[-1]
        elif closed or len(vowels) == 1:
            place = vowels[-1]
        else:
            place = vowels[len(vowels) - 2]
        letters = [letter + tone if n == place else letter for n, letter in enumerate(letters)]
    return unicodedata.normalize("NFC", "".join(letters))


def raw_telex(text: str) -> str:
    """The keys that write `text` in Telex, the tone's key at the end of each word; to measure with.

    >>> raw_telex("Chuyển đổi số là gì?")
    'Chuyeenr ddooir soos laf gif?'
    """
    return re.sub(r"\w+", lambda match: _keys(match[0]), nfc(text))


def _keys(word: str) -> str:
    shapes = {_CIRCUMFLEX: "", _BREVE: "w", _HORN: "w"}
    tones = {mark: key for key, mark in _TELEX_TONES.items() if mark}
    out, tone = "", ""
    for char in word:
        if char in "đĐ":
            out += "dd" if char == "đ" else "DD"
            continue
        base, *marks = list(unicodedata.normalize("NFD", char))
        out += base
        for mark in marks:
            if mark in tones:
                tone = tones[mark]
            elif mark in shapes:
                out += (shapes[mark].upper() if base.isupper() else shapes[mark]) or base
    return out + (tone.upper() if word.isupper() and len(word) > 1 else tone)
