#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Labels a list of WARC and WET archives on a Spark cluster.

    spark-submit [SPARK OPTION]... dehusk_spark.py [OPTION]... LIST OUTPUT

LIST names the archives, one a line; OUTPUT is a folder on any file system that
Spark can write to. Each archive is one task, which pipes it through the command
`dehusk`. There is one write, by Spark's committer, of rows of three kinds:

    OUTPUT/kind=page      the command's rows, one a page
    OUTPUT/kind=failure   the command's list of errors, one row a record or
                          archive that failed
    OUTPUT/kind=archive   one row an archive: versions, counts

A task that is done twice, because a worker was lost or was slow, gives the same
rows, and the committer keeps those of one attempt. Rows leave a task only after
the command has seen the whole archive, so an archive that cannot be read to its
end is in the list of failures and has no pages.

The last row on stdout is a JSON object: the counts, summed up. Exit status: 0
done, even if some records failed (a scheduler would run it all again); 1 the job
failed and OUTPUT is not complete (it has no file _SUCCESS); 2 usage.
"""

import argparse
import contextlib
import json
import os
import posixpath
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pyspark import SparkFiles
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

BLOCK = 1 << 20  # bytes of an archive that a task holds
ROW_MAX = 256 << 20  # bytes of a row: Spark's memory for strings ends at 2 GiB, and a row is held several times
MESSAGE = 2000  # bytes of the command's messages that an error shows
TOO_LONG = f"its row is longer than {ROW_MAX >> 20} MiB (--max-bytes bounds what is read of a page)"
REMOTE_FETCH = ["hadoop", "fs", "-cat", "{}"]

# How rows are read. A row that does not fit its columns is an error, not a row of NULLs; a page may be longer than the
# 20 million characters at which Spark's reader of JSON would fail.
JSON_READER = {"mode": "FAILFAST", "maxStringLen": str(2**31 - 1)}

# Options of the command that are passed on. It checks them itself.
PASSED_ON = {
    "lines": ("WHICH", "what a row has of the lines: all, content, joined (one string), markdown (one string) or none [joined]"),
    "favor": ("WHICH", "where doubtful lines go: balanced, precision or recall"),
    "threshold": ("P", "a line is content if its probability is at least P"),
    "keep": ("LIST", "which roles may be content: title, caption, read-more, teaser, comment, notice, all, none"),
    "links": ("HOW", "in Markdown: keep or drop"),
    "images": ("HOW", "in Markdown: drop, alt or keep"),
    "tables": ("HOW", "in Markdown: keep or drop"),
    "hidden": ("HOW", "lines that a page does not show: auto, keep or drop"),
    "text-kind": ("KIND", "what plain text is: auto, page or extract"),
    "min-tokens": ("N", "leave out pages with fewer tokens of content"),
    "require": ("LIST", "leave out pages that do not tell all of this of themselves: title, author, published, ..."),
    "only-language": ("LIST", "leave out pages whose content is in another language: ru,en"),
    "max-bytes": ("N", "bytes of a page that are read; K, M and G may follow"),
    "charset": ("NAME", "the charset of records that name none"),
    "include-url-file": ("FILE", "of the pages, those whose URL stands in FILE, on the workers or sent with --files"),
    "exclude-url-file": ("FILE", "of the pages, leave out those whose URL stands in FILE, likewise"),
    "model": ("FILE", "a model on the workers, or one sent with --files"),
    "site-counts": ("FILE", "counts of repeated lines, on the workers or sent with --files"),
}

SHIPPED = ("model", "site-counts", "include-url-file", "exclude-url-file")

# Those that may be given several times, and those without a value.
REPEATED = {
    "include-url": ("GLOB", "of the pages, those whose URL GLOB matches; may be repeated"),
    "exclude-url": ("GLOB", "of the pages, leave out those whose URL GLOB matches; may be repeated"),
}
FLAGS = {
    "only-content": "leave out pages whose verdict is none or not-a-page",
    "language": "tell which language the content is in (content_language)",
    "deduplicate": "leave out pages whose content is that of a page before in the same archive",
    "deduplicate-lines": "leave out lines of content that a page before in the same archive had",
}

# The members of the command's rows as columns.
LINE = ("struct<text: string, label: string, probability: double, kind: string, level: int, hidden: boolean, "
        "role: string, begin: bigint, end: bigint, row: bigint>")
COLUMNS = ("source string, offset bigint, length bigint, id string, url string, date string, format string, "
           "charset string, charset_source string, charset_declared string, malformed bigint, truncated array<string>, "
           "verdict string, verdict_probability double, removed double, title string, media_type string, "
           "scripts map<string, double>, metadata map<string, string>, metadata_sources map<string, string>, "
           "content_language string, "
           f"content string, lines array<{LINE}>, "
           "reason string, "  # of a failure
           "dehusk string, model string, counts map<string, bigint>")  # of an archive


class Unreadable(Exception):
    """An archive cannot be read now; the message is the reason in a few words."""


# -- In a task -----------------------------------------------------------------

def shipped(name):
    """The path of a file on this worker: sent with --files or --archives, or installed.

    A name without a match is given back as it is, for the command's own message.
    """
    for path in (os.path.join(SparkFiles.getRootDirectory(), name), os.path.abspath(name)):
        if os.path.isfile(path):
            return path
    return shutil.which(name) or name


@contextlib.contextmanager
def opened(path, fetch):
    """The bytes of an archive, as a binary file that is read from front to back.

    `fetch`: None for a local path or a file: URI, else the words of a command
    that writes the archive to stdout, "{}" standing for its path. Raises
    Unreadable, at the end too: if the command failed after all.
    """
    if fetch is None:
        try:
            file = open(path.removeprefix("file://").removeprefix("file:"), "rb")
        except OSError as error:
            raise Unreadable(error.strerror) from error
        with file:
            yield file
        return
    try:
        process = subprocess.Popen([word.replace("{}", path) for word in fetch], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE)
    except OSError as error:
        raise Unreadable(f"{fetch[0]}: {error.strerror}") from error
    try:
        yield process.stdout
        at_end = not process.stdout.read(1)
        if at_end and process.wait() != 0:
            raise Unreadable(f"{fetch[0]}: exit status {process.returncode}")
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def run_command(arguments, source, files):
    """Runs the command with `source` piped to its stdin. It names the files complete when it is done.

    Raises RuntimeError if it did not come to its end, and Unreadable if `source`
    did not.
    """
    with tempfile.TemporaryFile() as messages:
        with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=messages) as process:
            try:
                # Damage may end the reading early; what that means is in the command's list of errors.
                with contextlib.suppress(BrokenPipeError), process.stdin:
                    while block := source.read(BLOCK):
                        process.stdin.write(block)
            except OSError as error:
                process.kill()
                raise Unreadable(error.strerror) from error
        # 1: some records failed; or the disk was full, and a file is missing.
        if process.returncode not in (0, 1) or not all(file.exists() for file in files):
            messages.seek(max(messages.seek(0, os.SEEK_END) - MESSAGE, 0))
            said = messages.read().decode(errors="replace").strip()
            raise RuntimeError(f"{shlex.join(arguments)}: exit status {process.returncode}: {said}")


def named(row, path):
    """A row of the command with the archive's path where it has "-", standard input."""
    unnamed = '{"source":"-",'
    if not row.startswith(unnamed):
        raise RuntimeError(f"not a row of an archive: {row[:100]}")
    return '{"source":' + as_json(path) + "," + row[len(unnamed):].rstrip("\n")


def as_json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def counts_of(stats):
    """The numbers in what the command wrote with --stats that can be added up; bytes where the name says so."""
    counts = {"archives": 1, "archives_failed": stats["inputs_failed"]}
    for name in ("pages", "pages_without_content", "failed", "bytes_read", "page_bytes", "text_bytes", "content_bytes"):
        counts[name] = stats[name]
    counts["repeated_lines"] = stats["repeated_lines"]
    for name in ("skipped", "left_out", "truncated", "verdicts", "charsets"):
        counts.update({f"{name}.{reason}": count for reason, count in stats[name].items()})
    return counts


def short_rows(file):
    """The rows of a file, None in place of each that is longer than ROW_MAX, which is not held as a whole."""
    while row := file.readline(ROW_MAX):
        fits = row.endswith(b"\n")
        yield row.decode() if fits else None
        while not fits:
            rest = file.readline(BLOCK)
            fits = not rest or rest.endswith(b"\n")


def label_archive(path, settings):
    """Yields the rows of an archive as pairs: kind, JSON text.

    The command writes into a temporary folder on the worker's disk; rows are
    given when it is done. Raises, before the first row, Unreadable; OSError if the
    command is missing; RuntimeError if it was killed or refuses its options.
    """
    command = [shipped(settings["dehusk"]), "--quiet", "--input", "warc", "--output", "jsonl", "--jobs", settings["jobs"]]
    for name, value in settings["options"]:
        command += [f"--{name}"] if value is None else [f"--{name}", shipped(value) if name in SHIPPED else value]
    # Spark's folders are on large disks, and go when the executor does.
    room = os.environ.get("SPARK_LOCAL_DIRS", tempfile.gettempdir()).split(",")[0]
    with tempfile.TemporaryDirectory(prefix="dehusk-", dir=room) as folder:
        pages, errors, stats = (Path(folder) / name for name in ("pages", "errors", "stats"))
        fetch = settings["fetch"] or (None if file_system(path) in ("", "file") else REMOTE_FETCH)
        with opened(path, fetch) as source:
            run_command([*command, "--output-file", str(pages), "--errors", str(errors), "--stats", str(stats)], source,
                        (pages, errors, stats))
        figures = json.loads(stats.read_text())
        left_out = 0
        for kind, file in (("page", pages), ("failure", errors)):
            with open(file, "rb") as rows:
                for row in short_rows(rows):
                    if row is None:
                        left_out += 1
                        yield "failure", as_json({"source": path, "offset": None, "id": None, "reason": TOO_LONG})
                    else:
                        yield kind, named(row, path)
        figures["pages"] -= left_out
        figures["failed"] += left_out
        yield "archive", as_json({"source": path, "dehusk": figures["dehusk"], "model": figures["model"],
                                  "counts": counts_of(figures)})


def file_system(path):
    """The scheme of a path as Hadoop writes it, such as "hdfs"; "" if it has none."""
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", path)
    return scheme[1].lower() if scheme else ""


def label_or_list(path, settings):
    """label_archive(), again after a second, two seconds, ... if the archive cannot be read; in the end it is listed."""
    for attempt in range(1, settings["attempts"] + 1):
        try:
            yield from label_archive(path, settings)
            return
        except Unreadable as error:
            reason = str(error)
        if attempt < settings["attempts"]:
            time.sleep(attempt)
    yield "failure", as_json({"source": path, "offset": None, "id": None, "reason": reason})
    yield "archive", as_json({"source": path, "counts": {"archives": 1, "archives_failed": 1, "failed": 1}})


# -- In the driver -------------------------------------------------------------

def parse_arguments(arguments):
    parser = argparse.ArgumentParser(prog="dehusk_spark.py", allow_abbrev=False,
                                     description="Labels a list of WARC and WET archives on a Spark cluster.")
    parser.add_argument("--format", choices=("parquet", "jsonl"), default="parquet", help="what is written [parquet]")
    parser.add_argument("--compression", metavar="NAME",
                        help="Spark's name of a codec: snappy, zstd, gzip, none, ... [Spark's default for the format]")
    parser.add_argument("--overwrite", action="store_true", help="replace OUTPUT if it is there; refused if anything that is read lies in it")
    parser.add_argument("--dehusk", metavar="COMMAND", default="dehusk",
                        help="the command: a path on the workers, or in what --files or --archives sent, or a name on "
                             "their PATH; the first that is found, but what was sent goes first [dehusk]")
    parser.add_argument("--fetch", metavar="COMMAND", type=shlex.split,
                        help="read all archives from COMMAND's stdout, {} standing for the path "
                             "[local paths are opened, others read with: hadoop fs -cat {}]")
    parser.add_argument("--attempts", metavar="N", type=int, default=3,
                        help="try N times to read an archive before it is listed as failed [3]")
    for name, (value, text) in PASSED_ON.items():
        parser.add_argument(f"--{name}", metavar=value, help=text)
    for name, (value, text) in REPEATED.items():
        parser.add_argument(f"--{name}", metavar=value, action="append", default=[], help=text)
    for name, text in FLAGS.items():
        parser.add_argument(f"--{name}", action="store_true", help=text)
    parser.add_argument("list", metavar="LIST", help="file with the paths of archives, one a line")
    parser.add_argument("output", metavar="OUTPUT", help="folder to write to")
    settings = parser.parse_args(arguments)
    if settings.attempts < 1:
        parser.error("--attempts: at least 1")
    if settings.fetch is not None and not any("{}" in word for word in settings.fetch):
        parser.error("--fetch: no {} for the path")
    return parser, settings


def options_of(settings):
    """The options of the command as pairs of a name and its value, None where it has none."""
    given = {name: getattr(settings, name.replace("-", "_")) for name in (*PASSED_ON, *REPEATED, *FLAGS)}
    given["lines"] = given["lines"] or "joined"
    options = [(name, given[name]) for name in PASSED_ON if given[name] is not None]
    options += [(name, value) for name in REPEATED for value in given[name]]
    return options + [(name, None) for name in FLAGS if given[name]]


def spark_session():
    return (SparkSession.builder.appName("dehusk")
            # Three kinds of files are open at a time, so that rows need no sorting and keep their order.
            .config("spark.sql.maxConcurrentOutputFileWriters", "3")
            .getOrCreate())


def read_list(name):
    """The paths in a list, which is a local file of the driver or anything that Spark reads.

    Raises OSError and UnicodeDecodeError for a local file, Spark's errors for others.
    """
    if file_system(name):
        rows = spark_session().sparkContext.textFile(name).collect()
    else:
        rows = Path(name).read_text(encoding="utf-8").split("\n")
    return [row.rstrip("\r") for row in rows if row.strip()]


def check_paths(paths, fetch):
    """What is wrong with a list of paths, or None."""
    if not paths:
        return "no archives in the list"
    seen = set()
    for path in paths:
        if path in seen:
            return f"{path}: twice in the list"
        seen.add(path)
        if fetch is None and not file_system(path) and not os.path.isabs(path):
            return f"{path}: a relative path means nothing to a worker"
    return None


def place(path):
    """Where a path leads, as the parts of its name: (system, "a", "b"). Links of this machine are followed."""
    scheme = file_system(path)
    system, name = re.fullmatch(r"(?:[A-Za-z][A-Za-z0-9+.-]*:(?://([^/]*))?)?(.*)", path, re.DOTALL).groups()
    if scheme in ("", "file"):
        scheme, system, name = "", "", os.path.realpath(name)
    return (scheme, system or "", *[part for part in posixpath.normpath("/" + name).split("/") if part])


def check_overwritten(output, read):
    """What is wrong with replacing the folder `output`: something that is read lies in it, or is it. Or None."""
    folder = place(output)
    for path in read:
        parts = place(path)
        # Without a scheme it may be a name on the cluster's own file system, whatever that is.
        if parts[2:][:len(folder) - 2] == folder[2:] and ("" in (parts[0], folder[0]) or parts[:2] == folder[:2]):
            return f"--overwrite would delete {path}, which is read"
    return None


def write(rows, settings):
    """Writes pairs of kind and JSON text to the output folder, in one job."""
    if settings.format == "parquet":
        parsed = F.from_json("row", COLUMNS, JSON_READER).alias("parsed")
        rows = rows.select("kind", parsed).select("kind", "parsed.*")
    writer = rows.write.partitionBy("kind").mode("overwrite" if settings.overwrite else "errorifexists")
    if settings.compression:
        writer = writer.option("compression", settings.compression)
    if settings.format == "parquet":
        writer.parquet(settings.output)
    else:
        writer.text(settings.output)


def sum_counts(spark, settings):
    """The counts of all archives, from what was written."""
    folder = settings.output.rstrip("/") + "/kind=archive"
    if settings.format == "parquet":
        archives = spark.read.parquet(folder)
    else:
        archives = spark.read.text(folder).select(F.from_json("value", COLUMNS, JSON_READER).alias("row")).select(
            "row.*")
    sums = archives.select(F.explode("counts")).groupBy("key").agg(F.sum("value").alias("sum")).collect()
    return {row["key"]: row["sum"] for row in sorted(sums)}


def main():
    parser, settings = parse_arguments(sys.argv[1:])
    try:
        paths = read_list(settings.list)
    except (OSError, UnicodeDecodeError) as error:
        parser.error(f"{settings.list}: {error}")
    problem = check_paths(paths, settings.fetch)
    if problem is not None:
        parser.error(problem)
    if settings.overwrite:
        files = [settings.list, settings.model, settings.site_counts, settings.dehusk]
        problem = check_overwritten(settings.output, [*paths, *filter(None, files)])
        if problem is not None:
            parser.error(problem)
    spark = spark_session()
    task = {"dehusk": settings.dehusk, "fetch": settings.fetch, "attempts": settings.attempts, "options": options_of(settings),
            "jobs": spark.conf.get("spark.task.cpus", "1")}
    rows = spark.sparkContext.parallelize(paths, len(paths)).flatMap(lambda path: label_or_list(path, task))
    write(spark.createDataFrame(rows, "kind string, row string", verifySchema=False), settings)
    print(as_json(sum_counts(spark, settings)))
    spark.stop()


if __name__ == "__main__":
    main()
