"""Kernels compiled to machine code: the same pixels whether just compiled or kept from before."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
FOLDERS = ("sim", "engine")


def kernels() -> Iterator[tuple[Path, ast.FunctionDef, dict[str, object]]]:
    """Every compiled function, with what its decorator says."""
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef):
                    for mark in node.decorator_list:
                        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "nb.njit":
                            said = {word.arg: ast.literal_eval(word.value) for word in mark.keywords}
                            yield file, node, said


def test_kernels_that_kernels_call_are_compiled_into_them():
    """Else the linker may take the callee's own machine code or the caller's copy of it, whichever
    was loaded first, and with fast mathematics the two round differently.
    """
    found = list(kernels())
    assert len(found) > 40
    called = {
        ast.unparse(call.func)
        for _, function, _ in found
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
    }
    loose = [
        f"{file.relative_to(ROOT)}: {function.name}"
        for file, function, said in found
        if function.name in called and said.get("fastmath") and not said.get("forceinline")
    ]
    assert loose == []
