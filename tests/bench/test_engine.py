"""The engine against insightface's own loop, and search against the bare product."""

import cv2
import numpy as np
import onnxruntime
import pytest
from insightface.app import FaceAnalysis
from insightface.data import get_image

from engine.matching.gallery import Gallery
from engine.packs.pack import load_pack
from engine.vision.analyser import Analyser


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    return cv2.resize(get_image("t1"), (1280, 736))


# insightface aligns with a function that scikit-image has deprecated; ours does without
@pytest.mark.filterwarnings("ignore:`estimate` is deprecated:FutureWarning")
def test_analyser_beside_face_analysis(beside, picture):
    pack = load_pack()
    analyser = Analyser(pack)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    app = FaceAnalysis(str(pack.folder), providers=["CPUExecutionProvider"], sess_options=options)
    app.prepare(ctx_id=-1, det_size=(1280, 736))

    def ours() -> None:
        analyser.templates(picture, analyser.detect(picture))

    assert len(analyser.detect(picture)) == len(app.get(picture)) == 6
    beside("detect and embed six faces, beside FaceAnalysis.get", ours, lambda: app.get(picture))


@pytest.mark.parametrize("size", [1_000, 10_000, 100_000])
def test_search_beside_the_bare_product(beside, size):
    rng = np.random.default_rng(1)
    templates = rng.standard_normal((size, 192)).astype(np.float32)
    templates /= np.linalg.norm(templates, axis=1, keepdims=True)
    probes = templates[:32] + 0.01
    gallery = Gallery(tuple(map(str, range(size))), templates, "bench")
    name = f"search {size:,} subjects for 32 probes, beside the bare product and argmax"
    beside(name, lambda: gallery.search(probes), lambda: (probes @ templates.T).argmax(1))
