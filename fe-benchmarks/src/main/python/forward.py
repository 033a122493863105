"""Python's side of a comparison: torchvision's models, and Pillow with a DataLoader.

For measuring only; nothing in build or tests needs it. With --serve it reads a command a line and
answers each with a line of JSON, as ComparedSide.java does:

    open KEY WAY BACKBONE PRECISION BATCH SIDE [FOLDER RESIZE FILTER]
                                           {"dimension": 2048}
    run KEY CALLS                          {"milliseconds": [12.1, ...]}
    close KEY                              {}

Ways: eager, channels_last, compile, max_autotune (a batch that is on the device already normalised,
to features read from it); script=FILE (the same through a TorchScript file that takes bytes);
loader/WAY (the files of a folder through a DataLoader with workers into one of those); pillow (the
files of a folder to crops, on one thread, milliseconds an image). Weights are random.
"""

import argparse
import contextlib
import json
import statistics
import sys
import time
from typing import Callable, Dict, List, Tuple

import numpy
import torch
import torchvision
from torch import nn

import backbones
import images

DTYPES = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}
MEAN = (0.485, 0.456, 0.406)
DEVIATION = (0.229, 0.224, 0.225)
WAYS = ("eager", "channels_last", "compile", "max_autotune")


class Unavailable(Exception):
    """This way or backbone is not there; the message says why."""


class ImageEmbedding(nn.Module):
    """The projected embedding of CLIP's vision transformer."""

    def __init__(self) -> None:
        super().__init__()
        from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

        config = CLIPVisionConfig(
            hidden_size=768, intermediate_size=3072, projection_dim=512, num_hidden_layers=12,
            num_attention_heads=12, image_size=224, patch_size=32)
        self.model = CLIPVisionModelWithProjection(config)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.model(pixel_values=x).image_embeds


def clip_resnet50() -> nn.Module:
    import timm

    return timm.create_model("resnet50_clip", pretrained=False)


def trunk(architecture: str, side: int) -> nn.Module:
    """Returns a model whose output is the feature: what its last linear layer would take."""
    try:
        if architecture == "clip_vit_b32":
            return ImageEmbedding()
        if architecture == "clip_rn50":
            return clip_resnet50()
    except ImportError as error:
        raise Unavailable(f"{architecture}: {error}") from error
    builder = getattr(torchvision.models, architecture, None)
    if builder is None:
        raise Unavailable(f"torchvision has no {architecture}")
    options = {}
    if architecture.startswith("vit_"):
        options["image_size"] = side
    if architecture in ("googlenet", "inception_v3"):
        options.update(aux_logits=False, transform_input=True, init_weights=False)
    model = builder(weights=None, **options)
    if hasattr(model, "fc"):
        model.fc = nn.Identity()
    elif hasattr(model, "heads"):
        model.heads = nn.Identity()
    elif hasattr(model, "head"):
        model.head = nn.Identity()
    elif architecture.startswith("squeezenet"):
        model.classifier = nn.AdaptiveAvgPool2d(1)
    elif isinstance(model.classifier, nn.Linear):
        model.classifier = nn.Identity()
    else:
        last = [i for i, layer in enumerate(model.classifier) if isinstance(layer, nn.Linear)][-1]
        model.classifier[last] = nn.Identity()
    return model


def pixels(batch: int, side: int) -> numpy.ndarray:
    """Returns the bytes of LoadedBackbone.pixels."""
    mixed = numpy.arange(batch * side * side * 3, dtype=numpy.uint32) * numpy.uint32(0x9E3779B1)
    mixed = (mixed ^ (mixed >> numpy.uint32(15))) * numpy.uint32(0x85EBCA77)
    return (mixed >> numpy.uint32(24)).astype(numpy.uint8).reshape(batch, side, side, 3)


def normalize(batch: torch.Tensor, dtype: torch.dtype, channels_last: bool) -> torch.Tensor:
    """Turns bytes (N, H, W, 3) into what torchvision's models take."""
    device = batch.device
    mean = torch.tensor(MEAN, device=device)
    deviation = torch.tensor(DEVIATION, device=device)
    floats = ((batch.to(torch.float32) / 255 - mean) / deviation).to(dtype).permute(0, 3, 1, 2)
    return floats if channels_last else floats.contiguous()


class Model:
    """A model in one of the ways, which turns a batch of bytes or of floats into features."""

    def __init__(self, way: str, architecture: str, dtype: torch.dtype, side: int, device: str):
        self.dtype = dtype
        self.takes_bytes = way.startswith("script=")
        self.channels_last = way != "eager"
        if self.takes_bytes:
            self.call: Callable = torch.jit.load(way.split("=", 1)[1], map_location=device).eval()
            return
        layout = torch.channels_last if self.channels_last else torch.contiguous_format
        torch.manual_seed(1)
        model = trunk(architecture, side).eval().to(device, dtype, memory_format=layout)
        self.call = model if way in ("eager", "channels_last") else compiled(model, way)

    def prepare(self, batch: torch.Tensor) -> torch.Tensor:
        return batch if self.takes_bytes else normalize(batch, self.dtype, self.channels_last)


def compiled(model: nn.Module, way: str) -> Callable:
    if not hasattr(torch, "compile"):
        raise Unavailable(f"torch {torch.__version__} has no torch.compile")
    return torch.compile(model, mode="max-autotune") if way == "max_autotune" else torch.compile(model)


def read(features: torch.Tensor) -> numpy.ndarray:
    """Reads features from the device, which waits for them."""
    return features.to(torch.float32).cpu().numpy()


class Side:
    """Answers the commands."""

    def __init__(self, device: str, workers: int):
        self.device = device
        self.workers = workers
        self.open: Dict[str, Callable[[], float]] = {}

    def answer(self, command: str) -> dict:
        words = command.split()
        try:
            with torch.inference_mode():
                if words[0] == "open":
                    return self.open_way(*words[1:])
                if words[0] == "run":
                    return {"milliseconds": [self.open[words[1]]() for _ in range(int(words[2]))]}
                if words[0] == "close":
                    del self.open[words[1]]
                    if hasattr(torch, "_dynamo"):
                        torch._dynamo.reset()
                    return {}
                return {"error": f"no such command: {command}"}
        except Exception as error:  # Whatever a compiler of torch raises: the other ways go on.
            return {"error": " ".join(f"{type(error).__name__}: {error}".split())[:200]}

    def open_way(self, key: str, way: str, backbone: str, precision: str, batch: str, side: str,
                 folder: str = "", resize: str = "256", interpolation: str = "BILINEAR") -> dict:
        architecture = backbone.split(".")[0]
        how = images.Preprocessing(int(side), int(resize), interpolation)
        if way == "pillow":
            work, facts = images.pillow(folder, how)
        elif way.startswith("loader/"):
            model = Model(way.split("/", 1)[1], architecture, DTYPES[precision], int(side), self.device)
            work, facts = images.loader(
                folder, how, int(batch), self.workers, self.device,
                lambda taken: read(model.call(model.prepare(taken))))
        else:
            model = Model(way, architecture, DTYPES[precision], int(side), self.device)
            work, facts = self.forward(model, int(batch), int(side))
        self.open[key] = work
        return facts

    def forward(self, model: Model, batch: int, side: int) -> Tuple[Callable[[], float], dict]:
        taken = model.prepare(torch.from_numpy(pixels(batch, side)).to(self.device))
        features = read(model.call(taken)).reshape(batch, -1)
        if not numpy.isfinite(features).all() or (features == features[0]).all():
            raise ValueError("features are not finite, or the same for all images")

        def work() -> float:
            begin = time.perf_counter()
            read(model.call(taken))
            return 1e3 * (time.perf_counter() - begin)

        return work, {"dimension": features.shape[1]}


def serve(side: Side) -> None:
    # What libraries print must not come between the answers.
    answers = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):
        for line in sys.stdin:
            print(json.dumps(side.answer(line)), file=answers, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--serve", action="store_true", help="answer commands of compare.py")
    parser.add_argument("--device", default="cpu", choices=("cpu", "gpu"))
    parser.add_argument("--threads", type=int, default=0, help="of torch; 0 leaves them alone")
    parser.add_argument("--workers", type=int, default=2, help="of the DataLoader")
    parser.add_argument("--precision", default="fp32", choices=DTYPES)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--calls", type=int, default=10)
    parser.add_argument("--ways", nargs="*", default=WAYS)
    parser.add_argument("backbones", nargs="*")
    arguments = parser.parse_args()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    torch.backends.cudnn.benchmark = True
    side = Side("cuda" if arguments.device == "gpu" else "cpu", arguments.workers)
    if arguments.serve:
        serve(side)
        return
    for backbone in arguments.backbones:
        for way in arguments.ways:
            opened = side.answer(
                f"open x {way} {backbone} {arguments.precision}"
                f" {backbones.batch_of(backbone, arguments.batch)} {backbones.side_of(backbone)}")
            if "error" in opened:
                print(f"{backbone:24} {way:14} {opened['error']}")
                continue
            side.answer("run x 2")
            times: List[float] = side.answer(f"run x {arguments.calls}")["milliseconds"]
            print(f"{backbone:24} {way:14} {statistics.median(times):9.2f} ms"
                  f"  ({min(times):.2f} to {max(times):.2f})", flush=True)
            side.answer("close x")


if __name__ == "__main__":
    main()
