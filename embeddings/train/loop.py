"""Fits an encoder to batches of pairs: contrastive, with an English teacher beside it. Seeded, resumable, with a loss log.

The contrastive loss is the softmax of each first side over all second sides of the batch, and of each second side over the firsts
(van den Oord et al. 2018, arXiv:1807.03748). The teacher's part draws a sentence and its translation to the teacher's vector of the
English one (Reimers and Gurevych 2020, arXiv:2004.09813). The weights kept are the mean over the last steps (Izmailov et al. 2018,
arXiv:1803.05407).
"""

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from embeddings.train.batches import Batch

SEED = 1
EVERY = 100  # steps between two checkpoints
LOGGED = 10  # steps of one line of the loss log
PARTS = 4  # of a batch, by length
AVERAGED = 5  # steps between two weights that are averaged
VECTORS, BODY = 3e-4, 5e-5  # learning rates
TEACHER = 4.0  # weight of the cosine distance from the teacher


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how fast: learning rates of the word vectors and of the body, `mean_of` the share of steps averaged."""

    steps: int
    vectors: float = VECTORS
    body: float = BODY
    scale: float = 25.0
    warm: float = 0.05
    mean_of: float = 0.25


@dataclass(frozen=True, slots=True)
class Done:
    """What a run was: its losses by kind at its start and end, its steps, pieces seen and hours."""

    steps: int
    pieces: int
    hours: float
    losses: Mapping[str, tuple[float, float]]


def contrast(firsts: Tensor, seconds: Tensor, own: Tensor, scale: float) -> Tensor:
    """The mean loss of (n, d) unit vectors whose right partners are rows `own` (n,) of (m, d).

    >>> round(float(contrast(torch.eye(2), torch.eye(2), torch.arange(2), 25.0)), 4)
    0.0
    """
    scores = scale * firsts @ seconds.T
    from_seconds = scores[:, own].T  # row n: the partner of n against every first
    siblings = (own[:, None] == own[None, :]) & ~torch.eye(len(own), dtype=torch.bool, device=own.device)
    back = functional.cross_entropy(from_seconds.masked_fill(siblings, -1e4), torch.arange(len(own), device=own.device))
    return (2 * functional.cross_entropy(scores, own) + back) / 3


def drawn_to(teacher: Tensor, firsts: Tensor, seconds: Tensor, scale: float) -> Tensor:
    """How far both sides' (n, d) vectors lie from the teacher's (n, d): contrastive and as cosine distance."""
    own = torch.arange(len(teacher), device=teacher.device)
    parts = [
        contrast(side, teacher, own, scale) + TEACHER * (1 - (side * teacher).sum(1)).mean()
        for side in (firsts, seconds)
    ]
    return (0.3 * parts[0] + parts[1]) / 1.3


class Trainer:
    """One encoder being fitted.

    Args:
        model: a SentenceTransformer in float32.
        out: where checkpoint and loss log stand.
        teacher: a SentenceTransformer whose vectors are as long; None leaves its part out.
    """

    def __init__(self, model: Any, recipe: Recipe, out: Path, teacher: Any = None) -> None:
        torch.manual_seed(SEED)
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model = undropped(model).to(self.device).train()
        self.teacher = teacher.to(self.device).eval() if teacher is not None else None
        self.recipe = recipe
        self.out = out
        table = [p for name, p in model.named_parameters() if "word_embeddings" in name]
        body = [p for name, p in model.named_parameters() if "word_embeddings" not in name and p.requires_grad]
        self.weights = [*table, *body]
        self.optimiser = torch.optim.AdamW(
            [{"params": table, "lr": recipe.vectors, "weight_decay": 0.0}, {"params": body, "lr": recipe.body}],
            weight_decay=0.01,
        )
        warm = max(1, round(recipe.steps * recipe.warm))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser,
            lambda step: min((step + 1) / warm, max(0.0, (recipe.steps - step) / max(1, recipe.steps - warm))),
        )
        self.step = self.pieces = self.averaged = 0
        self.seconds = 0.0
        self.mean: list[Tensor] = []
        self.losses: dict[str, tuple[float, float]] = {}

    def run(self, batch_of: Callable[[int], Batch], label: str, until: Callable[[], bool] = lambda: False) -> Done:
        """All steps that are left, or until `until` says that time is up; the mean weights stand in the model then."""
        self.out.mkdir(parents=True, exist_ok=True)
        self._resume()
        before = self.seconds
        began = time.monotonic()
        with (
            (self.out / "loss.tsv").open("a", encoding="utf-8") as log,
            tqdm(total=self.recipe.steps, initial=self.step, desc=label) as bar,
        ):
            while self.step < self.recipe.steps and not until():
                batch = batch_of(self.step)
                loss = self._fit(batch)
                self.step += 1
                self.seconds = before + time.monotonic() - began
                first, smooth = self.losses.get(batch.kind.name, (loss, loss))
                self.losses[batch.kind.name] = (first, 0.9 * smooth + 0.1 * loss)
                bar.set_postfix_str(f"{batch.kind.name} {loss:.3f}", refresh=False)
                bar.update()
                log.write(f"{self.step}\t{batch.kind.name}\t{loss:.4f}\t{self.pieces}\t{self.seconds:.0f}\n")
                if self.step % LOGGED == 0:
                    log.flush()
                if self.step > self.recipe.steps * (1 - self.recipe.mean_of) and self.step % AVERAGED == 0:
                    self._average()
                if self.step % EVERY == 0 or self.step == self.recipe.steps:
                    self._save()
        if self.mean:
            for weight, mean in zip(self.weights, self.mean, strict=True):
                weight.data.copy_(mean)
        return Done(self.step, self.pieces, self.seconds / 3600, dict(self.losses))

    def probe(self, batch: Batch) -> None:
        """All the work of a step but the learning; to measure the speed."""
        self._loss(batch).backward()  # type: ignore[no-untyped-call]
        self.optimiser.zero_grad(set_to_none=True)

    def _fit(self, batch: Batch) -> float:
        loss = self._loss(batch)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.weights, 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.optimiser.zero_grad(set_to_none=True)
        return float(loss.item())

    def _loss(self, batch: Batch) -> Tensor:
        with self._autocast():
            firsts, seconds = self._encode(self.model, batch.firsts), self._encode(self.model, batch.seconds)
        own = torch.tensor(batch.own, device=self.device)
        loss = contrast(firsts, seconds, own, self.recipe.scale)
        if batch.kind.loss == "distil" and self.teacher is not None:
            with torch.no_grad(), self._autocast():
                aims = self._encode(self.teacher, batch.firsts)
            loss = loss + drawn_to(aims, firsts, seconds[own], self.recipe.scale)
        return loss

    def _encode(self, model: Any, texts: Sequence[str]) -> Tensor:
        """(texts, dimension) unit vectors, computed in parts by length so that little is padded."""
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        part_size = -(-len(order) // PARTS)
        rows = []
        for part in (order[start : start + part_size] for start in range(0, len(order), part_size)):
            features = model.preprocess([texts[n] for n in part])
            self.pieces += int(features["attention_mask"].sum()) if model is self.model else 0
            features = {name: v.to(self.device) if hasattr(v, "to") else v for name, v in features.items()}
            rows.append(model(features)["sentence_embedding"].float())
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return functional.normalize(torch.cat(rows)[back.to(self.device)], dim=1)

    def _autocast(self) -> contextlib.AbstractContextManager[Any]:
        """bfloat16 where the processor multiplies it natively."""
        return torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.device == "cuda" or fast_bfloat16())

    def _average(self) -> None:
        self.averaged += 1
        if not self.mean:
            self.mean = [weight.detach().clone() for weight in self.weights]
            return
        for mean, weight in zip(self.mean, self.weights, strict=True):
            mean.lerp_(weight.detach(), 1 / self.averaged)

    def _save(self) -> None:
        state = {
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
            "mean": self.mean,
            "counts": [self.step, self.pieces, self.averaged],
            "seconds": self.seconds,
            "losses": {name: list(pair) for name, pair in self.losses.items()},
            "steps": self.recipe.steps,
            "random": torch.get_rng_state(),
        }
        beside = self.out / "checkpoint.part"
        torch.save(state, beside)
        beside.replace(self.out / "checkpoint.pt")

    def _resume(self) -> None:
        path = self.out / "checkpoint.pt"
        if not path.is_file():
            return
        state = torch.load(path, weights_only=True, map_location=self.device)
        if state["steps"] != self.recipe.steps:
            raise ValueError(
                f"{path} is of a run of {state['steps']} steps, not {self.recipe.steps}; name another folder"
            )
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["random"].cpu())
        self.mean = state["mean"]
        self.step, self.pieces, self.averaged = state["counts"]
        self.seconds = state["seconds"]
        self.losses = {name: (pair[0], pair[1]) for name, pair in state["losses"].items()}


def undropped(model: Any) -> Any:
    """The model without dropout inside its attention, which would keep torch from the fused kernel, at twice the speed."""
    for name, part in model.named_modules():
        if isinstance(part, torch.nn.Dropout) and ".attention.self." in name:
            part.p = 0.0
    return model


def fast_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 natively."""
    flags = Path("/proc/cpuinfo")
    return flags.is_file() and "avx512_bf16" in flags.read_text(encoding="utf-8", errors="ignore")


def loaded(folder: Path | str) -> Any:
    """A SentenceTransformer in float32 on the processor, from a local folder."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": torch.float32})


def plain(model: Any) -> Any:
    """A bundled encoder's body, mean and length 1 alone, without a table of word vectors (see `embeddings.train.words`)."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Normalize

    return SentenceTransformer(modules=[model[0], model[1], Normalize()], device="cpu")


def save(model: Any, out: Path) -> None:
    """Write the folder in half precision, without a card."""
    model.to("cpu").eval().half().save(str(out), create_model_card=False)
