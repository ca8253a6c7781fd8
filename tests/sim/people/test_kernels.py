"""Kernels compiled to machine code: the same pixels whether just compiled or kept from before."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[3]


def kernels():
    """Every compiled function, its file, and what its decorator says."""
    files = [file for folder in ("engine", "sim") for file in (ROOT / folder).rglob("*.py")]
    functions = (
        (file, node)
        for file in files
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    )
    return [
        (file, node, {said.arg: ast.literal_eval(said.value) for said in mark.keywords})
        for file, node in functions
        for mark in node.decorator_list
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "nb.njit"
    ]


def test_kernels_that_kernels_call_are_compiled_into_them():
    """Else the linker may take a helper's own machine code or the caller's copy of it, whichever
    was loaded first, and with fast mathematics the two round differently.
    """
    found = kernels()
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
