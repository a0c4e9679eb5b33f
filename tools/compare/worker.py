"""One peer in a process of its own: takes pages on stdin, answers on stdout, a JSON object a line.

usage: worker.py PEER       extracts with that peer
       worker.py --batch    runs commands (Dehusk), and measures what they used

Time is taken around the extraction alone: reading the page and answering are not in it.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, TextIO

WARM_UP = (
    "<html lang=en><head><title>Ferry</title></head><body><nav><a href=/>Home</a></nav><article><h1>Ferry</h1>"
    "<p>The ferry that links the two islands will run again from Monday, the harbour office said on Friday, after "
    "three weeks in which the pier was under repair and all goods went by air.</p></article></body></html>"
)


def own_streams() -> TextIO:
    """Keeps stdout for answers: what a peer prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def memory_kib(row: str) -> int:
    """A row of the process's own memory figures: VmRSS now, VmHWM at its highest."""
    # Not getrusage: its figure starts with that of the process which this one was forked from.
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith(row + ":"):
                return int(line.split()[1])
    except OSError:
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def answer(answers: TextIO, what: dict[str, Any]) -> None:
    """Sends one answer."""
    answers.write(json.dumps(what) + "\n")
    answers.flush()


def serve_peer(name: str, answers: TextIO) -> None:
    """Extracts pages until stdin ends."""
    from peers import peer_named

    try:
        extract = peer_named(name).load()
        # What is only loaded at the first page is no cost of that page.
        for lang in ("en", "zh", "ja"):
            try:
                extract(WARM_UP, lang)
            except Exception:  # noqa: BLE001: whatever it is, the pages will show it
                pass
    except BaseException as error:  # noqa: BLE001: an extension can raise anything
        answer(answers, {"error": "%s: %s" % (type(error).__name__, error)})
        return
    answer(answers, {"ready": True, "rss_kib": memory_kib("VmRSS")})
    for line in sys.stdin:
        request = json.loads(line)
        html = Path(request["path"]).read_text(encoding="utf-8", errors="replace")
        reply: dict[str, Any] = {"text": "", "error": None}
        cpu, wall = time.process_time(), time.perf_counter()
        try:
            text = extract(html, request["lang"])
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001: a Rust panic is no Exception
            text = ""
            reply["error"] = "%s: %s" % (type(error).__name__, str(error)[:200])
        reply["cpu"] = time.process_time() - cpu
        reply["wall"] = time.perf_counter() - wall
        reply["text"] = text.encode("utf-8", "replace").decode("utf-8") if isinstance(text, str) else ""
        reply["peak_kib"] = memory_kib("VmHWM")
        answer(answers, reply)


def peak_of_command(command: list[str]) -> int:
    """The highest resident set of a command that reads stdin when it is through with all else."""
    # Its stdin stays open, so that it can be looked at before it ends. What
    # wait() says would be no less than this process's own memory.
    with subprocess.Popen(
        [*command, "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        status = Path("/proc/%d/status" % process.pid)
        peak = asleep = 0
        while process.poll() is None and asleep < 3:
            time.sleep(0.005)
            rows = dict(row.partition(":")[::2] for row in status.read_text(encoding="ascii").splitlines())
            peak = max(peak, int(rows.get("VmHWM", "0").split()[0]))
            asleep = asleep + 1 if rows["State"].split()[0] == "S" else 0
        process.communicate(b"")
    return peak


def serve_batch(answers: TextIO) -> None:
    """Runs commands until stdin ends: once for time, once for memory."""
    answer(answers, {"ready": True})
    for line in sys.stdin:
        request = json.loads(line)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall = time.perf_counter()
        status = 0
        for command in request["commands"]:
            run = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            status = max(status, abs(run.returncode))
        wall = time.perf_counter() - wall
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        try:
            peak = max(map(peak_of_command, request["commands"]))
        except (OSError, KeyError, IndexError):
            peak = after.ru_maxrss  # no /proc: an upper bound
        answer(answers, {"cpu": cpu, "wall": wall, "status": status, "peak_kib": peak})


def main() -> None:
    """Serves one peer, or commands."""
    answers = own_streams()
    # One core: threads that a library starts share it.
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    if sys.argv[1] == "--batch":
        serve_batch(answers)
    else:
        serve_peer(sys.argv[1], answers)


if __name__ == "__main__":
    main()
