from pathlib import Path

import pytest

from corpus.errors import BadInput
from corpus.types import Article
from embeddings.train.adapt import adapt, kinds
from embeddings.train.loop import loaded

ARTICLE = Article(
    "a.md",
    "Hạ tầng số\n"
    "Tỉnh có mười trạm phát sóng mới. Mỗi xã có một trạm như vậy. Thôn xa nhất cũng đã có sóng.\n"
    "Người dân dùng điện thoại nhiều hơn trước. Chợ nhận tiền qua mã vuông.",
    title="Hạ tầng số của tỉnh",
)


def test_what_an_article_holds_together() -> None:
    found = {kind.name: [(pair.first, pair.second) for pair in kind.pairs] for kind in kinds([ARTICLE, ARTICLE])}
    assert found["title and text"][0][0] == "Hạ tầng số của tỉnh"
    assert ("Tỉnh có mười trạm phát sóng mới.", "Mỗi xã có một trạm như vậy.") in found["neighbouring sentences"]
    assert ("Thôn xa nhất cũng đã có sóng.", "Người dân dùng điện thoại nhiều hơn trước.") not in found[
        "neighbouring sentences"
    ]


def test_too_little_is_refused(tmp_path: Path, small_e5: Path) -> None:
    with pytest.raises(BadInput, match="hoidap index"):
        adapt([ARTICLE], small_e5, tmp_path, str)


def test_the_result_is_a_model_and_the_budget_is_kept(tmp_path: Path, small_e5: Path) -> None:
    articles = [
        Article(f"{n}.md", ARTICLE.text.replace("mười", str(n)), title=f"Hạ tầng số của tỉnh số {n}") for n in range(12)
    ]
    made = adapt(articles, small_e5, tmp_path / "model", str, seconds=3, size=4)
    assert made.pairs >= 24
    assert made.done.steps >= 1
    before, after = (loaded(path).encode(["trạm phát sóng"])[0] for path in (small_e5, tmp_path / "model"))
    assert abs(before - after).max() > 1e-4
    assert not (tmp_path / "model" / "checkpoint.pt").exists()
