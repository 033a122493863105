#!/usr/bin/env python3
"""Times fe4j and Python in turns on one machine, and prints the ratios beside the targets.

    compare.py forward --java "java -cp CLASSPATH" --backbones resnet50 vit_b_16
    compare.py files   --java "java -cp CLASSPATH" --backbones resnet50
    compare.py decode  --java "java -cp CLASSPATH"
    compare.py table   RESULTS.jsonl

forward: a batch from the device to the host. files: JPEG files on the disk to features, ours into a
store. decode: JPEG bytes to crops on one thread, milliseconds an image. Each side is one process that
stays; rounds alternate between all ways, in the opposite order every other round. Calls that warm up
are not counted. Results are appended to a file of JSON lines, and runs with the same file are pooled.

Ways of ours: fused (what users get), plain (no passes, the same libtorch); of Python: see forward.py.
A way may name its precision: fused@bf16. For measuring only; nothing in build or tests needs it.
"""

import argparse
import contextlib
import datetime
import json
import math
import os
import pathlib
import platform
import queue
import shlex
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from typing import Dict, List, NamedTuple, Optional, Tuple

import backbones

OURS = "fe4j"
PYTHON = "python"
HERE = pathlib.Path(__file__).resolve().parent
MAIN = "org.fe4j.benchmarks.ComparedSide"


class SideError(Exception):
    """A side answered that it cannot, or did not answer in time."""


class Process:
    """One side: a process that answers a line of JSON to each line; started when it is needed."""

    def __init__(self, command: List[str]):
        self.command = command
        self.process: Optional[subprocess.Popen] = None
        self.starts = 0
        self.answers: "queue.Queue[str]" = queue.Queue()

    def ask(self, command: str, seconds: float) -> dict:
        if self.process is None:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            self.answers = queue.Queue()
            self.starts += 1
            threading.Thread(target=self._read, args=(self.process, self.answers), daemon=True).start()
        try:
            self.process.stdin.write(command + "\n")
            self.process.stdin.flush()
            line = self.answers.get(timeout=max(1.0, seconds))
        except queue.Empty:
            self.stop()
            raise SideError(f"no answer within {seconds:.0f} s") from None
        except BrokenPipeError:
            line = ""
        if not line:
            self.stop()
            raise SideError("the process ended")
        answer = json.loads(line)
        if "error" in answer:
            raise SideError(answer["error"])
        return answer

    @staticmethod
    def _read(process: subprocess.Popen, answers: "queue.Queue[str]") -> None:
        for line in process.stdout:
            answers.put(line)
        answers.put("")

    def stop(self) -> None:
        if self.process is None:
            return
        # The end of its input is what it ends by; its temporary files go with it.
        with contextlib.suppress(BrokenPipeError):  # It may have ended before what is left was written.
            self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


class Way(NamedTuple):
    """What is timed: a side, one of its ways, and a precision."""

    side: str
    way: str
    precision: str

    @staticmethod
    def of(side: str, text: str, precision: str) -> "Way":
        way, _, named = text.partition("@")
        return Way(side, way, named or precision)

    def __str__(self) -> str:
        return f"{self.side} {self.way} {self.precision}"


class Opened(NamedTuple):
    """A way that can be run: its key, its times, and the start of the process that knows it."""

    key: str
    times: List[float]
    start: int


# The times of each way, by backbone and batch.
Pooled = Dict[Tuple[str, int], Dict[Way, List[float]]]


class Comparison:
    """Runs the ways of a part in turns, as long as there is time."""

    def __init__(self, arguments: argparse.Namespace):
        self.arguments = arguments
        self.begin = time.monotonic()
        java = shlex.split(arguments.java) + [MAIN, arguments.engine, arguments.device]
        python = [arguments.python, "-u", str(HERE / "forward.py"), "--serve", "--device",
                  arguments.device, "--threads", str(arguments.threads), "--workers",
                  str(arguments.workers)]
        self.sides = {OURS: Process(java), PYTHON: Process(python)}
        self.results = pathlib.Path(arguments.results)
        self.results.parent.mkdir(parents=True, exist_ok=True)

    def left(self) -> float:
        return self.arguments.seconds - (time.monotonic() - self.begin)

    def record(self, **entry: object) -> None:
        entry = {"part": self.arguments.part, "device": self.arguments.device, **entry}
        with self.results.open("a") as file:
            file.write(json.dumps(entry) + "\n")

    def skip(self, backbone: str, way: Way, batch: int, reason: Exception) -> None:
        print(f"# {backbone}: {way}: {reason}", file=sys.stderr, flush=True)
        self.record(backbone=backbone, side=way.side, way=way.way, precision=way.precision,
                    batch=batch, skipped=str(reason))

    def ask(self, way: Way, command: str, limit: float) -> dict:
        return self.sides[way.side].ask(command, min(limit, self.left()))

    def compare(self, backbone: str, ways: List[Way], batch: int, facts: dict, folder: str) -> None:
        """Times all ways of a backbone that can be opened."""
        opened: Dict[Way, Opened] = {}
        for number, way in enumerate(ways):
            key = f"k{number}"
            try:
                self._open(key, way, backbone, batch, facts, folder)
                opened[way] = Opened(key, [], self.sides[way.side].starts)
            except SideError as error:
                self.skip(backbone, way, batch, error)
        self._open_again(opened, backbone, batch, facts, folder)
        longest = 0.0
        for number in range(self.arguments.rounds):
            if self.left() < 1.2 * longest:
                break  # A round that is not finished would compare what some ways have not run.
            begin = self.left()
            order = list(opened) if number % 2 == 0 else list(reversed(opened))
            for way in order:
                key, times, _ = opened[way]
                try:
                    # One call after the other side's is not counted.
                    if self.arguments.settle:
                        self.ask(way, f"run {key} {self.arguments.settle}", 60)
                    times += self.ask(way, f"run {key} {self.arguments.calls}", 60)["milliseconds"]
                except SideError as error:
                    self.skip(backbone, way, batch, error)
                    del opened[way]
            longest = max(longest, begin - self.left())
        for way, (key, times, _) in opened.items():
            if times:
                self.record(backbone=backbone, side=way.side, way=way.way, precision=way.precision,
                            batch=batch, milliseconds=[round(t, 4) for t in times])
            try:
                self.sides[way.side].ask(f"close {key}", 30)
            except SideError as error:
                print(f"# {backbone}: {way}: {error}", file=sys.stderr, flush=True)

    def _open_again(self, opened: Dict[Way, Opened], backbone: str, batch: int, facts: dict,
                    folder: str) -> None:
        """Opens what went with a process that did not answer for another way."""
        for way, (key, times, start) in list(opened.items()):
            if start != self.sides[way.side].starts or self.sides[way.side].process is None:
                try:
                    self._open(key, way, backbone, batch, facts, folder)
                except SideError as error:
                    self.skip(backbone, way, batch, error)
                    del opened[way]

    def _open(self, key: str, way: Way, backbone: str, batch: int, facts: dict, folder: str) -> None:
        if self.left() < 5:
            raise SideError("no time left")
        name = way.way
        if name.endswith("script"):
            # The file that ours runs, in libtorch of Python.
            compiled = self.sides[OURS].ask(f"open s fused {backbone} {way.precision} {batch}", self.left())
            self.sides[OURS].ask("close s", self.left())
            name = f"{name}={compiled['path']}"
        command = f"open {key} {name} {backbone} {way.precision} {batch}"
        if way.side == PYTHON:
            command += f" {facts['side']}"
        if folder:
            command += f" {folder}"
            if way.side == PYTHON:
                command += f" {facts['resize']} {facts['interpolation']}"
        self.ask(way, command, self.arguments.limit)
        if self.arguments.warm:
            self.ask(way, f"run {key} {self.arguments.warm}", self.arguments.limit)

    def preprocessing(self, backbone: str) -> dict:
        """Asks for what happens to a backbone's images."""
        with tempfile.TemporaryDirectory() as folder:
            self.sides[OURS].ask(f"photographs {folder} 2", 60)
            answer = self.sides[OURS].ask(f"open side decode {backbone} fp32 1 {folder}", 60)
        self.sides[OURS].ask("close side", 60)
        return answer

    def stop(self) -> None:
        for side in self.sides.values():
            side.stop()


def run(arguments: argparse.Namespace) -> None:
    comparison = Comparison(arguments)
    ways = [Way.of(OURS, w, arguments.precision) for w in arguments.ours]
    ways += [Way.of(PYTHON, w, arguments.precision) for w in arguments.ways]
    try:
        with tempfile.TemporaryDirectory() as folder:
            if arguments.part != "forward":
                comparison.sides[OURS].ask(f"photographs {folder} {arguments.images}", 300)
            for backbone in arguments.backbones:
                if comparison.left() < 5:
                    print(f"# {backbone}: no time left", file=sys.stderr, flush=True)
                    comparison.record(backbone=backbone, side=OURS, way="all", precision="",
                                      batch=0, skipped="no time left")
                    continue
                try:
                    facts = comparison.preprocessing(backbone)
                    used = folder if arguments.part != "forward" else ""
                    comparison.compare(backbone, ways, backbones.batch_of(backbone, arguments.batch), facts, used)
                except SideError as error:
                    print(f"# {backbone}: {error}", file=sys.stderr, flush=True)
    finally:
        comparison.stop()
    print(table(read(comparison.results), arguments))


def read(results: pathlib.Path) -> List[dict]:
    return [json.loads(line) for line in results.read_text().splitlines() if line.strip()]


def pooled(records: List[dict], part: str) -> Pooled:
    """Returns the times of each way of a part, by backbone and batch."""
    found: Pooled = {}
    for entry in records:
        if entry["part"] == part and "milliseconds" in entry:
            ways = found.setdefault((entry["backbone"], entry["batch"]), {})
            way = Way(entry["side"], entry["way"].split("=")[0], entry["precision"])
            ways.setdefault(way, []).extend(entry["milliseconds"])
    return found


def geometric(ratios: List[float]) -> float:
    return math.exp(sum(math.log(ratio) for ratio in ratios) / len(ratios))


def table(records: List[dict], arguments: argparse.Namespace) -> str:
    """Returns the tables of all parts that there are results of on the device."""
    records = [entry for entry in records if entry["device"] == arguments.device]
    lines = [f"{datetime.date.today()}, {platform.platform()}, {os.cpu_count()} processors"]
    for part in ("forward", "files", "decode"):
        found = pooled(records, part)
        if found:
            lines += ["", f"## {part}"] + part_table(found, part, arguments.device)
            if part == "files":
                lines += busy(pooled(records, "forward"), found, arguments.images)
    skipped: Dict[str, List[str]] = {}
    for entry in records:
        if "skipped" in entry:
            reason = f"{entry['side']} {entry['way']} {entry['precision']}: {entry['skipped']}"
            names = skipped.setdefault(f"{entry['part']}, {reason}", [])
            if entry["backbone"] not in names:
                names.append(entry["backbone"])
    lines += [""] + [f"not measured: {reason} ({', '.join(n)})" for reason, n in skipped.items()]
    return "\n".join(lines)


def busy(forward: Pooled, files: Pooled, images: int) -> List[str]:
    """Says how much of the time of reading files a device computes, where both were measured."""
    lines = []
    for (backbone, batch), ways in files.items():
        ours = next((way for way in ways if way.side == OURS), None)
        extract = ways.get(ours, [])
        fused = [t for w, times in forward.get((backbone, batch), {}).items()
                 if w.way == "fused" and w.precision == ours.precision for t in times] if ours else []
        if extract and fused:
            computing = math.ceil(images / batch) * statistics.median(fused)
            share = computing / statistics.median(extract)
            lines.append(f"{backbone}: {1e3 * images / statistics.median(extract):.0f} images a second; "
                         f"the device computes {100 * share:.0f} % of the time")
    return lines


def part_table(found: Pooled, part: str, device: str) -> List[str]:
    lines = ["milliseconds, median (lowest to highest); ratio: this by ours, over 1 where ours is faster"]
    ratios: Dict[str, List[float]] = {}
    for (backbone, batch), ways in found.items():
        lines.append(f"{backbone}, batch {batch}")
        ours = next((way for way in ways if way.side == OURS), None)
        if ours is None:
            lines += [f"  {str(way):32} {statistics.median(times):10.3f} ({min(times):.3f} to {max(times):.3f}),"
                      f" {len(times)} calls; no ratio: ours was not measured" for way, times in ways.items()]
            continue
        reference = statistics.median(ways[ours])
        for way, times in ways.items():
            median = statistics.median(times)
            ratio = median / reference
            if way != ours:
                ratios.setdefault(str(way), []).append(ratio)
            lines.append(f"  {str(way):32} {median:10.3f} ({min(times):.3f} to {max(times):.3f}), "
                         f"{len(times)} calls  {'' if way == ours else f'{ratio:6.2f}'}")
        peers = [statistics.median(t) for w, t in ways.items()
                 if w.side == PYTHON and w.precision == ours.precision]
        if peers:
            ratio = min(peers) / reference
            ratios.setdefault("fastest of Python", []).append(ratio)
            lines.append(f"  {'fastest of Python':32} {min(peers):10.3f}  {ratio:6.2f}"
                         f"  target {target(part)}: {met(ratio, target(part))}")
    for way, values in ratios.items():
        if len(values) > 1:
            mean = geometric(values)
            wanted = MEANS.get((part, device, way.split()[1]))
            verdict = "" if wanted is None else f"  target {wanted}: {met(mean, wanted)}"
            lines.append(f"geometric mean of {len(values)}, {way}: {mean:.2f}{verdict}")
    return lines


# Of the ratios to a way of Python's.
MEANS = {("forward", "gpu", "compile"): 1.2, ("forward", "gpu", "channels_last"): 1.5}


def target(part: str) -> float:
    return 1.5 if part == "files" else 1.0


def met(ratio: float, wanted: float) -> str:
    return "met" if ratio >= wanted else "MISSED"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=("forward", "files", "decode", "table"))
    parser.add_argument("files", nargs="*", help="results, for table")
    parser.add_argument("--java", default="java", help="command of the JVM with its class path")
    parser.add_argument("--python", default=sys.executable, help="of the other side")
    parser.add_argument("--engine", default="PyTorch", help="of ours")
    parser.add_argument("--device", default="cpu", choices=("cpu", "gpu"))
    parser.add_argument("--precision", default="fp32", choices=("fp32", "fp16", "bf16"))
    parser.add_argument("--backbones", nargs="+", default=[])
    parser.add_argument("--ours", nargs="+", help="our ways")
    parser.add_argument("--ways", nargs="*", help="Python's ways")
    parser.add_argument("--batch", type=int, default=32,
                        help="images; half of it for " + " and ".join(backbones.LARGE))
    parser.add_argument("--images", type=int, default=256, help="files to read")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--calls", type=int, default=3, help="a round")
    parser.add_argument("--warm", type=int, default=2, help="calls before the first round")
    parser.add_argument("--settle", type=int, default=0, help="calls before each round")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of each side's libtorch")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="of the DataLoader")
    parser.add_argument("--seconds", type=float, default=600, help="for all of it")
    parser.add_argument("--limit", type=float, default=120, help="seconds to open and warm a way")
    parser.add_argument("--results", default="compare.jsonl", help="is appended to")
    arguments = parser.parse_args()
    if arguments.part == "table":
        print(table([e for f in arguments.files for e in read(pathlib.Path(f))], arguments))
        return
    defaults = {
        "forward": (["fused", "plain"], ["eager", "channels_last", "compile", "max_autotune"]),
        "files": (["extract"], ["loader/channels_last", "loader/script"]),
        "decode": (["decode"], ["pillow"]),
    }[arguments.part]
    arguments.ours = arguments.ours or defaults[0]
    arguments.ways = defaults[1] if arguments.ways is None else arguments.ways
    if arguments.part == "decode" and not arguments.backbones:
        arguments.backbones = ["resnet50.imagenet1k_v1"]
    os.environ["OMP_NUM_THREADS"] = str(arguments.threads)
    run(arguments)


if __name__ == "__main__":
    main()
