import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.peers import __main__ as command
from eval.peers import compare, environments, models, protocol
from eval.peers.driver import PeerFailed, Running
from eval.peers.environments import NoEnvironment, environment
from eval.peers.sampling import Sampled
from eval.speed import plot, timing
from eval.speed import text as written

SCRIPT = """
import sys
from eval.peers import protocol

class Peer:
    def __init__(self, options):
        print("a library that talks", options.mode)
    def index(self, passages):
        self.passages = passages
        return {"more": len(passages[0])}
    def ask(self, question):
        if question == "crash":
            raise ValueError("does not know")
        return sum(question in passage for passage in self.passages)

protocol.main(Peer, ("numpy",))
"""


class FakePeer:
    """Holds how many passages there are."""

    def index(self, passages):
        self.passages = list(passages)
        return {}

    def words(self, question):
        return sum(question in passage for passage in self.passages)


@pytest.fixture
def start(tmp_path):
    """Starts a script as a peer."""
    script = tmp_path / "peer.py"

    def start(text=SCRIPT, patience=120.0):
        script.write_text(text, encoding="utf-8")
        options = ["--threads", "1", "--sample", "2", "--work", str(tmp_path), "--mode", "loud"]
        return Running([sys.executable, "-P", str(script), *options], tmp_path / "log" / "stderr.txt", patience)

    return start


@pytest.fixture
def passages_file(tmp_path):
    path = tmp_path / "passages.jsonl"
    path.write_text('"Huế có sông"\n"Vinh"\n', encoding="utf-8")
    return path


def test_a_peer_in_a_process_of_its_own_is_indexed_asked_and_stopped(start, passages_file, tmp_path):
    with start() as running:
        assert running.versions == {"numpy": np.__version__}
        assert running.start_s > 0
        indexed = running.order("index", passages=str(passages_file))
        assert (indexed["passages"], indexed["more"]) == (2, len("Huế có sông"))
        asked = running.order("ask", questions=["Huế", "V", "H", "Đà"])
        assert asked["found"] == [1, 1, 1, 0]
        assert len(asked["ms"]) == 4
        assert running.order("memory")["rss_mb"] > 1
    assert running._process.returncode == 0
    assert "a library that talks loud" in (tmp_path / "log" / "stderr.txt").read_text(encoding="utf-8")


def test_a_peer_that_stops_or_keeps_silent_says_why(start, passages_file):
    with start() as running:
        running.order("index", passages=str(passages_file))
        with pytest.raises(PeerFailed, match="stopped: ValueError: does not know"):
            running.order("ask", questions=["crash"])
        with pytest.raises(PeerFailed):
            running.order("memory")
    with pytest.raises(PeerFailed, match="ModuleNotFoundError: No module named 'no_such_library'"):
        start("import no_such_library")
    with pytest.raises(PeerFailed, match="within 0 seconds"):
        start("import time; time.sleep(100)", patience=0.2)


def test_orders(passages_file):
    peer = FakePeer()
    assert protocol.obey(peer, {"do": "index", "passages": str(passages_file)})["passages"] == 2
    assert protocol.obey(peer, {"do": "words", "questions": ["V"]})["found"] == [1]
    with pytest.raises(AttributeError):
        protocol.obey(peer, {"do": "ask", "questions": ["V"]})
    with pytest.raises(ValueError, match="no order 'dance'"):
        protocol.obey(peer, {"do": "dance"})


def test_the_rest_of_a_sample_is_made_up_and_its_time_worked_out():
    asked = []

    def encode(texts):
        asked.extend(texts)
        return np.eye(3)[: len(texts)]

    sampled = Sampled(encode, 3)
    first, second = sampled(["a", "b"]), sampled(["c", "d", "e"])
    assert asked == ["a", "b", "c"]
    assert first.tolist() == np.eye(3)[:2].tolist()
    assert second.shape == (3, 3)
    assert np.linalg.norm(second, axis=1) == pytest.approx(1)
    sampled.seconds = 6.0
    assert sampled.told(10.0, 300) == {"seconds": 604.0, "encoded": 3, "measured_s": 10.0}
    assert Sampled(encode, 3).told(5.0, 9) == {"seconds": 5.0, "encoded": 0}


def test_an_environment_is_made_once_for_its_requirements(tmp_path):
    ran = []
    python = environment("bm25s", tmp_path / "env", ran.append)
    assert python == tmp_path / "env" / "bin" / "python"
    assert [line[1:3] for line in ran] == [["-m", "venv"], ["-m", "pip"]]
    assert environment("bm25s", tmp_path / "env", ran.append) == python
    assert len(ran) == 2
    (tmp_path / "env" / "requirements.txt").write_text("older\n")
    environment("bm25s", tmp_path / "env", ran.append)
    assert len(ran) == 4


def test_an_environment_that_cannot_be_made_is_not_tried_again(tmp_path):
    ran = []

    def fails(line):
        ran.append(line)
        raise subprocess.CalledProcessError(1, line, stderr="much\nERROR: no such version\n")

    for _ in range(2):
        with pytest.raises(NoEnvironment, match=r"does not install: ERROR: no such version"):
            environment("txtai", tmp_path / "env", fails)
    assert len(ran) == 1


def test_every_contender_has_its_module_its_requirements_and_its_models():
    for contender in (*compare.CONTENDERS, *compare.LARGE):
        folder = environments.REQUIREMENTS
        module = (folder / f"{contender.peer}.py").read_text(encoding="utf-8")
        assert f"def {contender.kind}(self, question: str) -> int" in module
        pins = (folder / f"{contender.peer}.txt").read_text(encoding="utf-8").split()
        assert pins
        assert all("==" in pin for pin in pins)
        assert {contender.encoder, contender.reader} - {""} <= compare.MODELS.keys()
    assert len({contender.name for contender in (*compare.CONTENDERS, *compare.LARGE)}) == 7


SETTING = compare.Setting(
    passages=3, questions=2, rounds=3, threads=1, sample=2, seed=0, patience=1.0, work=Path("work")
)


class FakeRunning:
    """Answers every question in `ms` milliseconds and notes in `log` who is asked for what."""

    def __init__(self, name, ms, log):
        self.name, self.ms, self.log = name, ms, log
        self.start_s, self.versions = 2.0, {"it": "1"}

    def __enter__(self):
        return self

    def __exit__(self, *rest):
        self.log.append((self.name, "stopped"))

    def order(self, do, **more):
        self.log.append((self.name, do))
        match do:
            case "index":
                return {"seconds": 5.0 * self.ms, "passages": 3}
            case "memory":
                return {"rss_mb": 100.0 * self.ms}
        return {"ms": [self.ms] * len(more["questions"]), "found": [10] * len(more["questions"])}


def comparison(monkeypatch, tmp_path, log, fail=None):
    def started(command, path, patience):
        if fail:
            raise fail
        return FakeRunning("peer", 6.0, log)

    monkeypatch.setattr(compare, "Running", started)
    return compare.Comparison(replace(SETTING, work=tmp_path), ["a", "b", "c"])


def test_the_two_take_turns_and_ratios_are_theirs_to_ours(monkeypatch, tmp_path):
    log = []
    own = FakeRunning("own", 2.0, log)
    found = comparison(monkeypatch, tmp_path, log).entry(
        compare.CONTENDERS[0], own, {"seconds": 15.0}, Path(sys.executable)
    )
    assert found["status"] == "measured"
    assert [
        found[name] for name in ("ratio", "ratio_low", "ratio_high", "index_ratio", "memory_ratio", "start_ratio")
    ] == [
        3.0,
        3.0,
        3.0,
        2.0,
        3.0,
        1.0,
    ]
    assert [name for name, do in log if do == "words"] == ["own", "peer", "own", "peer", "peer", "own", "own", "peer"]
    assert log[-1] == ("peer", "stopped")
    assert len(found["rounds"]) == 3


@pytest.mark.parametrize("why", [PeerFailed("stopped: out of memory"), NoEnvironment("does not install: no wheel")])
def test_a_contender_that_fails_is_left_out_with_the_reason(monkeypatch, tmp_path, why):
    found = comparison(monkeypatch, tmp_path, [], why).entry(
        compare.CONTENDERS[0], FakeRunning("own", 1.0, []), {"seconds": 1.0}, Path(sys.executable)
    )
    assert (found["status"], found["why"]) == ("skipped", str(why))


def test_the_passages_are_those_of_a_made_collection(tmp_path):
    compare.write_passages(tmp_path / "p" / "passages.jsonl", 105, 0)
    lines = (tmp_path / "p" / "passages.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line) for line in lines]
    assert len(texts) == len(set(texts)) == 105


@pytest.fixture
def told(monkeypatch):
    """`python -m eval.peers` with every contender measured at once; notes which."""
    asked = []

    class Told:
        def __init__(self, setting, questions):
            assert questions

        @contextmanager
        def own(self):
            yield FakeRunning("own", 1.0, []), {"seconds": 1.0}

        def entry(self, contender, own, indexed):
            asked.append(contender.name)
            named = {"title": contender.title, "kind": contender.kind, "what": contender.what}
            if contender.peer == "txtai":
                return {"status": "skipped", **named, "why": "does not install: no wheel"}
            return {
                "status": "measured",
                **named,
                "versions": {"it": "1"},
                **compare.summary([{"ratio": 2.0}, {"ratio": 4.5}, {"ratio": 3.0}]),
                "index_ratio": 7.25,
                "memory_ratio": None,
                "start_ratio": 0.5,
                "index": {"encoded": 128},
            }

    monkeypatch.setattr(compare, "Comparison", Told)
    monkeypatch.setattr(timing, "code", lambda *packages: "abc")
    return asked


def test_what_was_compared_is_kept_and_not_compared_again(tmp_path, told, capsys):
    folders = ["--work", str(tmp_path / "w"), "--results", str(tmp_path / "r")]
    assert command.main(["--passages", "50", "--only", "bm25s", "txtai", *folders]) == 0
    text = capsys.readouterr().out
    assert "3.00 [2.00; 4.50]" in text
    assert "**txtai RAG, base reader**: left out, it does not install: no wheel" in text
    assert told == ["bm25s", "txtai"]
    assert command.main(["--passages", "50", *folders]) == 0
    assert told[2:] == [c.name for c in compare.CONTENDERS if c.name not in ("bm25s", "txtai")]
    kept = timing.read_json(tmp_path / "r" / "speed.json")["peers"]["50"]
    assert list(kept["entries"]) == told
    assert kept["models"].keys() == {"own", "encoder-base", "reader-base"}
    assert command.main(["--passages", "50", *folders]) == 0
    assert len(told) == 6
    assert command.main(["--passages", "50", "--rounds", "2", "--only", "bm25s", *folders]) == 0
    assert told[6:] == ["bm25s"]
    assert command.main(["--passages", "50", "--only", "nobody", *folders]) == 2
    assert "haystack-dense" in capsys.readouterr().err


def test_the_readme_keeps_what_a_person_wrote_around_the_tables(tmp_path, told):
    path = tmp_path / "r" / "README.md"
    path.parent.mkdir()
    path.write_text(f"# Mine\n\n{written.BEGIN}\nold\n{written.END}\n\nAfter.\n", encoding="utf-8")
    folders = ["--work", str(tmp_path / "w"), "--results", str(tmp_path / "r")]
    assert command.main(["--passages", "50", "--only", "bm25s", *folders]) == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# Mine\n\n{written.BEGIN}\n")
    assert text.endswith(f"{written.END}\n\nAfter.\n")
    assert "old" not in text
    written.write_readme(path, timing.read_json(tmp_path / "r" / "speed.json"))
    assert path.read_text(encoding="utf-8") == text
    assert "bm25s" in (tmp_path / "r" / "speed.svg").read_text(encoding="utf-8")


def test_the_plot_of_nothing_says_so_and_the_same_numbers_give_the_same_bytes():
    assert "Nothing was measured yet." in plot.plot({}) == plot.plot({})
    assert written.speed_text({}) == "Nothing was measured yet."


def test_models_of_random_weights_have_the_shape_that_is_asked_for_and_are_made_once(tmp_path):
    from sentence_transformers import SentenceTransformer
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    tiny = models.Shape(layers=2, hidden=32, heads=2, inner=64, vocabulary=32_002)
    encoder = SentenceTransformer(str(models.encoder(tmp_path / "e", tiny)), device="cpu", local_files_only=True)
    assert np.linalg.norm(encoder.encode(["Huế có 9 quận", "?"]), axis=1) == pytest.approx(1)
    folder = models.reader(tmp_path / "r", tiny)
    made = (folder / "model.safetensors").stat().st_mtime_ns
    tokens = AutoTokenizer.from_pretrained(folder)("Huế?", "Huế có 9 quận.", return_tensors="pt")
    assert "token_type_ids" not in tokens
    marks = AutoModelForQuestionAnswering.from_pretrained(folder)(**tokens)
    assert marks.start_logits.shape == tokens["input_ids"].shape
    assert models.reader(folder, tiny) == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == made
