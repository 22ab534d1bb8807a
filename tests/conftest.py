"""What all tests share: no test can touch a person's data, and an encoder and a ranker whose every number can be worked out."""

import os
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["HF_HUB_OFFLINE"] = "1"  # read when the hub's client is first imported

import numpy as np
import pytest
from hypothesis import settings

from corpus import folder
from corpus.vietnamese import fold, tokens
from embeddings.encoder import SentenceEncoder, Vectors, unit
from embeddings.reader import Item, Reads
from qa.config import Config
from qa.features import NAMES
from qa.library import Library, open_library
from qa.ranker import EXTRA, Ranker

if TYPE_CHECKING:
    from eval.saved import Saved

# No test may fail because a machine is busy; continuous integration tries the same examples every time.
settings.register_profile("person", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "person")

PROJECT = Path(__file__).parent.parent
SHARED = PROJECT.parent / "shared"
PERSONAL = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "HOIDAP_HOME", "HF_HOME")


@pytest.fixture(autouse=True, scope="session")
def no_personal_paths(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Every path of the person who runs the tests is redirected, for fixtures of wider scope too."""
    with pytest.MonkeyPatch.context() as patch:
        for name in PERSONAL:
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        patch.delenv("HOIDAP_LANG", raising=False)
        yield


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The default home of this test alone; not made yet."""
    path = tmp_path / "default-home"
    monkeypatch.setenv("HOIDAP_HOME", str(path))
    return path


class FakeEncoder:
    """Counts of folded syllables in 512 hashed places, scaled to length 1: equal bags of syllables have cosine 1."""

    dimension = 512

    def __init__(self, fingerprint: str = "fake") -> None:
        self.fingerprint = fingerprint
        self.encoded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._bags(texts)

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        self.encoded += texts
        return self._bags(texts)

    def _bags(self, texts: Sequence[str]) -> Vectors:
        bags = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(bags, texts, strict=True):
            for token in tokens(text):
                row[int.from_bytes(blake2b(fold(token).encode(), digest_size=4).digest(), "big") % self.dimension] += 1
        return unit(bags)


class FakeReader:
    """Finds nothing better than anything else, so that the ranker alone decides; `asked` keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[tuple[str, str], ...]]] = []

    def read(self, question: str, items: Sequence[Item]) -> Reads:
        self.asked.append((question, tuple(items)))
        return Reads(np.zeros(len(items)))


@pytest.fixture
def reader() -> FakeReader:
    return FakeReader()


@pytest.fixture
def make_encoder() -> type[FakeEncoder]:
    return FakeEncoder


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def ranker() -> Ranker:
    """Scores a sentence by the share of the question's words in it: one half of them is a support of one half."""
    size = len(NAMES)
    weights = np.zeros((size, 1))
    weights[NAMES.index("coverage")] = 1.0
    weights[NAMES.index("pair_coverage")] = 0.1
    coefficients = np.zeros(size + len(EXTRA))
    coefficients[NAMES.index("coverage")] = 10.0
    return Ranker(
        mean=np.zeros(size),
        scale=np.ones(size),
        w1=weights,
        b1=np.zeros(1),
        w2=np.ones(1),
        reading=0.0,
        coefficients=coefficients,
        intercept=-5.0,
        threshold=0.5,
        levels=(0.7, 0.9),
    )


@pytest.fixture
def library(tmp_path: Path, encoder: FakeEncoder, ranker: Ranker, reader: FakeReader) -> Iterator[Library]:
    """An empty library of its own, with the fake encoder, ranker and reader."""
    path = tmp_path / "kho"
    path.mkdir()
    with Library(path, Config(), encoder, ranker, reader) as opened:
        yield opened


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a text file below tmp_path."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return write


@pytest.fixture(scope="session")
def bundled_encoder() -> SentenceEncoder:
    """The encoder that ships with the program, loaded once."""
    return SentenceEncoder()


@pytest.fixture(scope="session")
def bundled_home(tmp_path_factory: pytest.TempPathFactory, bundled_encoder: SentenceEncoder) -> Path:
    """A home that holds the bundled articles, indexed with the bundled encoder. Tests only read it."""
    path = tmp_path_factory.mktemp("bundled")
    with open_library(path, encoder=bundled_encoder) as library:
        folder.update(library.store, [PROJECT / "corpus" / "articles"])
        library.sync()
    return path


@pytest.fixture(scope="session")
def bundled(bundled_home: Path, bundled_encoder: SentenceEncoder) -> Iterator[Library]:
    """The library over the bundled articles. Tests only read it."""
    with open_library(bundled_home, encoder=bundled_encoder) as library:
        yield library


@pytest.fixture(scope="session")
def bundled_records(bundled: Library) -> "tuple[Saved, ...]":
    """What every question of the bundled gold gave, as the gate asks it; asked once for all tests."""
    from eval.gold import read_gold
    from eval.run import run_gold
    from eval.shelf import shelf_of

    questions = read_gold(PROJECT / "eval" / "gold" / "bundled.jsonl")
    return tuple(run_gold(questions, bundled, shelf_of(bundled.store)))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the project with sample pages; tests that need it are skipped where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: the sample pages stand outside the project")
    return SHARED


@pytest.fixture(scope="session")
def seeds(
    shared: Path, tmp_path_factory: pytest.TempPathFactory, bundled_encoder: SentenceEncoder
) -> Iterator[Library]:
    """The library over five real pages. Tests only read it."""
    with open_library(tmp_path_factory.mktemp("seeds"), encoder=bundled_encoder) as library:
        report = folder.update(library.store, [shared / "seeds"])
        library.sync()
        assert len(report.added) == 5
        assert not report.failed
        yield library


SAMPLE = (
    "Năm 2024 tỉnh có 12 xã đạt chuẩn nông thôn mới. Chuyển đổi số là gì? Trạm phát sóng ở thôn bản.",
    "What is the theme of the year? How many villages have mobile coverage? query: passage: query: passage:",
)


def build_xlm_r(folder: Path, prompts: dict[str, str] | None) -> Path:
    """A small encoder of random weights with the shape of multilingual-e5, written to `folder`: XLM-R, mean pooling."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
    from transformers import XLMRobertaConfig, XLMRobertaModel, XLMRobertaTokenizerFast

    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.train_from_iterator(
        SAMPLE, trainers.UnigramTrainer(vocab_size=300, special_tokens=special, unk_token="<unk>", show_progress=False)
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    torch.manual_seed(0)
    config = XLMRobertaConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=130,
        type_vocab_size=1,
    )
    base = folder.parent / f"{folder.name}-base"
    XLMRobertaModel(config).eval().save_pretrained(base)
    XLMRobertaTokenizerFast(tokenizer_object=tokenizer, model_max_length=128).save_pretrained(base)
    transformer = Transformer(str(base), max_seq_length=128)
    model = SentenceTransformer(
        modules=[transformer, Pooling(32, pooling_mode="mean"), Normalize()], device="cpu", prompts=prompts
    )
    model.save_pretrained(str(folder), create_model_card=False)
    return folder


@pytest.fixture(scope="session")
def small_e5(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder whose name alone says that it wants e5's prompts."""
    return build_xlm_r(tmp_path_factory.mktemp("models") / "multilingual-e5-tiny", None)


@pytest.fixture(scope="session")
def prompted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder that carries its prompts itself."""
    return build_xlm_r(tmp_path_factory.mktemp("models") / "own-prompts", {"query": "hỏi: ", "document": "đoạn: "})
