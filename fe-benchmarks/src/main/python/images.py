"""Pillow, and a DataLoader of PyTorch over it, on the files of a folder; see forward.py.

For measuring only; nothing in build or tests needs it.
"""

import io
import pathlib
import time
from typing import Callable, List, NamedTuple, Tuple

import numpy
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset

FILTERS = {"BILINEAR": Image.BILINEAR, "BICUBIC": Image.BICUBIC}


class Preprocessing(NamedTuple):
    """What happens to a picture before a backbone sees it."""

    side: int
    shorter: int
    interpolation: str


def crop(image: Image.Image, how: Preprocessing) -> numpy.ndarray:
    """Resizes the shorter side and crops the centre, as torchvision's transforms do."""
    image = image.convert("RGB")
    side, shorter = how.side, how.shorter
    width, height = image.size
    if width < height:
        size = (shorter, int(shorter * height / width))
    else:
        size = (int(shorter * width / height), shorter)
    image = image.resize(size, FILTERS[how.interpolation])
    left = int(round((size[0] - side) / 2.0))
    top = int(round((size[1] - side) / 2.0))
    return numpy.asarray(image.crop((left, top, left + side, top + side)))


def files(folder: str) -> List[pathlib.Path]:
    found = sorted(pathlib.Path(folder).rglob("*.jpg"))
    if not found:
        raise ValueError(f"no JPEG files below {folder}")
    return found


class Crops(Dataset):
    """The crops of the files of a folder, as bytes (H, W, 3)."""

    def __init__(self, folder: str, how: Preprocessing):
        self.paths = files(folder)
        self.how = how

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, index: int) -> torch.Tensor:
        with Image.open(self.paths[index]) as image:
            return torch.from_numpy(crop(image, self.how).copy())


def pillow(folder: str, how: Preprocessing) -> Tuple[Callable[[], float], dict]:
    """Returns what decodes, resizes and crops all files on this thread."""
    contents = [path.read_bytes() for path in files(folder)]

    def work() -> float:
        begin = time.perf_counter()
        for content in contents:
            last = crop(Image.open(io.BytesIO(content)), how)
        elapsed = 1e3 * (time.perf_counter() - begin) / len(contents)
        if not last.any():
            raise ValueError("the last crop is black")
        return elapsed

    return work, {"images": len(contents)}


def loader(folder: str, how: Preprocessing, batch: int, workers: int, device: str,
           model: Callable[[torch.Tensor], numpy.ndarray]) -> Tuple[Callable[[], float], dict]:
    """Returns what brings all files through workers and a model that takes bytes (N, H, W, 3)."""
    crops = Crops(folder, how)
    gpu = device != "cpu"
    # Workers that stay: their start, seconds of it, is not timed. Whole batches, as models that are
    # compiled for one size want them; what remains is filled up.
    batches = DataLoader(crops, batch, num_workers=workers, persistent_workers=True,
                         prefetch_factor=4, pin_memory=gpu)

    def rows() -> int:
        count = 0
        for taken in batches:
            size = len(taken)
            if size < batch:
                taken = torch.cat([taken, taken[:1].expand(batch - size, *taken.shape[1:])])
            features = model(taken.to(device, non_blocking=True))
            count += len(features[:size])
        return count

    rows()

    def work() -> float:
        begin = time.perf_counter()
        count = rows()
        elapsed = 1e3 * (time.perf_counter() - begin)
        if count != len(crops):
            raise ValueError(f"{count} of {len(crops)} images were extracted")
        return elapsed

    return work, {"images": len(crops)}
