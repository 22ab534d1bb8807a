"""An English encoder with a vocabulary for two languages: `python -m embeddings.train.transplant DATA -o FOLDER --english FOLDER`.

The body stays as it was. Each English piece starts as the mean of the word pieces that the English model had for its letters, each
Vietnamese one as the mean of the pieces that it is aligned with, one of both languages between the two, by how often each uses it;
a piece that too little is known of takes its letters' mean.
"""

import argparse
import random
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from embeddings.train.alignment import align, carried
from embeddings.train.data import english_texts, files, flat, rows, vietnamese_texts
from embeddings.train.vocabulary import END, PAD, SIZE, SPECIAL, START, UNKNOWN, WORD, learn

SEED = 1
TEXTS = 250_000  # the vocabulary is learned from so many texts at most
TOKENS = 256

Matrix = NDArray[np.float32]


def sampled(texts: Iterable[str], number: int) -> list[str]:
    """At most `number` texts, each of all as likely as another; the same ones in every run (Vitter's reservoir)."""
    draw = random.Random(SEED)
    kept: list[str] = []
    for seen, text in enumerate(texts):
        if seen < number:
            kept.append(text)
        elif (place := draw.randrange(seen + 1)) < number:
            kept[place] = text
    return kept


def parallel(data: Path) -> list[tuple[str, str]]:
    """(English, Vietnamese) sentences of the folder."""
    return [
        (flat(row["en"]), flat(row["vi"])) for path in files(data, "parallel-en-vi*.jsonl.gz") for row in rows(path)
    ]


def vectors(
    tokenizer: Any, old: Any, matrix: Matrix, sentences: Sequence[tuple[str, str]]
) -> tuple[Matrix, dict[str, int]]:
    """(pieces, dimension) starting vectors of the new vocabulary, and how many pieces came from where.

    Args:
        tokenizer: the new one.
        old: the English model's, a `tokenizers.Tokenizer`.
        matrix: (old pieces, dimension) its vectors.
        sentences: (English, Vietnamese) pairs.
    """
    size = tokenizer.get_vocab_size()
    english = [encoding.ids[1:-1] for encoding in old.encode_batch([one for one, _ in sentences])]
    foreign = [encoding.ids[1:-1] for encoding in tokenizer.encode_batch([other for _, other in sentences])]
    aligned, known = carried(align(foreign, english, (size, len(matrix))), matrix)
    in_english = np.bincount(
        [n for encoding in tokenizer.encode_batch([one for one, _ in sentences]) for n in encoding.ids], minlength=size
    )
    in_foreign = np.bincount([n for ids in foreign for n in ids], minlength=size)
    spelled = np.stack([_spelled(tokenizer.id_to_token(n), old, matrix) for n in range(size)])
    share = in_foreign / np.maximum(1, in_english + in_foreign)  # of a piece's uses that are Vietnamese
    share = np.where(known, share, 0.0)[:, None].astype(np.float32)
    result: Matrix = (share * aligned + (1 - share) * spelled).astype(np.float32)
    for name, former in zip(SPECIAL, ("[PAD]", "[UNK]", "[CLS]", "[SEP]"), strict=True):
        result[tokenizer.token_to_id(name)] = matrix[old.token_to_id(former)]
    return result, {"aligned": int((share > 0.5).sum()), "spelled": int((share <= 0.5).sum())}


def _spelled(piece: str, old: Any, matrix: Matrix) -> Matrix:
    """The mean of the old pieces of a piece's letters; within a word, of those that continue one."""
    letters = piece.removeprefix(WORD)
    inside = not piece.startswith(WORD)
    ids = old.encode(letters, add_special_tokens=False).ids if letters else []
    if inside and letters.isalpha():
        continued = [old.token_to_id(f"##{old.id_to_token(n)}") for n in ids[:1]] + list(ids[1:])
        ids = [n if n is not None else ids[0] for n in continued]
    ids = ids or [old.token_to_id("[UNK]")]
    return np.asarray(matrix[ids].mean(axis=0), dtype=np.float32)


def transplant(data: Path, english: Path, out: Path, size: int = SIZE) -> dict[str, int]:
    """Write the encoder folder; the numbers of its pieces by where they came from."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from tokenizers import Tokenizer
    from transformers import AutoModel, PreTrainedTokenizerFast

    texts = sampled(tqdm(chain(vietnamese_texts(data), english_texts(data)), desc="texts", unit="text"), TEXTS)
    tokenizer = learn(texts, size)
    old = Tokenizer.from_file(str(english / "tokenizer.json"))
    old.no_padding()
    old.no_truncation()
    model = AutoModel.from_pretrained(english, dtype=torch.float32)
    matrix = model.get_input_embeddings().weight.detach().numpy()
    made, numbers = vectors(tokenizer, old, matrix, parallel(data))
    model.resize_token_embeddings(len(made))
    model.get_input_embeddings().weight.data = torch.from_numpy(made)
    places = model.embeddings.position_embeddings.weight.data[:TOKENS].clone()  # no text is read beyond
    model.config.max_position_embeddings = TOKENS
    model.embeddings.position_embeddings = torch.nn.Embedding.from_pretrained(places, freeze=False)  # type: ignore[no-untyped-call]
    model.embeddings.position_ids = model.embeddings.position_ids[:, :TOKENS]
    model.embeddings.token_type_ids = model.embeddings.token_type_ids[:, :TOKENS]
    model.config.pad_token_id = tokenizer.token_to_id(PAD)
    fast = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        pad_token=PAD,
        unk_token=UNKNOWN,
        cls_token=START,
        sep_token=END,
        model_max_length=TOKENS,
    )
    body = out / "body"
    model.save_pretrained(body)
    fast.save_pretrained(body)
    transformer = Transformer(str(body), max_seq_length=TOKENS)
    pooling = Pooling(transformer.get_embedding_dimension(), pooling_mode="mean")
    SentenceTransformer(modules=[transformer, pooling, Normalize()], device="cpu").save(
        str(out), create_model_card=False
    )
    for path in body.iterdir():
        path.unlink()
    body.rmdir()
    return numbers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a folder of training data, see embeddings/train/data.py")
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--english", type=Path, required=True, help="the English model's folder (all-MiniLM-L6-v2)")
    parser.add_argument("--size", type=int, default=SIZE, help="pieces of the vocabulary")
    options = parser.parse_args()
    for name, number in transplant(options.data, options.english, options.out, options.size).items():
        print(f"{name}\t{number}")


if __name__ == "__main__":
    main()
