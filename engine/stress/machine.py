"""The machine and the libraries that measurements were made with."""

import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cv2

LIBRARIES = ("onnxruntime", "insightface", "numpy", "faiss-cpu")


def machine() -> dict[str, Any]:
    """The processor's model, how many cores this process may use, how many of them others keep busy
    (None: the system does not tell), and versions.
    """
    versions = {name: version(name) for name in LIBRARIES} | {"opencv": cv2.__version__}
    return {
        "cpu": processor(),
        "cores": cores(),
        "busy": busy(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": versions,
    }


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def busy() -> float | None:
    """How many processes wanted a core at a time over the last minute, on the mean."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def processor() -> str:
    """The model's name, as far as the system tells it."""
    told = Path("/proc/cpuinfo")
    if told.is_file():
        for line in told.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
