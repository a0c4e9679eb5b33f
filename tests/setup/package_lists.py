#!/usr/bin/env python3
"""Are the packages of tools/setup/debian those that the build asks for?

Beside a package, its list names what CMake looks for and finds in it. What CMake looks for is read out of the CMake
files themselves, with the options that it is looked for under: a dependency that is new, or gone, or asked for
by another part than before, is told here and not by a user's bare machine. On Debian the packages that are installed
are also asked whether they have what their lists say.

    package_lists.py [SOURCE]
"""

import pathlib
import re
import subprocess
import sys

SOURCE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
if SOURCE.is_file():
    SOURCE = SOURCE.parents[2]
LISTS = SOURCE / "tools/setup/debian"
# Whose packages an option needs.
PURPOSE_OF = {"DEHUSK_BUILD_TOOLS": "build", "DEHUSK_BUILD_TRAINER": "train", "DEHUSK_BUILD_TESTS": "test"}
# A compiler brings threads along, and Dehusk itself is what its consumers look for.
NOT_A_PACKAGE = {"Threads", "dehusk"}
# What scripts call, and the purpose that is installed before they run.
PROGRAMS = {"build": ("gcc", "cmake", "make", "ninja-build"), "test": ("g++", "binutils", "man-db", "valgrind", "python3")}
MODULE_FILES = {
    "ICU": "unicode/uversion.h", "ZLIB": "zlib.h", "PkgConfig": "bin/pkg-config", "Python3": "bin/python3",
    "Python": "bin/python3-config",
}

failures = []


def check(right, words):
    if not right:
        failures.append(words)


def read_lists():
    """{purpose: {package: [what it gives]}}"""
    lists = {}
    for path in sorted(LISTS.glob("*.list")):
        first, *rows = path.read_text().splitlines()
        check(re.match(r"# \S", first), f"{path.name}: the first line does not say what it is for")
        packages = {}
        for row in rows:
            words = row.split("#")[0].split()
            if words:
                check(re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", words[0]), f"{path.name}: {words[0]} is no package's name")
                check(words[0] not in packages, f"{path.name}: {words[0]} twice")
                packages[words[0]] = words[1:]
        lists[path.stem] = packages
    return lists


def calls(text):
    """All calls of CMake commands in a file, as (name, [arguments]); comments are taken away."""
    text = re.sub(r"#.*", "", text)
    for name, arguments in re.findall(r"(\w+)\s*\(((?:[^()\"]|\"[^\"]*\"|\([^()]*\))*)\)", text):
        yield name.lower(), re.findall(r'"[^"]*"|[^\s"]+', arguments)


def looked_for(name, arguments):
    """The names that a call looks for, as the lists have them."""
    if name in ("find_package", "find_dependency"):
        return arguments[:1]
    if name in ("pkg_check_modules", "pkg_search_module"):
        words = ("REQUIRED", "QUIET", "${demand}", "IMPORTED_TARGET", "GLOBAL", "NO_CMAKE_PATH", "NO_CMAKE_ENVIRONMENT_PATH")
        return [re.split("[<>=]", word)[0] for word in arguments[1:] if word not in words]
    if name in ("find_path", "find_library", "find_file"):
        return [word.strip('"') for word in arguments[1:] if word not in ("NAMES", "REQUIRED")][:1]
    return []


def needs(path, top):
    """What a CMake file looks for, each with the purposes of the conditions around it: [(name, [{purpose}])].

    A condition's purposes all need it; of conditions in each other, it is needed where all of them hold, and one that
    has the package is enough.
    """
    found = []
    above = []
    for name, arguments in calls(path.read_text()):
        if name == "if":
            above.append({PURPOSE_OF[word] for word in arguments if word in PURPOSE_OF})
        elif name in ("else", "elseif") and above:
            above[-1] = set()
        elif name == "endif":
            above.pop()
        conditions = [purposes for purposes in above if purposes] or [{top}]
        found += [(what, conditions) for what in looked_for(name, arguments) if what not in NOT_A_PACKAGE]
    return found


def check_against_cmake(lists):
    given = {purpose: {what for gives in packages.values() for what in gives} for purpose, packages in lists.items()}
    asked = []
    for path, purpose in [
        ("CMakeLists.txt", "build"), ("tools/cmake/DehuskDependencies.cmake", "build"), ("runtime/CMakeLists.txt", "build"),
        ("tools/CMakeLists.txt", "build"), ("train/CMakeLists.txt", "train"), ("tests/CMakeLists.txt", "test"),
        ("tools/python/CMakeLists.txt", "python"),
    ]:
        asked += needs(SOURCE / path, purpose)
    names = {what for what, _ in asked}
    check(len(names) > 12, f"only {len(names)} dependencies are found in the CMake files: is the reader at fault?")
    for what, conditions in asked:
        enough = any(all(what in given[purpose] for purpose in purposes) for purposes in conditions)
        wanted = " or ".join(" and ".join(sorted(purposes)) for purposes in conditions)
        check(enough, f"CMake looks for {what}, and no package of the list {wanted} gives it")
    for purpose, packages in lists.items():
        for package, gives in packages.items():
            for what in gives:
                check(what in names, f"{purpose}.list: {package} is for {what}, which CMake no longer looks for")
    # The Python package builds the library, and nothing more.
    dependencies = needs(SOURCE / "tools/cmake/DehuskDependencies.cmake", "python")
    for what in {what for what, conditions in dependencies if conditions == [{"python"}]} - given["python"]:
        check(False, f"python.list has nothing that gives {what}, which the library needs")


def check_installed(lists):
    """Has a package what its list says? Only those that are installed can be asked."""
    asked = 0
    for packages in lists.values():
        for package, gives in packages.items():
            if not gives:
                continue
            # What a package stands for may come with the ones it depends on.
            names = [package]
            try:
                status = subprocess.run(["dpkg-query", "-W", "-f", "${db:Status-Status}\t${Pre-Depends}, ${Depends}", package],
                                        capture_output=True, text=True)
            except FileNotFoundError:
                return 0
            if status.returncode or not status.stdout.startswith("installed"):
                continue
            names += re.findall(r"(?:^|, ?)([a-z0-9][a-z0-9+.-]+)", status.stdout.split("\t")[1])
            files = subprocess.run(["dpkg", "-L", *names], capture_output=True, text=True).stdout.split("\n")
            for what in gives:
                ends = MODULE_FILES.get(what, what if what.endswith(".h") else None)
                ends = [ends] if ends else [f"pkgconfig/{what}.pc", f"lib{what}.so"]
                check(any(f.endswith("/" + end) for f in files for end in ends), f"{package} is installed and has no {what}")
                asked += 1
    return asked


def main():
    lists = read_lists()
    check_against_cmake(lists)
    for purpose, programs in PROGRAMS.items():
        for program in programs:
            check(program in lists[purpose], f"{purpose}.list lacks {program}")
    asked = check_installed(lists)
    # The script reads the same lists to their ends.
    script = subprocess.run([SOURCE / "tools/setup/install-debian.sh", "--print", *lists], capture_output=True, text=True)
    everything = {package for packages in lists.values() for package in packages}
    check(set(script.stdout.split()) == everything, "install-debian.sh --print has not all packages of the lists")
    for words in failures:
        print(words)
    print(f"{len(everything)} packages for {len(lists)} purposes; {asked} of their contents looked at; {len(failures)} wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
