"""What a sensor adds to a picture: softness and noise, its own for every camera and frame."""

import cv2
import numpy as np

from engine.faces import Image
from scenarios.schema import Camera, Imaging
from sim.streams import Streams

SOFT_PX, NOISE = 0.5, 2.0
"""Blur of the lens and noise in grey levels, of an ordinary camera in good light; by eye."""
PLAIN = Imaging(exposure=False, noise=False, motion_blur=False, softness_px=SOFT_PX)
"""What a camera does that says nothing of imaging, but for its noise."""
SPARE_PX = 64
"""The noise is drawn once, larger than the picture by this, and shifted from frame to frame."""


class Sensor:
    """One camera's sensor."""

    def __init__(self, camera: Camera, streams: Streams) -> None:
        self.stream, self.streams = f"sensor/{camera.id}", streams
        shape = (camera.height_px + SPARE_PX, camera.width_px + SPARE_PX, 3)
        drawn = streams.rng(self.stream).standard_normal(shape, np.float32) * NOISE
        self.noise = drawn.round().clip(-127, 127).astype(np.int8)

    def take(self, bgr: Image, frame: int) -> Image:
        """The picture as the sensor delivers it."""
        y, x = self.streams.rng(self.stream, frame + 1).integers(0, SPARE_PX, 2).tolist()
        noise = np.ascontiguousarray(self.noise[y : y + bgr.shape[0], x : x + bgr.shape[1]])
        soft = cv2.GaussianBlur(bgr, (0, 0), SOFT_PX)
        return np.asarray(cv2.add(soft, noise, dtype=cv2.CV_8U), np.uint8)
