"""What all generators share: they write one file that is committed, or look
whether the committed one is still what they write.
"""
import pathlib
import sys


def write_or_check(arguments, usage, target, make):
    """The main function of a generator.

    arguments: of the command line. None: `target` gets the text that `make`
    returns, in UTF-8 with LF line ends. "--check" alone: nothing is written.
    usage: what is printed for other arguments.
    Returns the exit status: 0, 1 if the committed file is another, 2 for wrong
    arguments.
    """
    if arguments not in ([], ["--check"]):
        sys.stderr.write(usage)
        return 2
    target = pathlib.Path(target)
    data = make().encode("utf-8")
    if not arguments:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        return 0
    if not target.exists() or target.read_bytes() != data:
        sys.stderr.write("%s is not what its generator in tools/generate writes\n" % target.name)
        return 1
    return 0
