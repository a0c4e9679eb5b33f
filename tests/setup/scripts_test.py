#!/usr/bin/env python3
"""The scripts of the first minutes: what they say, to whom, and when. Nothing is installed: dpkg, apt-get, sudo and id
are programs of the test's own, which write down how they were called."""

import os
import pathlib
import stat
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
INSTALL = SOURCE / "tools/setup/install-debian.sh"


class Machine:
    """A folder in front of PATH, with programs that say what a bare machine's would."""

    def __init__(self, folder, *, root, sudo=None, apt="exit 0"):
        self.folder = pathlib.Path(folder)
        self.log = self.folder / "log"
        self.log.touch()
        for name in ("bash", "dirname", "basename", "sed", "sort", "tail", "tr", "mktemp", "rm", "env", "cat", "grep", "realpath",
                     "mkdir"):
            path = subprocess.run(["which", name], capture_output=True, text=True, check=True).stdout.strip()
            (self.folder / name).symlink_to(path)
        self.program("dpkg-query", 'case " $* " in *" gcc "*) echo -n installed;; *) exit 1;; esac')
        self.program("apt-get", f'echo "apt-get $*" >>"{self.log}"; {apt}')
        self.program("id", f"echo {0 if root else 1000}")
        if sudo is not None:
            self.program("sudo", f'echo "sudo $1" >>"{self.log}"; {sudo}')

    def program(self, name, text):
        path = self.folder / name
        path.write_text(f"#!{self.folder}/bash\n{text}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def run(self, *command):
        environment = {"PATH": str(self.folder), "TMPDIR": str(self.folder), "DEHUSK_PROGRESS_SECONDS": "0.1"}
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


class Setup(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)

    def machine(self, **how):
        return Machine(self.temporary.name, **how)

    def test_all_lines_of_a_list_are_installed(self):
        machine = self.machine(root=True)
        done = machine.run(INSTALL, "build")
        self.assertEqual(done.returncode, 0, done.stderr)
        update, install = machine.log.read_text().splitlines()
        self.assertEqual(update.split()[1], "update")
        for package in ("cmake", "make", "libzstd-dev", "zlib1g-dev", "libmd-dev"):
            self.assertIn(package, install.split())
        self.assertNotIn("gcc", install.split(), "is there already")
        self.assertIn("for the library and the command: ", done.stderr)

    def test_nothing_missing_nothing_said(self):
        machine = self.machine(root=True)
        machine.program("dpkg-query", "echo -n installed")
        done = machine.run(INSTALL)
        self.assertEqual((done.returncode, done.stdout, done.stderr, machine.log.read_text()), (0, "", "", ""))

    def test_without_sudo_the_command_for_root(self):
        machine = self.machine(root=False)
        done = machine.run(INSTALL, "train")
        self.assertEqual(done.returncode, 1)
        self.assertIn("    apt-get update && apt-get install -y --no-install-recommends zlib1g-dev libsvm-dev liblinear-dev\n",
                      done.stderr)
        self.assertEqual(machine.log.read_text(), "")

    def test_what_and_why_before_sudo_asks(self):
        machine = self.machine(root=False, sudo='echo PASSWORD >&2; if [ "$1" != true ]; then "$@"; fi')
        done = machine.run(INSTALL, "train")
        self.assertEqual(done.returncode, 0, done.stderr)
        before = done.stderr.partition("PASSWORD")[0]
        self.assertIn("for the trainer, dehusk-train: zlib1g-dev libsvm-dev liblinear-dev", before)
        self.assertEqual(machine.log.read_text().split("\n")[0], "sudo true")
        self.assertIn("apt-get install", machine.log.read_text())

    def test_sudo_that_refuses(self):
        machine = self.machine(root=False, sudo="echo not you >&2; exit 1")
        done = machine.run(INSTALL, "train")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr.count("not you"), 1)
        self.assertIn("apt-get update && apt-get install", done.stderr)
        self.assertNotIn("apt-get", machine.log.read_text())

    def test_an_error_is_said_once(self):
        machine = self.machine(root=True, apt='[ "$1" = update ] || { echo "E: no such package" >&2; exit 100; }')
        done = machine.run(INSTALL, "train")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr.count("E: no such package"), 1, done.stderr)
        self.assertTrue(done.stderr.endswith("install-debian.sh: apt-get install failed\n"), done.stderr)

    def test_words_while_it_works(self):
        machine = self.machine(root=True, apt='echo "Get:1 something"; n=0; while [ $n -lt 200000 ]; do n=$((n + 1)); done')
        done = machine.run(INSTALL, "train")
        self.assertRegex(done.stderr, r"\ninstalling packages: \d+ s Get:1 something\n")
        self.assertEqual(done.stdout, "")

    def test_not_debian(self):
        machine = self.machine(root=True)
        (machine.folder / "apt-get").unlink()
        done = machine.run(INSTALL, "train")
        self.assertEqual(done.returncode, 1)
        self.assertIn("by Debian's names: liblinear-dev libsvm-dev zlib1g-dev", done.stderr)

    def test_unknown_purpose(self):
        done = self.machine(root=True).run(INSTALL, "../build")
        self.assertEqual(done.returncode, 2)
        self.assertIn("wasm     the module for WebAssembly", done.stderr)

    def test_try_says_an_error_of_the_installation_once(self):
        machine = self.machine(root=False)
        done = machine.run(SOURCE / "tools/try.sh")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr.count("only root can install"), 1)
        self.assertEqual(done.stdout, "")

    def test_help(self):
        for script in (INSTALL, SOURCE / "tools/test.sh"):
            done = subprocess.run([script, "--help"], capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn(f"    tools/{script.relative_to(SOURCE / 'tools')} [", done.stdout)
        done = subprocess.run([SOURCE / "tools/test.sh", "nosuch"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 2)


class Skipped(unittest.TestCase):
    RESULTS = """<?xml version="1.0"?><testsuite>
        <testcase name="b" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/><system-out>x
skipped: no data
to run it: fetch data
</system-out></testcase>
        <testcase name="a" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/><system-out>y</system-out></testcase>
        <testcase name="c" status="run"><system-out>SKIPPED [1] t.py:3: no scrapy
</system-out></testcase>
        <testcase name="d" status="run"><system-out>this is not skipped: no
</system-out></testcase></testsuite>"""

    def said(self, results):
        with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
            file.write(results)
            file.flush()
            script = SOURCE / "tests/setup/skipped_tests.py"
            return subprocess.run([sys.executable, script, file.name], capture_output=True, text=True, check=True).stdout

    def test_reasons_and_commands(self):
        self.assertEqual(self.said(self.RESULTS), """
Skipped:
  a
    why: it does not say why
  b
    why: no data
    to run it: fetch data
  c (a part of it)
    why: t.py:3: no scrapy
""")

    def test_silent_without(self):
        self.assertEqual(self.said("<testsuite><testcase name='a' status='run'/></testsuite>"), "")


if __name__ == "__main__":
    os.environ.pop("DEHUSK_PROGRESS_SECONDS", None)
    unittest.main()
