"""Who may import whom, and what the pure part may never touch: the drawing of the program, kept true."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
PACKAGE = PROJECT / "generator" / "litatlas"

PURE = {
    # stage: its modules and packages; each imports only from what stands before it, or from its own package
    "ground": "problems progress workers layers yaml_lines",
    "values": "text model listed_paper settings facets",
    "remember": "incremental",
    "words": "language markup",
    "read": "cleaning identity people venues readers",
    "vocabulary": "vocabulary",
    "tag": "tagging",
    "admit": "intake",
    "index": "library",
    "relate": "related themes layout survey_graph reading_order",
    "cite": "citation exports",
    "render": "figures pages",
    "draw": "graph",
    "publish": "feeds machine search cards explorer offline_links epub",
    "check": "checks",
    "build": "data_files site pipeline preview",
}
"""The part that does not touch the world: texts in, texts out."""

EDGE = {
    "tools": "resources compiled processes store folder encoder",
    "folder": "offline app",
    "site": "epub_file fast_render mkdocs_plugin mkdocs_build live",
    "commands": "cli __main__",
}
"""The part that does: files, the clock, MkDocs, the terminal."""

ORDER = [module for stages in (PURE, EDGE) for row in stages.values() for module in row.split()]
PURE_MODULES = frozenset(module for row in PURE.values() for module in row.split())

WORLD = (
    *("os", "pathlib", "glob", "shutil", "tempfile", "fileinput", "mmap"),
    *("logging", "warnings", "sys", "argparse", "getpass", "locale", "platform"),
    *("time", "sched", "random", "secrets", "uuid"),
    *("socket", "ssl", "http", "ftplib", "smtplib", "xmlrpc", "socketserver", "urllib.request", "requests"),
    *("subprocess", "multiprocessing", "threading", "concurrent", "asyncio", "signal", "ctypes"),
    *("pickle", "shelve", "marshal", "dbm", "sqlite3", "importlib"),
    *("click", "mkdocs", "material", "watchdog"),
)
"""What a pure module may not import: files, the process, the clock, chance, the network, other builders."""

WORLD_CALLS = frozenset({"open", "print", "input", "eval", "exec", "breakpoint", "__import__"})
CLOCK_METHODS = frozenset({"now", "utcnow", "today"})

LATE = ("bibtexparser", "citeproc", "igraph", "latex2mathml", "lxml", "markdown", "mkdocs")
"""What a build imports where it uses it: one changed abstract often needs none of them, and each takes time."""

MAX_LINES = 300
LARGER = {
    # module: why it may be longer
    "model": "one value after the other, half of it their docstrings; apart they would import each other",
}

NOT_IMPORTED = {
    # distribution: why it is needed all the same
    "mkdocs-material": "the theme that a survey's mkdocs.yml names",
}


def name_of(file: Path) -> str:
    """Give a module's name inside the package: `text`, `readers.bibtex`, `readers` for its `__init__`."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


SOURCES = {name_of(file): file for file in sorted(PACKAGE.rglob("*.py")) if file.parent.name != "templates"}
MODULES = sorted(name for name in SOURCES if name != "__init__")


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(SOURCES[module].read_text(encoding="utf-8"))


def imports_of(module: str) -> Iterator[tuple[str, int]]:
    """Give every module that a module imports, by its full name, with the line."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}:{node.lineno}: imports are absolute"
            # `from litatlas import x` and `from urllib import request` may name modules: look at both.
            yield node.module or "", node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def ours(module: str) -> Iterator[tuple[str, int]]:
    """Give the modules of the package that a module imports, by their name inside it, with the line."""
    for name, line in imports_of(module):
        inside = name.removeprefix("litatlas.")
        # `from litatlas.readers import bibtex` in readers/__init__ names the package itself as well.
        if name.startswith("litatlas.") and inside in SOURCES and inside != module:
            yield inside, line


def top(module: str) -> str:
    return module.partition(".")[0]


def place(module: str) -> int:
    """Give the place of a module in the order; one that has none stands last (and fails its own test)."""
    return ORDER.index(top(module)) if top(module) in ORDER else len(ORDER)


def test_every_module_has_its_place_in_the_order():
    assert sorted({top(module) for module in MODULES} - set(ORDER)) == []


def test_the_order_names_each_module_once():
    assert sorted({module for module in ORDER if ORDER.count(module) > 1}) == []


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_what_stands_before_it(module):
    assert [
        f"{module}:{line}: imports {other}"
        for other, line in ours(module)
        if top(other) != top(module) and place(other) >= place(module)
    ] == []


@pytest.mark.parametrize("module", [module for module in MODULES if top(module) in PURE_MODULES])
def test_a_pure_module_touches_nothing_of_the_world(module):
    imported = [
        f"{module}:{line}: imports {name}"
        for name, line in imports_of(module)
        if any(name == world or name.startswith(f"{world}.") for world in WORLD)
    ]
    called = [
        f"{module}:{node.lineno}: calls {called_name(node)}"
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id in WORLD_CALLS)
            or (isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_METHODS)
        )
    ]
    assert imported + called == []


def called_name(node: ast.Call) -> str:
    return ast.unparse(node.func)


def test_nothing_prints_but_the_command_line():
    assert [
        f"{module}:{node.lineno}"
        for module in MODULES
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ] == []


def test_no_module_imports_itself_through_others():
    graph = {module: {other for other, _ in ours(module)} for module in MODULES}
    cycle: list[str] = []
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle = error.args[1]
    assert cycle == []


def test_modules_are_small_enough_to_have_one_reason_to_exist():
    lengths = {module: len(SOURCES[module].read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {m: n for m, n in lengths.items() if n > MAX_LINES and m not in LARGER} == {}
    assert [module for module in LARGER if lengths.get(module, 0) <= MAX_LINES] == [], "no longer large: take it out"


def test_a_build_begins_without_what_it_may_not_need():
    program = f"import sys, litatlas.app, litatlas.cli.building; print(*sorted({set(LATE)!r} & sys.modules.keys()))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


def declared() -> set[str]:
    """Give the distributions that pyproject.toml names as dependencies, in their normal form."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {normal(re.split(r"[<>=!~;\[ ]", line)[0]) for line in project["dependencies"]}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> set[str]:
    """Give the distributions that the package imports from."""
    foreign = {top(name) for module in SOURCES for name, _ in imports_of(module)}
    foreign -= {"litatlas", "__future__", *sys.stdlib_module_names}
    distributions = packages_distributions()
    return {normal(distributions[name][0]) for name in foreign}


def test_every_import_is_a_declared_dependency():
    assert sorted(imported() - declared()) == []


def test_every_declared_dependency_is_used():
    assert sorted(declared() - imported() - set(NOT_IMPORTED)) == []
    assert sorted(set(NOT_IMPORTED) - declared()) == []


def test_every_dependency_says_why():
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    requirement = re.compile(r'^  "[A-Za-z][^"]*",(.*)$', re.MULTILINE)
    block = text[text.index("\ndependencies = [") : text.index("[project.scripts]")]
    assert [
        found.group().strip() for found in requirement.finditer(block) if not found[1].strip().startswith("#")
    ] == []
