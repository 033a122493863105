#!/usr/bin/env python3
"""What people would train heads with instead of fe4j: PyTorch and scikit-learn.

head.py time [--rows 60000 --dimension 1280 --classes 10 --batch 32 --epochs 3 ...]
    seconds of an epoch of one fold and of five, for the loop over a DataLoader that tutorials
    show, for a loop that indexes tensors by a permutation, and for scikit-learn's SGDClassifier.
head.py check DIRECTORY
    trains on what HeadBenchmarkExchange wrote to the directory, in its order of rows, and compares the
    predictions on the test part.
head.py peak [--classes 196 --batch 256]
    what the matrix products of one step reach alone, without Adam and without reading rows.

Time it with OPENBLAS_NUM_THREADS=1 too: OpenBLAS, where it has threads of its own, and PyTorch's
OpenMP threads get in each other's way, which makes small products several times slower.

Measuring only; neither the build nor a test needs it.
"""
import argparse
import statistics
import time
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader, TensorDataset


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=["time", "check", "peak"])
    parser.add_argument("directory", nargs="?")
    parser.add_argument("--rows", type=int, default=60000)
    parser.add_argument("--dimension", type=int, default=1280)
    parser.add_argument("--classes", type=int, default=10)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--loops", default="loader,indexed")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    if options.what == "time":
        measure(options)
    elif options.what == "peak":
        peak(options)
    else:
        check(Path(options.directory))


def made_up(options):
    """Features behind a ReLU and labels; their values do not change what an epoch costs."""
    random = np.random.default_rng(1)
    features = random.standard_normal((options.rows, options.dimension), dtype=np.float32)
    np.maximum(features, 0, out=features)
    return features, np.arange(options.rows) % options.classes


def measure(options):
    """One fold: four fifths of the rows, nine tenths of them to train on, one tenth to validate."""
    features, labels = made_up(options)
    outer = np.random.default_rng(2).permutation(options.rows)[: options.rows * 4 // 5]
    cut = len(outer) * 9 // 10
    train, validation = outer[:cut], outer[cut:]
    for loop in options.loops.split(","):
        begin = time.perf_counter()
        mean, deviation = features[train].mean(axis=0), features[train].std(axis=0)
        deviation[deviation == 0] = 1
        parts = []
        for rows in (train, validation):
            scaled = torch.from_numpy((features[rows] - mean) / deviation)
            parts.append((scaled, torch.from_numpy(labels[rows])))
        prepared = time.perf_counter() - begin
        if loop == "sgd":
            seconds = stochastic_gradient(parts, options)
        else:
            seconds = LOOPS[loop](parts, options)
        median = statistics.median(seconds)
        print(
            f"{loop}: {options.rows} x {options.dimension}, {options.classes} classes, batch"
            f" {options.batch}, {options.threads} threads: {median:.3f} s an epoch of one fold"
            f" (lowest {min(seconds):.3f}, highest {max(seconds):.3f}, {len(seconds)} epochs),"
            f" {5 * median:.2f} s of five; scaling {prepared:.2f} s a fold",
            flush=True,
        )


def linear(dimension, classes):
    model = torch.nn.Linear(dimension, classes)
    torch.nn.init.zeros_(model.weight)
    torch.nn.init.zeros_(model.bias)
    return model


def over_a_loader(parts, options):
    (x, y), (vx, vy) = parts
    model = linear(x.shape[1], options.classes)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    criterion = torch.nn.CrossEntropyLoss()
    train = DataLoader(TensorDataset(x, y), batch_size=options.batch, shuffle=True)
    validation = DataLoader(TensorDataset(vx, vy), batch_size=options.batch)
    seconds = []
    for _ in range(options.epochs):
        begin = time.perf_counter()
        total = 0.0
        for xb, yb in train:
            optimizer.zero_grad()
            loss = criterion(model(xb), yb)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(yb)
        validation_total = 0.0
        with torch.no_grad():
            for xb, yb in validation:
                validation_total += criterion(model(xb), yb).item() * len(yb)
        seconds.append(time.perf_counter() - begin)
    return seconds


def indexed(parts, options):
    (x, y), (vx, vy) = parts
    model = linear(x.shape[1], options.classes)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    seconds = []
    for _ in range(options.epochs):
        begin = time.perf_counter()
        total = torch.zeros(())
        for rows in torch.randperm(len(y)).split(options.batch):
            loss = torch.nn.functional.cross_entropy(model(x[rows]), y[rows])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            total += loss.detach() * len(rows)
        with torch.no_grad():
            torch.nn.functional.cross_entropy(model(vx), vy).item()
        total.item()
        seconds.append(time.perf_counter() - begin)
    return seconds


def stochastic_gradient(parts, options):
    """One row a step, one class against the rest, no Adam: another method, for scale only."""
    from sklearn.linear_model import SGDClassifier

    (x, y), _ = parts
    model = SGDClassifier(loss="log_loss", random_state=0, n_jobs=options.threads)
    seconds = []
    for _ in range(options.epochs):
        begin = time.perf_counter()
        model.partial_fit(x.numpy(), y.numpy(), classes=np.arange(options.classes))
        seconds.append(time.perf_counter() - begin)
    return seconds


LOOPS = {"loader": over_a_loader, "indexed": indexed}


def peak(options):
    x = torch.randn(options.batch, options.dimension)
    w = torch.randn(options.classes, options.dimension)
    slopes = torch.randn(options.batch, options.classes)
    for name, product in (
        ("logits", lambda: x @ w.T),
        ("gradient", lambda: slopes.T @ x),
        ("a square of 2,048", lambda: SQUARE @ SQUARE),
    ):
        operations = 2 * options.batch * options.dimension * options.classes
        if name.startswith("a square"):
            operations = 2 * 2048**3
        times = []
        for _ in range(200 if operations < 1e9 else 5):
            begin = time.perf_counter()
            product()
            times.append(time.perf_counter() - begin)
        print(
            f"{name}: {operations / statistics.median(times) / 1e9:.0f} GFLOP/s on"
            f" {options.threads} threads"
        )


SQUARE = torch.randn(2048, 2048)


def check(directory):
    """The same computation: same rows in the same order, zero weights, Adam."""
    features = torch.from_numpy(np.load(directory / "features.npy"))
    labels = torch.from_numpy(np.load(directory / "labels.npy").astype(np.int64)).flatten()
    orders = torch.from_numpy(np.load(directory / "orders.npy").astype(np.int64))
    test = torch.from_numpy(np.load(directory / "test.npy").astype(np.int64)).flatten()
    ours = torch.from_numpy(np.load(directory / "probabilities.npy"))
    batch = int(np.load(directory / "batch.npy")[0, 0])
    train = features[orders[0]].double()
    mean, deviation = train.mean(dim=0), train.std(dim=0, unbiased=False)
    deviation[deviation == 0] = 1
    scaled = ((features.double() - mean) / deviation).float()
    model = linear(features.shape[1], ours.shape[1])
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for order in orders:
        for rows in order.split(batch):
            loss = torch.nn.functional.cross_entropy(model(scaled[rows]), labels[rows])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        theirs = model(scaled[test]).softmax(dim=1)
    equal = (ours.argmax(dim=1) == theirs.argmax(dim=1)).float().mean().item()
    print(
        f"{directory}: batch {batch}, {len(orders)} epochs: {100 * equal:.3f} % of {len(test)}"
        f" predictions equal; largest difference of probabilities"
        f" {(ours - theirs).abs().max().item():.2e}; accuracy"
        f" {(ours.argmax(dim=1) == labels[test]).float().mean().item():.4f}"
    )


if __name__ == "__main__":
    main()
