"""How the tree is laid out: docs/design.md draws it."""

import re
from collections import Counter
from graphlib import TopologicalSorter
from importlib.util import find_spec
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("engine", "scenarios", "sim", "dashboards")
MOST_MODULES = 14
NAMED = re.compile(r"`((?:engine|scenarios|sim|dashboards|tests)(?:/[\w.]+)+/?)`")
DOTTED = re.compile(r"`((?:scenarios|sim|dashboards)(?:\.[a-z]\w*)+)")


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph(*PACKAGES, cache_dir=None)


def test_no_module_imports_itself_in_a_circle(graph):
    imports = {one: graph.find_modules_directly_imported_by(one) for one in graph.modules}
    TopologicalSorter(imports).prepare()  # CycleError names the circle


@pytest.mark.parametrize("word", ["Bound", "Film", "Look", "Plan", "Seen", "Story"])
def test_a_word_is_no_two_classes(word):
    kinds = re.compile(rf"^(?:class {word}\b|{word} = )", re.MULTILINE)
    files = [file for folder in PACKAGES for file in (ROOT / folder).rglob("*.py")]
    assert len([str(file) for file in files if kinds.search(file.read_text())]) <= 1


def test_people_could_be_lifted_out(graph):
    people = {one for one in graph.modules if f"{one}.".startswith("sim.people.")}
    known = {other for one in people for other in graph.find_modules_directly_imported_by(one)}
    of_sim = {other for other in known - people if other.startswith("sim.")}
    assert of_sim <= {"sim.streams", "sim.errors"}


def test_no_folder_holds_more_modules_than_one_can_look_over():
    files = [file for folder in (*PACKAGES, "tests") for file in (ROOT / folder).rglob("*.py")]
    count = Counter(file.parent for file in files if file.name != "__init__.py")
    full = {str(one.relative_to(ROOT)): n for one, n in count.items() if n > MOST_MODULES}
    assert full == {}


@pytest.mark.parametrize("file", sorted((ROOT / "docs").glob("*.md")), ids=lambda file: file.name)
def test_what_a_document_names_is_there(file):
    text = file.read_text()
    assert [name for name in NAMED.findall(text) if not (ROOT / name).exists()] == []
    assert [name for name in DOTTED.findall(text) if not there(name)] == []


def there(name):
    """Whether it is a module, or something in one."""
    head, _, last = name.rpartition(".")
    if (ROOT / head.replace(".", "/")).is_dir() and find_spec(name):
        return True
    spec = find_spec(head) if (ROOT / f"{head.replace('.', '/')}.py").exists() else None
    return spec is not None and last in Path(spec.origin).read_text()
