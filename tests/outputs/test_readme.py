"""What README.md shows of Markdown and metadata comes out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

SOURCE = Path(os.environ["DEHUSK_SOURCE"])
SHOWN = re.findall(r"^\$ (dehusk --output (?:markdown|jsonl) [^\n]*datasets/[^\n]*)\n(.*?)(?=^\$ |^```)", (SOURCE / "README.md").read_text(encoding="utf-8"),
                   re.MULTILINE | re.DOTALL)


def test_there_are_examples():
    assert len(SHOWN) >= 2


@pytest.mark.parametrize("command, shown", SHOWN, ids=[command[:24] for command, _ in SHOWN])
def test_example(command, shown):
    if " jq " in command and shutil.which("jq") is None:
        pytest.skip("jq is not there")
    path = os.path.dirname(os.environ["DEHUSK"]) + os.pathsep + os.environ["PATH"]
    done = subprocess.run(["bash", "-c", command], cwd=SOURCE, capture_output=True, check=True, env={**os.environ, "PATH": path})
    assert done.stdout.decode() == shown
