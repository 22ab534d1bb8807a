import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from embeddings.train.transplant import sampled, vectors
from embeddings.train.vocabulary import SPECIAL, learn

WORDS = [*SPECIAL, "the", "river", "flows", "sea", "boat", "##s", "sail"]


@pytest.fixture
def english() -> Tokenizer:
    old = Tokenizer(models.WordPiece({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    old.normalizer = normalizers.BertNormalizer()
    old.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    old.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", WORDS.index("[CLS]")), ("[SEP]", WORDS.index("[SEP]"))]
    )
    return old


def test_a_piece_takes_the_vector_of_its_translation_and_a_spelled_one_its_letters(english: Tokenizer) -> None:
    sentences = [
        ("river flows", "sông chảy"),
        ("river", "sông"),
        ("flows", "chảy"),
        ("boats", "thuyền"),
        ("sea", "biển"),
    ] * 4
    tokenizer = learn([text for pair in sentences for text in pair], size=200)
    matrix = np.eye(len(WORDS), dtype=np.float32)
    made, numbers = vectors(tokenizer, english, matrix, sentences)
    assert made.shape == (tokenizer.get_vocab_size(), len(WORDS))
    assert made[tokenizer.token_to_id("▁sông")].argmax() == WORDS.index("river")
    assert made[tokenizer.token_to_id("▁chảy")].argmax() == WORDS.index("flows")
    boats = made[tokenizer.token_to_id("▁boats")]
    assert boats == pytest.approx((matrix[WORDS.index("boat")] + matrix[WORDS.index("##s")]) / 2)
    for name in SPECIAL:
        assert made[tokenizer.token_to_id(name)].argmax() == WORDS.index(name)
    assert sum(numbers.values()) == len(made)


def test_a_sample_is_the_same_in_every_run_and_of_the_number_asked_for() -> None:
    texts = [str(n) for n in range(100)]
    assert sampled(texts, 10) == sampled(texts, 10)
    assert len(set(sampled(texts, 10))) == 10
    assert sampled(texts, 1000) == texts
