"""A vocabulary of lower-cased syllable pieces that keep their accents, for both languages: texts in, a tokenizer out."""

from collections.abc import Iterable

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

PAD, UNKNOWN, START, END = SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
SIZE = 32_000
ALPHABET = 600
WORD = "▁"  # stands before a piece that begins a word


def learn(texts: Iterable[str], size: int = SIZE) -> Tokenizer:
    """Byte-pair encoding (Sennrich et al. 2016) over white-space words, punctuation and runs of digits.

    >>> learn(["Hà Nội là thủ đô", "Hà Nội, năm 2025"], size=60).encode("HÀ NỘI").tokens
    ['[CLS]', '▁hà', '▁nội', '[SEP]']
    """
    tokenizer = Tokenizer(models.BPE(unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Metaspace(), pre_tokenizers.Punctuation(), pre_tokenizers.Digits()]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=list(SPECIAL), limit_alphabet=ALPHABET, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    ends = [(name, tokenizer.token_to_id(name)) for name in (START, END)]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{START} $A {END}", pair=f"{START} $A {END} $B:1 {END}:1", special_tokens=ends
    )
    return tokenizer
