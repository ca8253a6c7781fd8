"""Small ONNX files for packs, right or wrong in a chosen way, and a publisher of zips."""

import io
import json
import shutil
import zipfile
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from onnx import TensorProto, helper, save

ANY = None


def network(path, shape, outputs, type_=TensorProto.FLOAT):
    """A network that takes `shape` and gives reshaped pixels; `outputs` are its declared shapes."""
    image = helper.make_tensor_value_info("input", type_, shape)
    nodes = [helper.make_node("Identity", ["input"], [f"out_{k}"]) for k in range(len(outputs))]
    given = [helper.make_tensor_value_info(f"out_{k}", type_, one) for k, one in enumerate(outputs)]
    graph = helper.make_graph(nodes, "made", [image], given)
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)


def manifest(folder):
    """A folder's manifest as a dictionary."""
    return json.loads((folder / "manifest.json").read_text())


def rewrite(folder, change):
    """Change a folder's manifest."""
    held = manifest(folder)
    change(held)
    (folder / "manifest.json").write_text(json.dumps(held))


def zipped(members):
    """The bytes of a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def buffalo(pack, folder):
    """The bytes of a zip with the pack's files under InsightFace's names, and a third model."""
    folder.mkdir()
    shutil.copy(pack.folder / "detector.onnx", folder / "det_500m.onnx")
    shutil.copy(pack.folder / "recogniser.onnx", folder / "w600k_mbf.onnx")
    network(folder / "genderage.onnx", [ANY, 3, 96, 96], [[1, 3]])
    return zipped([(f"buffalo/{file.name}", file.read_bytes()) for file in folder.iterdir()])


class Publisher(BaseHTTPRequestHandler):
    """Serves bytes by path, and promises as many as it is told to."""

    def __init__(self, held, asked, *arguments):
        self.held, self.asked = held, asked
        super().__init__(*arguments)

    def do_GET(self):
        self.asked.append(self.path)
        content, promised = self.held.get(self.path, (None, 0))
        self.send_response(200 if content is not None else 404)
        self.send_header("Content-Length", str(promised))
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *_):
        pass


@contextmanager
def serving():
    """What is served by path as (bytes, bytes promised), what was asked for, and the address."""
    held, asked = {}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Publisher, held, asked))
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield held, asked, f"http://127.0.0.1:{server.server_port}/models/"
    server.shutdown()
    thread.join()
    server.server_close()
