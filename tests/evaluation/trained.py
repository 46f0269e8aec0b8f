"""What `archive extract train` makes of 200 articles of political news (PolNeAR), on others of the same kind.

The articles are annotated by others and not ours to pass on: the model is made in a temporary folder, and thrown away.
"""

import json
import tempfile
import time
from pathlib import Path

import archive
from archive.extractors import crf
from archive.extractors._score import score
from archive.text.sentences import sentences
from archive.verbs._annotated import from_file
from tests.evaluation.attribution import SETS, rows


def scores(shared: Path, only: str | None = None) -> dict[str, dict[str, float]]:
    """Percent on dev, which training does not see; nothing without the extra. `speed` is in 100,000 characters a
    second of one core, with the splitting into sentences."""
    if only not in (None, "dev"):
        return {}
    try:
        import pycrfsuite  # noqa: F401
    except ImportError:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        for name, file in SETS.items():
            _write(Path(folder) / f"{name}.jsonl", shared / "data/attribution" / file)
        model = Path(folder) / "model"
        archive.train(model, f"{folder}/train200.jsonl")
        marked = list(from_file(Path(folder) / "dev.jsonl"))
        extractor = crf.opened(model.read_bytes())
        started = time.perf_counter()
        found = [extractor.extract(one.text, sentences(one.text)) for one in marked]
        seconds = time.perf_counter() - started
    measured = score((one.text, said, one.marked) for one, said in zip(marked, found, strict=True))
    measures = ("f", "precision", "recall", "source")
    table = {f"dev_{measure}": {"crf": getattr(measured, measure)} for measure in measures}
    return table | {"dev_speed": {"crf": sum(len(one.text) for one in marked) / seconds / 1e5}}


def _write(path: Path, packed: Path) -> None:
    """As JSONL, without the few attributions of which nothing is said."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows(packed):
            row["attributions"] = [one for one in row["attributions"] if one["content"]]
            file.write(json.dumps(row) + "\n")
