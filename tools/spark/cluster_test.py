#!/usr/bin/env python3
"""The job on a standalone Spark cluster, against the command on one machine.

    cluster_test.py DEHUSK [NAME]...

To be run by test.sh, in an environment with PySpark and PyArrow. DEHUSK is the
command; NAMEs choose tests by a part of their name. A master and two workers
with a core each are started on the loopback interface, at ports that are free.
Exit status: 0 all passed, 1 some failed.
"""

import gzip
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import uuid
from pathlib import Path

import pyarrow.dataset
import pyspark

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests" / "crawl"), str(HERE)]
from crawl_test import broken, record, response, write_archive  # noqa: E402
import dehusk_spark  # noqa: E402
from dehusk_spark import check_overwritten, check_paths, short_rows  # noqa: E402

SPARK = Path(pyspark.__file__).parent
SECONDS = 240  # for one job; on a busy machine
SMALL_JVM = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
DEHUSK = ""


# -- Archives ------------------------------------------------------------------

def make_archives(folder):
    """Archives of the labelled pages and texts: of all kinds, some damaged, one missing. Gives their paths."""
    pages = [path.read_bytes() for path in sorted((ROOT / "datasets/pages").glob("*.html"))]
    texts = [path.read_bytes() for path in sorted((ROOT / "datasets/texts").rglob("*.txt"))]
    folder.mkdir()
    paths = []
    for number in range(12):
        first = number * 1000
        records = [record("warcinfo", first, b"software: test\r\n", "application/warc-fields")]
        if number % 4 == 3:
            name = f"part-{number:02}.warc.wet.gz"
            records += [record("conversion", first + n, text, "text/plain") for n, text in enumerate(texts)]
        else:
            name = f"part-{number:02}{' Straße' * (number == 1)}.warc{'.gz' * (number % 2)}"
            records += [response(first + n, page) for n, page in enumerate(pages[number:] + pages[:number])]
            records.append(response(first + 100, b"<p>Gone.", status="404 Not Found"))
            records.append(response(first + 101, b"\x89PNG", content_type="image/png"))
            records.append(broken(first + 102))
        write_archive(folder / name, records)
        paths.append(str(folder / name))
    cut = Path(paths[5])  # in the middle of a gzip member
    cut.write_bytes(cut.read_bytes()[:-200])
    return paths[:7] + [str(folder / "no-such.warc")] + paths[7:]


def run_on_one_machine(scratch, paths, lines="joined", options=()):
    """What the command gives: rows of pages and failures, sorted; counts."""
    done = subprocess.run([DEHUSK, "--quiet", "--output", "jsonl", "--lines", lines, "--errors", "errors", "--stats",
                           "stats", *options, *paths], cwd=scratch, capture_output=True, check=False)
    assert done.returncode == 1, done
    stats = json.loads((scratch / "stats").read_text())
    rows = [sorted(data.splitlines()) for data in (done.stdout, (scratch / "errors").read_bytes())]
    return *rows, stats


# -- The cluster -----------------------------------------------------------------

class Cluster:
    """A master and two workers; everything that they start bears a mark by which it is found in the end."""

    def __init__(self, scratch):
        self.scratch = scratch
        self.mark = f"DEHUSK_SPARK_TEST={uuid.uuid4()}"
        name, _, value = self.mark.partition("=")
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("SPARK_", "PYSPARK_", "HADOOP_"))}
        self.environment |= {
            name: value, "SPARK_HOME": str(SPARK), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_CONF_DIR": str(scratch),
            "SPARK_LOCAL_DIRS": str(scratch / "local"), "SPARK_DAEMON_MEMORY": "256m", "SPARK_DAEMON_JAVA_OPTS": SMALL_JVM,
            "PYSPARK_PYTHON": sys.executable, "PYTHONDONTWRITEBYTECODE": "1"}
        self.master = self.workers = None

    def __enter__(self):
        try:
            master = self.daemon("Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
            self.master = self.said(master, "Starting Spark master at ").split()[0]
            self.said(master, "I have been elected leader")
            self.workers = [self.daemon("Worker", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0", "--cores", "1",
                                        "--memory", "700m", "--work-dir", self.scratch / f"work-{n}", self.master)
                            for n in range(2)]
            for worker in self.workers:
                self.said(worker, "Successfully registered with master")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for _ in range(20):  # what is being started when the others end is found the next time
            found = [pid for pid in processes() if self.mark.encode() in read_of(pid, "environ").split(b"\0")]
            if not found:
                return
            for pid in found:
                kill(pid)
            time.sleep(0.1)
        raise AssertionError(f"processes that do not end: {found}")

    def daemon(self, name, *arguments):
        log = self.scratch / f"{name}-{uuid.uuid4()}.log"
        with open(log, "wb") as file:
            process = subprocess.Popen([SPARK / "bin/spark-class", f"org.apache.spark.deploy.{name.lower()}.{name}",
                                        *arguments], env=self.environment, stdin=subprocess.DEVNULL, stdout=file, stderr=file)
        process.log = log
        return process

    @staticmethod
    def said(process, phrase):
        """Waits for a phrase in the log of a daemon, and gives what stands after it."""
        def found():
            assert process.poll() is None, process.log.read_text()
            return phrase in process.log.read_text()
        wait_for(found, phrase)
        return process.log.read_text().partition(phrase)[2]

    def start(self, *arguments, master=None):
        """Starts the job, here or on another master; its output goes to files named after its last argument."""
        submit = [SPARK / "bin/spark-submit", "--master", master or self.master, "--files", DEHUSK, "--driver-memory", "512m",
                  "--driver-java-options", SMALL_JVM]
        for setting in ("spark.executor.memory=512m", f"spark.executor.extraJavaOptions={SMALL_JVM}", "spark.ui.enabled=false",
                        "spark.driver.host=127.0.0.1", "spark.driver.bindAddress=127.0.0.1"):
            submit += ["--conf", setting]
        out, log = (Path(f"{arguments[-1]}.{ending}") for ending in ("out", "log"))
        with open(out, "wb") as out_file, open(log, "wb") as log_file:
            process = subprocess.Popen([*submit, HERE / "dehusk_spark.py", *arguments], env=self.environment,
                                       stdin=subprocess.DEVNULL, stdout=out_file, stderr=log_file)
        process.out, process.log = out, log
        return process

    def finish(self, process, expect=0):
        """Waits for the end of a job, and gives its stdout."""
        process.wait(SECONDS)
        log = process.log.read_text()
        assert process.returncode == expect, f"exit status {process.returncode}\n{log[-6000:]}"
        return process.out.read_text()


def processes():
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]


def read_of(pid, name):
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:  # gone, or another user's
        return b""


def parent(pid):
    """The parent's number; in /proc/PID/stat it comes second after the name in parentheses."""
    return int(read_of(pid, "stat").rpartition(b")")[2].split()[1])


def kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def wait_for(condition, what):
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, f"{what}: never came"
        time.sleep(0.05)


# -- Comparing -------------------------------------------------------------------

def text_rows(output, kind):
    """The rows of a kind in JSON Lines, sorted."""
    files = sorted((output / f"kind={kind}").glob("part-*"))
    return sorted(row for file in files
                  for row in (gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()).splitlines())


def parquet_rows(output, kind):
    """The rows of a kind in Parquet as objects, without members that are null."""
    rows = pyarrow.dataset.dataset(output / f"kind={kind}", format="parquet").to_table().to_pylist()
    for row in rows:
        row.update({name: dict(row[name]) for name in ("scripts", "counts", "metadata", "metadata_sources") if row[name] is not None})
    return sorted((without_null(row) for row in rows), key=lambda row: (row["source"], row.get("offset", -1)))


def without_null(value):
    if isinstance(value, list):
        return [without_null(one) for one in value]
    if isinstance(value, dict):
        return {name: without_null(one) for name, one in value.items() if one is not None}
    return value


def same(one, other, what):
    assert one == other, f"{what}: {len(one)} and {len(other)} rows, not the same"


def check_counts(printed, stats, archives):
    counts = json.loads(printed.splitlines()[-1])
    for name in ("pages", "pages_without_content", "failed", "bytes_read", "page_bytes", "text_bytes", "content_bytes"):
        assert counts[name] == stats[name], (name, counts[name], stats[name])
    assert counts["archives"] == archives, counts
    assert counts["archives_failed"] == stats["inputs_failed"] == 1, counts
    for group in ("skipped", "truncated", "verdicts", "charsets"):
        for name, count in stats[group].items():
            assert counts[f"{group}.{name}"] == count, (group, name, counts)
    assert stats["skipped"]["http-status"] > 0 and stats["skipped"]["media-type"] > 0, stats


def write_list(path, names):
    path.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    return path


# -- Tests -----------------------------------------------------------------------

def test_whole_run(cluster, scratch, paths, expected):
    """To its end, without trouble."""
    pages, failures, stats = expected
    output = scratch / "whole"
    job = cluster.start("--format", "jsonl", "--compression", "gzip", "--attempts", "2",
                        write_list(scratch / "list", paths), output)
    check_counts(cluster.finish(job), stats, len(paths))
    same(text_rows(output, "page"), pages, "pages")
    same(text_rows(output, "failure"), failures, "failures")
    assert (output / "_SUCCESS").exists()
    assert len(list((output / "kind=archive").glob("part-*"))) == len(paths), "not one task an archive"


def test_parquet_by_hadoop_client(cluster, scratch, paths, _):
    """Archives that Hadoop's own client reads, as from any of its file systems; rows as another program reads Parquet."""
    output = scratch / "parquet"
    (scratch / "core-site.xml").write_text("<configuration/>")
    client = f"java {SMALL_JVM} -Xmx128m -cp '{scratch}:{SPARK}/jars/*' org.apache.hadoop.fs.FsShell -cat {{}}"
    chosen = [path for path in paths if "part-00" in path or "part-03" in path or "no-such" in path]
    pages, failures, stats = run_on_one_machine(scratch, chosen, "all")
    job = cluster.start("--lines", "all", "--fetch", client, "--attempts", "1", "--overwrite",
                        write_list(scratch / "list", [f"file://{path}" for path in chosen]), output)
    counts = json.loads(cluster.finish(job).splitlines()[-1])

    def wanted(rows):
        objects = [without_null(json.loads(row)) for row in rows]
        objects = [{**row, "source": f"file://{row['source']}"} for row in objects]
        return sorted(objects, key=lambda row: (row["source"], row.get("offset", -1)))

    same(parquet_rows(output, "page"), wanted(pages), "pages")
    found = parquet_rows(output, "failure")
    same([row for row in found if "offset" in row], [row for row in wanted(failures) if "offset" in row], "failures")
    assert [row for row in found if "offset" not in row] == [
        {"source": f"file://{chosen[-1]}", "reason": "java: exit status 1"}], found
    archives = parquet_rows(output, "archive")
    assert [row["source"] for row in archives] == sorted(f"file://{path}" for path in chosen)
    assert sum(row["counts"].get("pages", 0) for row in archives) == counts["pages"] == len(wanted(pages))
    # Of the missing archive, nobody knows a model.
    assert sorted(row.get("model", "") for row in archives) == ["", stats["model"], stats["model"]], archives


def test_options_are_passed_on(cluster, scratch, paths, _):
    """What the job does not know itself: which pages and lines are left out, and the language of the content."""
    output = scratch / "options"
    options = ["--language", "--only-language", "en,fr,ru", "--only-content", "--min-tokens", "30", "--text-kind", "page",
               "--hidden", "drop", "--keep", "none", "--require", "title", "--exclude-url", "*/3", "--exclude-url", "*/5",
               "--deduplicate", "--deduplicate-lines"]
    said = subprocess.run([DEHUSK, "--language", "--output", "jsonl"], input=b"", capture_output=True, check=False).stderr
    if b"without CLD2" in said:
        options = options[3:]
    pages, _, stats = run_on_one_machine(scratch, paths[:1], "markdown", options)
    assert pages and sum(stats["left_out"].values()) > 0, stats
    job = cluster.start("--lines", "markdown", *options, write_list(scratch / "list", paths[:1]), output)
    counts = json.loads(cluster.finish(job).splitlines()[-1])
    assert {name: counts[f"left_out.{name}"] for name in stats["left_out"]} == stats["left_out"], counts
    assert counts["repeated_lines"] == stats["repeated_lines"]
    wanted = sorted((without_null(json.loads(row)) for row in pages), key=lambda row: row["offset"])
    same(sorted(parquet_rows(output, "page"), key=lambda row: row["offset"]), wanted, "pages")


def test_refused(cluster, scratch, paths, _):
    """What makes no sense is refused, and what is there is not written over; for that, no cluster is needed."""
    assert check_paths([], None) and check_paths(["/a", "/b", "/a"], None) and check_paths(["/a", "b.warc"], None)
    assert not check_paths(["/a", "file:/a", "hdfs://b/c"], None) and not check_paths(["b.warc"], ["cat", "{}"])
    names = write_list(scratch / "list", paths[:1])
    there = scratch / "there"
    there.mkdir()
    (there / "precious").touch()
    for expect, reason, output, arguments in (
            (2, "twice in the list", scratch / "refused", [write_list(scratch / "twice", [paths[0], paths[0]])]),
            (1, "already exists", there, [names]),
            (1, "exit status 2", scratch / "unfinished", ["--favor", "nobody", names])):
        # spark-submit gives on Python's stderr as stdout
        said = cluster.finish(cluster.start(*arguments, output, master="local[1]"), expect)
        assert reason in said, said
    assert not (scratch / "refused").exists() and not (scratch / "unfinished/_SUCCESS").exists()
    assert os.listdir(there) == ["precious"]


def test_nothing_that_is_read_is_overwritten(cluster, scratch, paths, _):
    """--overwrite deletes OUTPUT first: not if an archive, the list or a model lies in it, by whatever name."""
    folder = scratch / "crawl"
    folder.mkdir()
    archive = folder / "a.warc"
    shutil.copy(paths[0], archive)
    (scratch / "link").symlink_to(folder)
    for output in (folder, f"file:{folder}", f"file://{folder}/", scratch, scratch / "link", f"{folder}/../crawl", archive, "/"):
        assert check_overwritten(str(output), [str(archive)]), output
    for output in (folder / "out", scratch / "crawl2", f"{folder}/a", f"{folder}/../other"):
        assert not check_overwritten(str(output), [str(archive)]), output
    assert check_overwritten("hdfs://one/crawl", ["hdfs://one/crawl/a.warc"])
    assert check_overwritten("/crawl", ["hdfs://one/crawl/a.warc"]), "of the cluster's own file system"
    assert not check_overwritten("hdfs://one/crawl", ["s3a://two/crawl/a.warc", "hdfs://two/crawl/a.warc"])
    names = write_list(scratch / "list", [archive])
    said = cluster.finish(cluster.start("--overwrite", names, folder, master="local[1]"), 2)
    assert "which is read" in said, said
    assert archive.read_bytes() == Path(paths[0]).read_bytes()


def test_long_page(cluster, scratch, _paths, _expected):
    """A page of more than 20 million characters is a row like others; what no row can hold is on the error list."""
    body = b"<p>" + b"The weir was rebuilt in spring, and the herons came back to it. " * 330000
    assert len(body) > 21e6
    write_archive(scratch / "a.warc", [response(1, body), response(2, b"<p>A short page of one sentence.")])
    names = write_list(scratch / "list", [scratch / "a.warc"])
    printed = cluster.finish(cluster.start(names, scratch / "out", master="local[1]"))
    assert json.loads(printed.splitlines()[-1])["pages"] == 2
    rows = parquet_rows(scratch / "out", "page")
    assert len(rows) == 2
    most = dehusk_spark.ROW_MAX
    dehusk_spark.ROW_MAX = 4
    assert list(short_rows(io.BytesIO(b"one\nfour\nlonger\nsix\n"))) == ["one\n", None, None, "six\n"]
    dehusk_spark.ROW_MAX = most


def test_worker_killed(cluster, scratch, paths, expected):
    """A worker and its executor are killed in the middle of an archive, after others are done."""
    pages, failures, stats = expected
    output, gate = scratch / "killed", scratch / "gate"
    script = scratch / "fetch.sh"
    # The first who reads that archive gets a part of it and waits until he is killed.
    script.write_text(f"""case $1 in
*part-06*)
    if mkdir '{gate}' 2>/dev/null; then
        head -c 20000 "$1"
        echo $$ >'{gate}/number' && mv '{gate}/number' '{gate}/pid'
        while [ -d '{gate}' ]; do sleep 0.1; done
        exit 1
    fi ;;
*no-such*)
    head -c 50000 '{paths[0]}'
    exit 3 ;;
esac
exec cat "$1"
""")
    job = cluster.start("--format", "jsonl", "--attempts", "1", "--fetch", f"sh {script} {{}}",
                        write_list(scratch / "list", paths), output)
    wait_for(lambda: (gate / "pid").exists() or job.poll() is not None, "the archive in the middle")
    wait_for(lambda: len(list(output.glob("_temporary/0/task_*"))) >= 3 or job.poll() is not None, "archives that are done")
    assert job.poll() is None, job.log.read_text()[-6000:]
    chain = [int((gate / "pid").read_text())]
    while chain[-1] not in (worker.pid for worker in cluster.workers):
        chain.append(parent(chain[-1]))
        assert chain[-1] > 1, chain
    worker, executor = chain[-1], chain[-2]
    assert b"CoarseGrainedExecutorBackend" in read_of(executor, "cmdline")
    kill(worker)
    kill(executor)
    printed = cluster.finish(job)
    assert "Lost executor" in job.log.read_text(), "the driver noticed nothing"
    check_counts(printed, stats, len(paths))
    same(text_rows(output, "page"), pages, "pages")
    told = [row.replace(b"No such file or directory", b"sh: exit status 3") if b"no-such" in row else row for row in failures]
    same(text_rows(output, "failure"), sorted(told), "failures")


def main():
    global DEHUSK
    DEHUSK = str(Path(sys.argv[1]).resolve())
    # The cluster that loses a worker is used last.
    tests = [test_whole_run, test_parquet_by_hadoop_client, test_options_are_passed_on, test_refused,
             test_nothing_that_is_read_is_overwritten, test_long_page, test_worker_killed]
    chosen = [test for test in tests if len(sys.argv) == 2 or any(name in test.__name__ for name in sys.argv[2:])]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the cluster is stopped
    failed = 0
    with tempfile.TemporaryDirectory(prefix="dehusk-spark-") as folder:
        scratch = Path(folder)
        paths = make_archives(scratch / "archives")
        expected = run_on_one_machine(scratch, paths)
        assert len(expected[0]) > 200 and len(expected[1]) > 5, [len(rows) for rows in expected[:2]]
        with Cluster(scratch) as cluster:
            for test in chosen:
                begin = time.monotonic()
                try:
                    test(cluster, scratch, paths, expected)
                    print(f"ok   {test.__name__} ({time.monotonic() - begin:.1f} s)", flush=True)
                except Exception:
                    failed += 1
                    print(f"FAIL {test.__name__}", flush=True)
                    traceback.print_exc()
    sys.exit(failed > 0 or not chosen)


if __name__ == "__main__":
    main()
