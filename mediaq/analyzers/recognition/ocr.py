"""Text in pictures, read by RapidOCR with the models that its package holds (PP-OCRv6)."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from mediaq.errors import ProviderNotReady

SIDE = 2000
# Below this a line is more often a texture than writing.
LEAST_SCORE = 0.6
MOST_LINES = 1000
_MODELS = {"Det": "*_det_*.onnx", "Cls": "*_cls_*.onnx", "Rec": "*_rec_*.onnx"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of writing: confidence from 0 to 1; box is left, top, width, height as shares of the
    picture."""

    text: str
    confidence: float
    box: tuple[float, float, float, float]


class Reader:
    """A loaded engine; `model` says which."""

    def __init__(self, threads: int) -> None:
        """Raises ProviderNotReady without the extra `ocr`."""
        try:
            from rapidocr import RapidOCR
        except ImportError as error:
            raise ProviderNotReady("rapidocr is not installed: mediaq[ocr]") from error
        paths = dict(_models())
        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        self.model = paths["Rec"].stem
        self._engine: Any = RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.max_side_len": SIDE,
                "Global.text_score": LEAST_SCORE,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                **{f"{part}.model_path": str(path) for part, path in paths.items()},
            }
        )

    def read(self, picture: Image.Image) -> list[Line]:
        """The lines in an RGB picture of at most `SIDE` pixels a side, in the order of reading."""
        blue_first = np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])
        found = self._engine(blue_first)
        if found.txts is None or found.boxes is None or found.scores is None:
            return []
        rows = zip(found.txts, found.scores, found.boxes, strict=True)
        return [
            Line(text.strip(), round(float(score), 3), _box(corners, picture.size))
            for text, score, corners in rows
            if any(character.isalnum() for character in text)
        ][:MOST_LINES]


def _models() -> Iterator[tuple[str, Path]]:
    """Named one by one: left to itself, the package downloads what it does not find."""
    spec = find_spec("rapidocr")
    places = spec.submodule_search_locations if spec else None
    for part, pattern in _MODELS.items():
        path = next((Path(places[0]) / "models").glob(pattern), None) if places else None
        if path is None:
            raise ProviderNotReady("The package rapidocr holds no models.")
        yield part, path


def _box(corners: Any, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """The upright rectangle around four corners in pixels."""
    points = np.clip(np.asarray(corners, dtype=np.float64) / size, 0.0, 1.0)
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return round(left, 4), round(top, 4), round(right - left, 4), round(bottom - top, 4)
