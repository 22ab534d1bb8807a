import gzip
import json
import math
import random
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from embeddings.reader import SentenceReader
from embeddings.train.reader import (
    GROUP,
    HELD_OUT,
    Group,
    Pair,
    answer_span,
    batches,
    fit,
    forward,
    loss_of,
    pace,
    read_groups,
    sample,
    token_span,
    train,
)


def group(question: str, right: int, wrong: int, collection: int = 0) -> Group:
    sentences = [{"text": f"sai {n}", "context": "bài", "right": False, "answers": []} for n in range(wrong)]
    sentences += [{"text": f"đúng {n}", "context": "bài", "right": True, "answers": ["đúng"]} for n in range(right)]
    return {"question": question, "sentences": sentences, "collection": collection}


def written(path: Path, groups: list[Group]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in groups)
    return path


def test_the_loss_by_hand() -> None:
    scores = torch.tensor([1.0, 2.0, -1.0])
    one = -math.log(math.exp(2) / (math.exp(1) + math.exp(2) + 1))  # sentences 1 and 2, the second right
    none = -math.log(1 / (math.exp(-1) + 1))  # sentence 3 alone, none right
    assert loss_of(scores, [2, 1], [False, True, False]).item() == pytest.approx((one + none) / 2, abs=1e-6)


def test_a_sample_holds_the_right_sentence_and_the_hardest_wrong_ones() -> None:
    pairs = sample(group("hỏi", 1, 11), random.Random(0))
    assert len(pairs) == GROUP
    assert {pair.question for pair in pairs} == {"hỏi"}
    assert [pair.right for pair in pairs] == [True] + [False] * (GROUP - 1)
    assert sum(pair.sentence in {"sai 0", "sai 1", "sai 2", "sai 3"} for pair in pairs) >= 3


def test_only_a_right_sentence_has_an_answer_marked() -> None:
    one = group("hỏi", 1, 1)
    one["sentences"][0]["answers"] = ["sai"]  # "sai" stands in the wrong sentence, but answers nothing there
    assert {(pair.right, pair.answer) for pair in sample(one, random.Random(0))} == {(True, (0, 4)), (False, None)}


def test_the_context_is_sometimes_left_out_for_the_whole_group() -> None:
    seen = [{pair.context for pair in sample(group("hỏi", 1, 3), random.Random(seed))} for seed in range(200)]
    assert {frozenset(contexts) for contexts in seen} == {frozenset({""}), frozenset({"bài"})}
    assert 20 <= sum(contexts == {""} for contexts in seen) <= 70


def test_batches_are_the_same_in_every_run_and_after_a_break() -> None:
    groups = [group(str(n), 1, 8) for n in range(10)]
    whole = list(batches(groups, 4, 7, 0))
    assert whole == list(batches(groups, 4, 7, 0))
    assert whole[3:] == list(batches(groups, 4, 7, 3))
    first = [pairs[0].question for batch, _ in whole[:2] for pairs in batch]
    assert len(set(first)) == len(first) == 8


def test_right_sentences_alone_come_beside_the_groups() -> None:
    lone = [group(f"lẻ {n}", 1, 0) for n in range(3)]
    [(own, alone)] = batches([group("hỏi", 1, 4)], 1, 1, 0, lone)
    assert [pair.question for pair in own[0]] == ["hỏi"] * 5
    assert sorted(pair.question for pair in alone) == ["lẻ 0", "lẻ 1", "lẻ 2"]
    assert all(pair.right and pair.answer for pair in alone)


def test_collections_kept_for_the_confidence_are_never_learned(tmp_path: Path) -> None:
    rows = [group("học", 1, 1, 0), group("giữ", 1, 1, min(HELD_OUT)), {**group("rỗng", 0, 0), "sentences": []}]
    path = written(tmp_path / "groups.jsonl.gz", rows)
    assert [found["question"] for found in read_groups(path)] == ["học"]


# --- where the answer stands ---


@pytest.mark.parametrize(
    ("text", "answers", "span"),
    [
        ("Có 45 lò.", ["45"], (3, 5)),
        ("Có 45 lò.", ["54", "lò", "45"], (6, 8)),
        ("Có 45 lò, 45 bến.", ["45"], (3, 5)),
        ("Có 45 lò.", ["54"], None),
        ("Có 45 lò.", ["", "45"], (3, 5)),
        ("Có 45 lò.", [], None),
        ("", ["45"], None),
    ],
)
def test_the_first_answer_that_is_held_is_marked(text: str, answers: list[str], span: tuple[int, int] | None) -> None:
    assert answer_span(text, answers) == span


# The tokens: [CLS] hỏi [SEP] Có 45 lò nung . [SEP] bài [SEP]; the sentence's own are 3 to 7.
OFFSETS = [(0, 0), (0, 3), (0, 0), (0, 2), (3, 5), (6, 8), (9, 13), (13, 14), (0, 0), (21, 24), (0, 0)]
INSIDE = [3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("answer", "inside", "span"),
    [
        ((3, 5), INSIDE, (1, 1)),
        ((3, 8), INSIDE, (1, 2)),
        ((0, 14), INSIDE, (0, 4)),
        ((4, 7), INSIDE, (1, 2)),  # inside two tokens: both
        ((13, 14), INSIDE, (4, 4)),
        ((5, 6), INSIDE, None),  # the space between tokens
        ((9, 13), [3, 4, 5], None),  # cut off
        ((6, 13), [3, 4, 5], None),  # cut off half way
        ((3, 5), [3, 4], (1, 1)),  # cut off behind it
        ((3, 5), [], None),
        (None, INSIDE, None),
    ],
)
def test_the_tokens_of_an_answer_by_hand(
    answer: tuple[int, int] | None, inside: list[int], span: tuple[int, int] | None
) -> None:
    pair = Pair("hỏi", "Có 45 lò nung.", "bài", True, answer)
    assert token_span(pair, OFFSETS, inside) == span


# --- the model ---

PAIRS = [
    Pair("tỉnh có mấy trạm", "Tỉnh có 45 trạm ở thôn bản.", "Năm 2024 tỉnh có chuyển đổi số.", True, (8, 10)),
    Pair("tỉnh có mấy trạm", "Trạm ở thôn.", "", False, None),
    Pair("gì", "Chuyển đổi số là gì?", "", True, (0, 13)),
    Pair("gì", "Năm 2024.", "bài", False, None),
    Pair("số", "Số?", "", False, None),
]


@pytest.fixture
def tiny_bert(tmp_path: Path) -> Path:
    """A BERT of random weights that knows single letters and some words, as the bundled body is one."""
    from transformers import BertConfig, BertModel, BertTokenizerFast

    text = " ".join(f"{pair.question} {pair.sentence} {pair.context}" for pair in PAIRS) + " 0 1 2 3 đúng sai"
    words = re.findall(r"\w+", text)
    letters = sorted(set(text) - {" "})
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    vocabulary += sorted(set(words) - set(letters))  # learned from the text, it would be another one in every run
    (tmp_path / "vocab").mkdir()
    (tmp_path / "vocab" / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    torch.manual_seed(5)  # scores apart from one another, see the test of their order
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=130,
        initializer_range=0.3,
    )
    folder = tmp_path / "bert"
    BertModel(config).save_pretrained(folder)
    fast = BertTokenizerFast.from_pretrained(str(tmp_path / "vocab"), do_lower_case=False, strip_accents=False)
    fast.save_pretrained(folder)
    return folder


def loaded(folder: Path) -> tuple[Any, Any]:
    """Model with its span head, in a state that draws nothing, and tokenizer."""
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    torch.manual_seed(0)
    model: Any = AutoModelForSequenceClassification.from_pretrained(folder, num_labels=1, dtype=torch.float32)
    model.span = torch.nn.Linear(model.config.hidden_size, 2)
    return model.eval(), AutoTokenizer.from_pretrained(folder)


def test_scores_keep_the_order_of_the_pairs(tiny_bert: Path) -> None:
    model, tokenizer = loaded(tiny_bert)
    with torch.no_grad():
        scores, spans = forward(model, tokenizer, PAIRS, "cpu")
        back, again = forward(model, tokenizer, PAIRS[::-1], "cpu")
        alone = torch.cat([forward(model, tokenizer, [pair], "cpu")[0] for pair in PAIRS])
    assert scores.shape == (5,)
    assert spans.shape == ()
    torch.testing.assert_close(back.flip(0), scores, atol=1e-2, rtol=0)
    torch.testing.assert_close(alone, scores, atol=1e-2, rtol=0)
    assert min(abs(a - b) for a, b in pairwise(sorted(scores.tolist()))) > 0.03  # else any order would do
    assert again.item() == pytest.approx(spans.item(), abs=2e-2)


def test_the_span_loss_by_hand(tiny_bert: Path) -> None:
    model, tokenizer = loaded(tiny_bert)
    with torch.no_grad():
        model.span.weight.zero_()
        model.span.bias.zero_()  # every token alike: the loss is the logarithm of their number
        _, one = forward(model, tokenizer, PAIRS[2:3], "cpu")
        _, none = forward(model, tokenizer, [PAIRS[1], *PAIRS[3:]], "cpu")
    tokens = len(tokenizer(PAIRS[2].sentence, add_special_tokens=False)["input_ids"])
    assert one.item() == pytest.approx(math.log(tokens), abs=1e-3)
    assert none.item() == 0.0


def test_a_run_saves_goes_on_and_loads_as_a_reader(tmp_path: Path, tiny_bert: Path) -> None:
    groups = [group(f"tỉnh có {n} trạm", 1, 3) for n in range(4)]
    out = tmp_path / "reader"
    fit(groups, out, steps=2, size=2, rate=1e-3, base=tiny_bert)
    saved = load_file(out / "model.safetensors")
    assert saved["span.weight"].shape == (2, 16)
    assert saved["classifier.weight"].shape == (1, 16)
    assert torch.load(out / "checkpoint.pt", weights_only=True)["step"] == 2
    fit(groups, out, steps=4, size=2, rate=1e-3, base=tiny_bert)
    assert torch.load(out / "checkpoint.pt", weights_only=True)["step"] == 4
    further = load_file(out / "model.safetensors")
    assert not torch.equal(further["span.weight"], saved["span.weight"])
    base = load_file(tiny_bert / "model.safetensors")
    words = next(name for name in base if name.endswith("word_embeddings.weight"))
    assert torch.equal(further[f"bert.{words}"], base[words].half())
    assert SentenceReader(out).read("tỉnh có gì", [("đúng 0", "bài")]).scores.shape == (1,)


def test_a_finished_run_started_again_learns_nothing_more(tmp_path: Path, tiny_bert: Path) -> None:
    groups = [group("tỉnh có trạm", 1, 3)]
    for _ in range(2):
        fit(groups, tmp_path / "reader", steps=1, size=1, rate=1e-3, base=tiny_bert)
    assert torch.load(tmp_path / "reader" / "checkpoint.pt", weights_only=True)["step"] == 1


def test_the_pace_of_learning_by_hand() -> None:
    assert [pace(step, 40) for step in (0, 1, 2, 21, 39, 40)] == pytest.approx([0.5, 1, 1, 0.5, 1 / 38, 0])
    assert [pace(step, 2) for step in (0, 1, 2)] == [1, 1, 0]
    assert pace(0, 1) == 1


def test_a_finished_run_learns_from_the_first_step_that_is_added(tmp_path: Path, tiny_bert: Path) -> None:
    groups = [group(f"tỉnh có {n} trạm", 1, 3) for n in range(4)]
    out = tmp_path / "reader"
    for steps, rate in ((2, 1e-3), (3, 2e-3)):
        fit(groups, out, steps=steps, size=2, rate=rate, base=tiny_bert)
        state = torch.load(out / "checkpoint.pt", weights_only=True)
        assert state["optimiser"]["param_groups"][0]["lr"] == pytest.approx(rate * pace(steps - 1, steps))
        (out / f"{steps}.pt").write_bytes((out / "checkpoint.pt").read_bytes())
    one, other = (torch.load(out / f"{steps}.pt", weights_only=True)["model"]["span.weight"] for steps in (2, 3))
    assert (one - other).abs().max() > 1e-4


def test_a_run_tells_its_hours_and_losses_over_a_break(tmp_path: Path, tiny_bert: Path) -> None:
    groups = [group("tỉnh có trạm", 1, 3)]
    first = fit(groups, tmp_path / "reader", steps=2, size=1, rate=1e-3, base=tiny_bert)
    second = fit(groups, tmp_path / "reader", steps=4, size=1, rate=1e-3, base=tiny_bert)
    assert 0 < first.hours < second.hours
    assert set(first.losses) == {"sentence", "span"}
    for name, (begun, ended) in first.losses.items():
        assert second.losses[name][0] == begun
        assert second.losses[name][1] != ended


def test_training_leaves_a_card_with_the_data_of_the_run(tmp_path: Path, tiny_bert: Path) -> None:
    files = [
        written(tmp_path / "qa-vi-viquad-groups.jsonl.gz", [group("tỉnh có trạm", 1, 3)] * 3),
        written(tmp_path / "own.jsonl.gz", [group("tỉnh có bài", 1, 3), group("giữ", 1, 1, min(HELD_OUT))]),
    ]
    train(files, tmp_path / "reader", steps=1, size=2, rate=1e-3, base=tiny_bert)
    text = (tmp_path / "reader" / "README.md").read_text(encoding="utf-8")
    assert "# reader\n" in text
    assert "trained from bert in 0.00 hours: 1 steps of 2 groups" in text
    assert "| qa-vi-viquad-groups.jsonl.gz | 3 | UIT-ViQuAD 1.0 |" in text
    assert "| own.jsonl.gz | 1 |  | see its source |" in text
    kept = {path.name for path in (tmp_path / "reader").iterdir()}
    assert kept >= {"model.safetensors", "config.json", "tokenizer.json"}
    assert "ranges.safetensors" not in kept  # those of the base are not this model's


def test_without_a_group_there_is_nothing_to_learn(tmp_path: Path, tiny_bert: Path) -> None:
    path = written(tmp_path / "groups.jsonl.gz", [group("giữ", 1, 1, min(HELD_OUT))])
    with pytest.raises(SystemExit, match="no group"):
        train([path], tmp_path / "reader", steps=1, size=1, rate=1e-3, base=tiny_bert)


def test_it_learns_both_to_find_and_to_mark(tmp_path: Path, tiny_bert: Path) -> None:
    groups = [group(f"tỉnh có {n} trạm", 1, 3) for n in range(4)]
    out = tmp_path / "reader"
    fit(groups, out, steps=50, size=4, rate=5e-3, base=tiny_bert)
    rows = [[float(value) for value in line.split("\t")] for line in (out / "loss.tsv").read_text().splitlines()]
    assert [row[0] for row in rows] == [25, 50]
    assert rows[1][1] < rows[0][1]
    assert rows[1][2] < rows[0][2]
