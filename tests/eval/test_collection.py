import zlib

import numpy as np
import pytest

from corpus.errors import BadInput
from corpus.vietnamese import tokens
from eval.collection import collection
from eval.run import run_squad
from eval.squad import SquadQuestion


class HashEncoder:
    """Counts of syllables, hashed into 64 places: equal texts are equal vectors, shared words near ones."""

    fingerprint = "hash-64"
    dimension = 64

    def encode_queries(self, texts):
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for token in tokens(text):
                row[zlib.crc32(token.encode()) % self.dimension] += 1
            row /= max(float(np.linalg.norm(row)), 1e-9)
        return rows

    def encode_passages(self, texts, *, progress=False):
        return self.encode_queries(texts)


def test_a_temporary_library_holds_the_articles_and_is_gone_afterwards(make):
    with collection([make.HUE, make.VINH], encoder=HashEncoder()) as library:
        assert sorted(article.source for article in library.articles()) == ["a/hue.txt", "vinh.txt"]
        home = library.home
        [record] = run_squad([SquadQuestion("1", "Sông Lam chảy qua đâu?", "vinh.txt", ("Vinh",))], library)
    assert record.error is None
    assert (record.passages[0].source, record.words[0].source) == ("vinh.txt", "vinh.txt")
    assert record.forced_right
    assert not home.exists()


def test_a_home_is_kept_and_filled_again(make, tmp_path):
    for _ in range(2):
        with collection([make.HUE], home=tmp_path, encoder=HashEncoder()) as library:
            assert [article.source for article in library.articles()] == ["a/hue.txt"]
            assert [hit.passage.article.source for hit in library.retrieve("Sông Hương")] == ["a/hue.txt"]


def test_a_home_with_other_documents_is_refused_and_left_as_it_is(make, tmp_path):
    with collection([make.HUE], home=tmp_path, encoder=HashEncoder()):
        pass
    with pytest.raises(BadInput, match=r"a/hue\.txt"), collection([make.VINH], home=tmp_path, encoder=HashEncoder()):
        pass
    with collection([make.HUE], home=tmp_path, encoder=HashEncoder()) as library:
        assert [article.source for article in library.articles()] == ["a/hue.txt"]
