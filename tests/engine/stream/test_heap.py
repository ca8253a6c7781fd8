import subprocess
import sys

import pytest

PROGRAM = """
import resource, sys
import numpy as np
from engine.stream.heap import keep_freed

def pages(rounds):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(rounds):
        blocks = [np.ones(2_800_000, np.float32) for _ in range(4)]
        del blocks
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

pages(3)
before, kept = pages(20), keep_freed()
pages(3)
print(before, kept, pages(20))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc can be told")
def test_what_is_freed_is_used_again_and_not_asked_of_the_system_anew():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    before, kept, after = done.stdout.split()
    assert kept == "True", done.stderr
    assert int(after) * 10 < int(before)
