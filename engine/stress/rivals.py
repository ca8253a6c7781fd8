"""What the engine is measured beside: its bare models, insightface's own loop, bare searches.

The rivals must use the model runtimes directly: they are what the engine's own way is compared to.
"""

import multiprocessing as mp
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

import cv2
import faiss
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from engine.errors import WorkerError
from engine.faces import Image
from engine.matching.gallery import Gallery
from engine.packs.pack import Pack, load_pack
from engine.pipeline import look
from engine.settings import EngineSettings
from engine.stream.heap import keep_freed
from engine.stream.interrupts import interrupts_held
from engine.stream.orphans import end_with_parent
from engine.stress.repeats import seconds
from engine.stress.strangers import Templates
from engine.vision.analyser import Analyser, align
from engine.vision.tiles import GRID_PX

Blob = NDArray[np.float32]
Search = Callable[[NDArray[np.float32]], NDArray[np.intp]]
"""Rows (m, k) of the best for probes (m, d)."""
TRIED = 3
"""Pictures by which a number of threads is judged."""
TRAINED_ON = 100_000
"""Templates from which FAISS learns its levels."""
SIGNED, BYTE = "signed bytes", 127


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the two models of a pack take for one picture: `frame` (1, 3, h, w), and `crops`
    (n, 3, 112, 112) of the faces that are searched.
    """

    frame: Blob
    crops: Blob


def inputs_for(bgr: Image, analyser: Analyser, settings: EngineSettings) -> Inputs:
    """Made as insightface makes them, with the pack's own mean and scale."""
    seen = look(analyser, settings, bgr)
    good = [face for face, reason in zip(seen.faces, seen.reasons, strict=True) if reason is None]
    crops = [align(bgr, face.landmarks_px, analyser.pack.alignment) for face in good]
    height, width = (-(-side // GRID_PX) * GRID_PX for side in bgr.shape[:2])
    padded = np.zeros((height, width, 3), np.uint8)
    padded[: bgr.shape[0], : bgr.shape[1]] = bgr
    pack = analyser.pack
    side = pack.alignment.side_px
    faces = _blob(pack.recogniser, crops) if crops else np.zeros((0, 3, side, side))
    return Inputs(_blob(pack.detector, [padded]), faces.astype(np.float32))


class Bare:
    """The models' bare sessions in worker processes, one thread each, on inputs made beforehand."""

    def __init__(self, pack: str, inputs: Sequence[Inputs], workers: int) -> None:
        context = mp.get_context("spawn")
        self._ends: list[Connection] = []
        self._processes = []
        for number in range(workers):
            ours, theirs = context.Pipe()
            process = context.Process(target=bare, args=(theirs, pack, number), daemon=True)
            with interrupts_held():
                process.start()
            theirs.close()
            self._ends.append(ours)
            self._processes.append(process)
        self._inputs = list(inputs)

    def __enter__(self) -> Self:
        try:
            for end in self._ends:
                end.send(self._inputs)
            self._hear()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def run(self, frames: int) -> None:
        """Look at so many frames, each process at its share."""
        share, more = divmod(frames, len(self._ends))
        for number, end in enumerate(self._ends):
            end.send(share + (number < more))
        self._hear()

    def _hear(self) -> None:
        for end in self._ends:
            try:
                end.recv()
            except EOFError as err:
                raise WorkerError("rivals: got the end of a process, wanted its word") from err

    def _close(self) -> None:
        for end, process in zip(self._ends, self._processes, strict=True):
            end.close()
            process.join()
            process.close()


def bare(connection: Connection, pack_name: str, first: int) -> None:
    """A process's life: take the inputs, then run both sessions as often as told."""
    end_with_parent(lambda: None)
    cv2.setNumThreads(1)
    keep_freed()  # as the engine's own workers do: what is compared is what they look at
    pack = load_pack(pack_name)
    try:
        inputs: list[Inputs] = connection.recv()
        connection.send("ready")
        while True:
            for k in range(frames := connection.recv()):
                once(pack, inputs[(first + k) % len(inputs)])
            connection.send(frames)
    except (EOFError, OSError):
        return  # the parent has closed the pipe, or is gone


def once(pack: Pack, given: Inputs) -> None:
    """One frame by the two sessions alone."""
    detector, recogniser = pack.detector, pack.recogniser
    detector.session.run(None, {detector.input_name: given.frame})
    if len(given.crops):
        recogniser.session.run(None, {recogniser.input_name: given.crops})


class PlainLoop:
    """insightface's `FaceAnalysis.get` on one picture after the other, and numpy's product."""

    def __init__(self, pack: Pack, pictures: Sequence[Image], gallery: Gallery, threads: int):
        from insightface.app import FaceAnalysis  # takes a second: only where it is wanted

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.threads, self._pictures, self._gallery = threads, pictures, gallery
        self._app = FaceAnalysis(
            str(pack.folder), providers=["CPUExecutionProvider"], sess_options=options
        )
        height, width = (-(-side // GRID_PX) * GRID_PX for side in pictures[0].shape[:2])
        self._app.prepare(ctx_id=-1, det_size=(width, height))

    def run(self, frames: int) -> None:
        """Look at so many frames and find each face's nearest template."""
        with warnings.catch_warnings():
            # its alignment calls what scikit-image will rename
            warnings.simplefilter("ignore", FutureWarning)
            for k in range(frames):
                faces = self._app.get(self._pictures[k % len(self._pictures)])
                if faces:
                    probes = np.stack([face.normed_embedding for face in faces])
                    (probes @ self._gallery.templates.T).argmax(1)


def quickest_loop(pack: Pack, pictures: Sequence[Image], gallery: Gallery, cores: int) -> PlainLoop:
    """The loop at as many threads, 1 to the cores, as make it quickest."""
    loops = [PlainLoop(pack, pictures, gallery, threads) for threads in range(1, cores + 1)]
    took_s = [min(seconds(partial(one.run, 1)) for _ in range(TRIED)) for one in loops]
    return loops[int(np.argmin(took_s))]


def searches(templates: Templates, k: int) -> dict[str, Callable[[], Search]]:
    """Searches for the `k` best by bare libraries: name, and what builds one.

    A list in half precision stands for one that is too long for single precision: FAISS then
    has no flat index, while the product still takes single, its only quick kind. On bytes, as
    rounded as they are, FAISS's scores are no longer those of the templates, nor is their order.
    """
    kinds = ["fp16", "SQ8", SIGNED]
    if templates.dtype != np.float16:
        kinds.insert(0, "flat")
    rivals: dict[str, Callable[[], Search]] = {"numpy": partial(_product, templates, k)}
    return rivals | {f"FAISS {kind}": partial(_faiss, templates, k, kind) for kind in kinds}


def _product(templates: Templates, k: int) -> Search:
    whole = np.asarray(templates, np.float32)
    first = max(len(whole) - k, 0)

    def search(probes: NDArray[np.float32]) -> NDArray[np.intp]:
        scores = probes @ whole.T
        return np.argpartition(scores, min(first, len(whole) - 1), axis=1)[:, first:]

    return search


def _faiss(templates: Templates, k: int, kind: str) -> Search:
    inner, dimension = faiss.METRIC_INNER_PRODUCT, templates.shape[1]
    levels = {
        "SQ8": faiss.ScalarQuantizer.QT_8bit,
        "fp16": faiss.ScalarQuantizer.QT_fp16,
        SIGNED: faiss.ScalarQuantizer.QT_8bit_direct_signed,
    }
    index: Any = (
        faiss.IndexScalarQuantizer(dimension, levels[kind], inner)
        if kind in levels
        else faiss.IndexFlatIP(dimension)
    )
    index.train(templates[:TRAINED_ON].astype(np.float32))
    largest = np.abs(templates).max().astype(np.float32)
    for at in range(0, len(templates), TRAINED_ON):
        part = templates[at : at + TRAINED_ON].astype(np.float32)
        index.add(_whole(part, largest) if kind == SIGNED else part)
    if kind == SIGNED:
        return lambda probes: index.search(_whole(probes, np.abs(probes).max()), k)[1]
    return lambda probes: index.search(probes, k)[1]


def _whole(templates: NDArray[np.float32], largest: np.float32) -> NDArray[np.float32]:
    return np.asarray(np.rint(templates * (BYTE / largest)), np.float32)


def _blob(model: Any, pictures: Sequence[Image]) -> Blob:
    """(n, 3, h, w) RGB, as the model was trained to see it."""
    mean = (model.input_mean,) * 3
    size = pictures[0].shape[1::-1]
    made = cv2.dnn.blobFromImages(list(pictures), 1 / model.input_std, size, mean, swapRB=True)
    return np.asarray(made, np.float32)
