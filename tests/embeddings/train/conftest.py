import gzip
import json
from pathlib import Path
from typing import Any

import pytest


def write_lines(path: Path, rows: list[dict[str, Any]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def squad_file(path: Path, contexts: dict[str, list[tuple[str, str]]]) -> None:
    """Contexts with (question, answer) pairs."""
    paragraphs = [
        {
            "context": context,
            "qas": [
                {
                    "id": f"{n}",
                    "question": question,
                    "answers": [{"text": answer, "answer_start": context.find(answer)}],
                }
                for n, (question, answer) in enumerate(asked)
            ],
        }
        for context, asked in contexts.items()
    ]
    with gzip.open(path, "wt", encoding="utf-8") as out:
        json.dump({"data": [{"title": "Bài", "paragraphs": paragraphs}]}, out)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one small file of each kind, and one that is kept for measuring."""
    folder = tmp_path / "data"
    folder.mkdir()
    towns = ["Hoa Lư", "Tam Điệp", "Gia Viễn", "Nho Quan", "Yên Mô", "Kim Sơn", "Yên Khánh", "Nam Trực"]
    contexts = {
        f"Huyện {town} có {n + 3} trạm phát sóng mới trong năm 2024.": [
            (f"Huyện {town} có mấy trạm phát sóng?", f"{n + 3} trạm")
        ]
        for n, town in enumerate(towns)
    }
    squad_file(folder / "qa-vi-mau-train.json.gz", contexts)
    squad_file(folder / "qa-vi-mau-dev.json.gz", {"Bí mật của bộ đo.": [("Bí mật gì?", "Bí mật")]})
    write_lines(
        folder / "news-vi-mau.jsonl.gz",
        [
            {
                "title": f"Khai mạc hội chợ ở {town}",
                "lead": f"Hội chợ {town} mở cửa sáng nay.",
                "body": ["Khách đến rất đông."],
            }
            for town in towns
        ],
    )
    write_lines(
        folder / "law-vi-mau.jsonl.gz",
        [
            {"title": f"Phạm vi điều chỉnh {n}", "body": f"(Điều {n} (cũ) Nghị định)\nQuy định số {n} về trạm."}
            for n in range(4)
        ],
    )
    write_lines(
        folder / "wiki-vi-mau.jsonl.gz",
        [{"title": town, "heading": "Lịch sử", "body": f"{town} là một vùng đất cổ."} for town in towns],
    )
    write_lines(
        folder / "pairs-en-mau.jsonl.gz",
        [
            {
                "question": f"how many stations does {town} have ?",
                "sentence": f"{town} has several stations .",
                "source": "x",
            }
            for town in towns
        ],
    )
    write_lines(
        folder / "parallel-en-vi-mau.jsonl.gz",
        [{"en": f"{town} has a new station.", "vi": f"{town} có một trạm mới.", "source": "x"} for town in towns],
    )
    write_lines(folder / "parallel-en-vi-mau-dev.jsonl.gz", [{"en": "the secret", "vi": "bí mật của bộ đo"}])
    return folder
