"""The rules of the house that no other tool checks."""

import ast
import importlib
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("engine", "scenarios", "sim", "dashboards")
LONGEST_FILE, LONGEST_FUNCTION, MOST_NAMES = 400, 60, 12
SOURCES = sorted(f for folder in (*PACKAGES, "tests") for f in (ROOT / folder).rglob("*.py"))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


def name(path):
    return path.relative_to(ROOT).as_posix()


def modules():
    return [f for f in SOURCES if f.relative_to(ROOT).parts[0] in PACKAGES]


def exported(tree):
    """Names in `__all__`, and names that the file imports or makes without an underscore."""
    said, made = [], set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom | ast.Import):
            made |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            made.add(node.name)
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            said = ast.literal_eval(node.value)
    return said, {one for one in made if not one.startswith("_")}


@pytest.mark.parametrize("file", [f for f in modules() if f.name == "__init__.py"], ids=name)
def test_a_package_exports_exactly_what_it_says_and_little(file):
    said, made = exported(ast.parse(file.read_text()))
    assert sorted(said) == sorted(made)
    assert len(said) <= MOST_NAMES


@pytest.mark.parametrize("file", modules(), ids=name)
def test_a_name_in_all_is_there(file):
    said, _ = exported(ast.parse(file.read_text()))
    if said:
        module = importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        assert all(hasattr(module, one) for one in said)


@pytest.mark.parametrize("file", SOURCES, ids=name)
def test_files_and_functions_stay_short(file):
    text = file.read_text()
    assert len(text.splitlines()) <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("file", DOCUMENTS, ids=name)
def test_links_of_the_documents_lead_somewhere(file):
    for target in LINK.findall(file.read_text()):
        if "://" not in target:
            assert (file.parent / target).exists(), target


@pytest.mark.parametrize("file", modules(), ids=name)
def test_only_the_screen_opens_a_console(file):
    """Any other would read markup in names."""
    calls = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    opened = [one for one in calls if getattr(one.func, "id", "") in {"Console", "print"}]
    assert not opened or name(file) == "dashboards/cli/terminal/screen.py"


@pytest.mark.parametrize("file", modules(), ids=name)
def test_files_are_written_in_one_way(file):
    """Any other would leave halves of them, or mix those of two who write at once."""
    by_hand = re.findall(r"np\.savez|cv2\.imwrite|getpid\(\)\}\.part|\"\.part\"", file.read_text())
    assert not by_hand or name(file).endswith("files.py")


def test_every_data_file_of_the_packages_is_packed():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    patterns = config["tool"]["setuptools"]["package-data"]["*"]
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*"):
            if file.is_file() and file.suffix not in {".py", ".pyc", ".nbi", ".nbc"}:
                assert any(fnmatch(file.name, pattern) for pattern in patterns), name(file)
                assert (file.parent / "__init__.py").exists(), name(file)


def test_the_readme_s_example_runs(tmp_path, monkeypatch, capsys):
    (example,) = PYTHON.findall((ROOT / "README.md").read_text())
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "README.md", "exec"), {})
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 4
    assert all(line.startswith(("alerts that were right", "innocent people")) for line in said)
