"""The farm with two workers, beside the bare models in two processes and beside a plain loop."""

import multiprocessing as mp
import time

import cv2
import numpy as np
import onnxruntime
import pytest
from insightface.app import FaceAnalysis
from insightface.data import get_image

from engine.feeds import MemoryFeed
from engine.matching.gallery import Gallery
from engine.packs.pack import load_pack
from engine.settings import EngineSettings
from engine.stream.farm import Farm
from engine.vision.analyser import Analyser, align

FRAMES, ROUNDS = 96, 3
SIZE_PX = (1280, 736)


def picture() -> np.ndarray:
    """insightface's six people, as large as a camera's frame."""
    return cv2.resize(get_image("t1"), SIZE_PX)


def bare(connection, crops: np.ndarray) -> None:
    """A process that runs the two sessions alone, on inputs made beforehand."""
    cv2.setNumThreads(1)
    pack = load_pack()
    scale = {"scalefactor": 1 / 128, "mean": (127.5,) * 3, "swapRB": True}
    blob = cv2.dnn.blobFromImage(picture(), **scale)
    faces = cv2.dnn.blobFromImages(list(crops), 1 / 127.5, (112, 112), (127.5,) * 3, swapRB=True)
    connection.send("ready")
    while connection.recv():
        for _ in range(FRAMES // 2):
            for model, given in ((pack.detector, blob), (pack.recogniser, faces)):
                model.session.run(None, {model.input_name: given})
        connection.send("done")


class Bare:
    """Two such processes."""

    def __init__(self, crops: np.ndarray) -> None:
        context = mp.get_context("spawn")
        pairs = [context.Pipe() for _ in range(2)]
        self.ends = [ours for ours, _ in pairs]
        self.processes = [context.Process(target=bare, args=(end, crops)) for _, end in pairs]
        for process in self.processes:
            process.start()
        self._hear()

    def _hear(self) -> None:
        for end in self.ends:
            end.recv()

    def __call__(self) -> None:
        for end in self.ends:
            end.send(True)
        self._hear()

    def close(self) -> None:
        for end in self.ends:
            end.send(False)
        for process in self.processes:
            process.join()


def plain(gallery: Gallery):
    """A loop of FaceAnalysis.get and a product, at the faster of one and two threads."""
    bgr, loops = picture(), []
    for threads in (1, 2):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        folder = str(load_pack().folder)
        app = FaceAnalysis(folder, providers=["CPUExecutionProvider"], sess_options=options)
        app.prepare(ctx_id=-1, det_size=SIZE_PX)

        def loop(app: FaceAnalysis = app) -> None:
            for _ in range(FRAMES):
                probes = np.stack([face.normed_embedding for face in app.get(bgr)])
                (probes @ gallery.templates.T).argmax(1)

        began_s = time.perf_counter()
        app.get(bgr), app.get(bgr)
        loops.append((time.perf_counter() - began_s, threads, loop))
    return min(loops, key=lambda one: one[:2])[2]


@pytest.fixture(scope="module")
def gallery() -> Gallery:
    templates = np.random.default_rng(1).standard_normal((1000, 192)).astype(np.float32)
    templates /= np.linalg.norm(templates, axis=1, keepdims=True)
    return Gallery(tuple(map(str, range(1000))), templates, "bench")


@pytest.mark.filterwarnings("ignore:`estimate` is deprecated:FutureWarning")
@pytest.mark.parametrize("beside_what", ["bare models in two processes", "a loop of FaceAnalysis"])
def test_the_farm_with_two_workers(beside, gallery, beside_what):
    bgr = picture()
    feeds = [MemoryFeed([bgr] * (FRAMES // 4), name) for name in "abcd"]
    faces = Analyser(load_pack()).detect(bgr)
    crops = np.stack([align(bgr, face.landmarks_px) for face in faces])
    theirs = Bare(crops) if beside_what.startswith("bare") else plain(gallery)
    with Farm(gallery, EngineSettings(), 0.9) as farm:
        name = f"farm, {FRAMES} frames of six faces at 1280x736, beside {beside_what}"
        beside(name, lambda: farm.run(feeds, print), theirs, ROUNDS)
    if isinstance(theirs, Bare):
        theirs.close()
