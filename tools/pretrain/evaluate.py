"""Compares frozen features on photographs: given weights, random weights, raw pixels.

Features are the 1,024 pooled values before fc, at 224 pixels with torchvision's preprocessing,
standardised on the training part; logistic regression (C = 0.01); five stratified folds.
"""

import argparse
import hashlib
import pathlib
import warnings

import numpy as np
import torch
import torch.nn.functional as F
import torchvision
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.neighbors import NearestCentroid
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import augment
import weights
from train import ARCHITECTURE, Batches

_PREPROCESSING = torchvision.transforms.Compose([
    torchvision.transforms.Resize(256), torchvision.transforms.CenterCrop(224)])


def photographs(folder, cache):
    """Cropped images (N, 224, 224, 3) uint8 and their labels, kept as a file under cache."""
    folder = pathlib.Path(folder)
    key = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    kept = pathlib.Path(cache) / f"{key}.npz"
    if not kept.exists():
        classes = sorted(p for p in folder.iterdir() if p.is_dir())
        files = [(f, k) for k, c in enumerate(classes) for f in sorted(c.iterdir())
                 if f.suffix.lower() in (".jpg", ".jpeg", ".png")]
        images = [np.asarray(_PREPROCESSING(Image.open(f).convert("RGB"))) for f, _ in files]
        np.savez(kept, images=np.stack(images), labels=np.array([k for _, k in files]))
    with np.load(kept) as stored:
        return stored["images"], stored["labels"]


def features(model, images):
    body = torch.nn.Sequential(*list(model.children())[:-1]).eval()
    with torch.no_grad():
        return np.concatenate([
            body(augment.normalized(augment.pixels(torch.from_numpy(images[i:i + 32]))))
            .mean((2, 3)).numpy() for i in range(0, len(images), 32)])


def raw_pixels(images, side=16):
    return np.stack([
        np.asarray(Image.fromarray(i).resize((side, side), Image.BILINEAR)).ravel()
        for i in images]).astype(np.float32)


def accuracies(rows, labels, classifier=None):
    folds = StratifiedKFold(5, shuffle=True, random_state=0).split(rows, labels)
    results = []
    for fit, test in folds:
        head = classifier or LogisticRegression(C=0.01, max_iter=500)
        pipe = make_pipeline(StandardScaler(), head).fit(rows[fit], labels[fit])
        results.append(pipe.score(rows[test], labels[test]))
    return results


def calibrate(model, batches, side, count=40):
    """Sets the batch-norm statistics to plain averages over formula images seen at one size."""
    norms = [m for m in model.modules() if isinstance(m, torch.nn.BatchNorm2d)]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
    model.train()
    with torch.no_grad():
        for _ in range(count):
            images, _ = batches.next()
            images = F.interpolate(augment.pixels(images), (side, side), mode="bilinear",
                                   align_corners=False)
            model(augment.normalized(images).contiguous(memory_format=torch.channels_last))
    for norm in norms:
        norm.momentum = 0.1
    model.eval()


def random_model(seed, batches=None):
    torch.manual_seed(seed)
    model = getattr(torchvision.models, ARCHITECTURE)(num_classes=800)
    if batches is not None:
        calibrate(model, batches, 224, count=8)
    return model


def loaded_model(path):
    state = weights.load(path)
    model = getattr(torchvision.models, ARCHITECTURE)(num_classes=len(state["fc.bias"]))
    model.load_state_dict(state)
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", help="folders of class folders")
    parser.add_argument("--weights", nargs="*", default=[])
    parser.add_argument("--cache", required=True, help="folder for decoded photographs")
    parser.add_argument("--data", help="formula images; with it, random weights are compared too")
    parser.add_argument("--images", type=int, default=100, help="formula images a class")
    parser.add_argument("--seeds", type=int, default=3, help="how many random weights")
    a = parser.parse_args()
    warnings.filterwarnings("ignore")
    pathlib.Path(a.cache).mkdir(parents=True, exist_ok=True)

    rows = [(pathlib.Path(w).name[-32:], [loaded_model(w)]) for w in a.weights]
    if a.data:
        batches = Batches(a.data, a.images, 64, 1)
        rows.append(("random", [random_model(s) for s in range(a.seeds)]))
        rows.append(("random, calibrated", [random_model(s, batches) for s in range(a.seeds)]))
    for folder in a.sets:
        images, labels = photographs(folder, a.cache)
        print(f"{folder}: {len(images)} images, {labels.max() + 1} classes")
        for name, models in rows:
            report(name, [accuracies(features(m, images), labels) for m in models])
        if a.data:
            small = raw_pixels(images)
            report("pixels 16 x 16, logistic", [accuracies(small, labels)])
            report("pixels 16 x 16, nearest mean", [accuracies(small, labels, NearestCentroid())])


def report(name, runs):
    runs = np.array(runs)
    seeds = f"  over {len(runs)} seeds {runs.mean(1).std():.3f}" if len(runs) > 1 else ""
    print(f"  {name:34s} {runs.mean():.3f} +- {runs.std(1).mean():.3f}{seeds}", flush=True)


if __name__ == "__main__":
    main()
