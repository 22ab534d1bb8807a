"""Which sentences say the same: documents repeat one another, and two that agree are no reason to doubt either."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import fold, tokens
from qa.question import Question

SHARED = 0.5  # of the fewer new syllables of two sentences
TELLING = 3  # characters from which a number is unlikely to be shared by chance


def agreeing(question: Question, texts: Sequence[str]) -> NDArray[np.bool_]:
    """(n, n): whether two sentences bring the same news to the question: the same new number, or half of the new syllables.

    >>> asked = Question("Có bao nhiêu xã?", "Có bao nhiêu xã?", "vi")
    >>> agreeing(asked, ["Có 114 xã.", "Tỉnh chia thành 114 xã.", "Có 115 xã."]).astype(int).tolist()
    [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    """
    known = {fold(token) for token in tokens(question.spelled)} | {fold(token) for token in question.empty}
    news = [frozenset(fold(token) for token in tokens(text)) - known for text in texts]
    same = np.eye(len(texts), dtype=bool)
    for i, one in enumerate(news):
        for j in range(i):
            same[i, j] = same[j, i] = _agree(one, news[j])
    return same


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = one & other
    if any(token[0].isdigit() and len(token) >= TELLING for token in shared):
        return True
    numbers = [{token for token in side if token[0].isdigit()} for side in (one, other)]
    if all(numbers) and not numbers[0] & numbers[1]:
        return False
    return len(shared) >= SHARED * max(min(len(one), len(other)), 1)
