#!/usr/bin/env python3
"""What was skipped in a run of CTest, why, and what would make it run.

    skipped_tests.py JUNIT

A test says so itself, on lines that begin with "skipped: " and "to run it: "; one that skips a part of itself and passes
does the same. A test that skips without a word is listed as what it is: a fault of the test.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree

NOT_SAID = "it does not say why"


def said(test):
    """The reasons and the commands in a test's output."""
    output = (test.findtext("system-out") or "").splitlines()
    words = [match.groups() for line in output if (match := re.match(r"(skipped|to run it): (.*)", line))]
    # "SKIPPED [1] file.py:12: reason" is pytest's, with -rs.
    return words + [("skipped", line.split("] ", 1)[1]) for line in output if re.match(r"SKIPPED \[\d+\] ", line)]


def main():
    skipped = []
    for test in ElementTree.parse(sys.argv[1]).getroot().iter("testcase"):
        words = said(test)
        if test.get("status") in ("notrun", "disabled") or test.find("skipped") is not None:
            skipped.append((test.get("name"), words or [("skipped", NOT_SAID)]))
        elif words and test.get("status") == "run":
            skipped.append((test.get("name") + " (a part of it)", words))
    if skipped:
        print("\nSkipped:")
    for name, words in sorted(skipped):
        print(f"  {name}")
        for kind, text in words:
            print(f"    {'why' if kind == 'skipped' else kind}: {text}")


if __name__ == "__main__":
    main()
