"""Packs by name, and where InsightFace's own are published: known without loading any of them."""

OPEN = "open"
"""The pack that Footfall builds of published files."""
SECOND = "second"
"""The one to compare it with, built of other published files."""
BUILT = (OPEN, SECOND)
PUBLISHED = ("buffalo_s", "buffalo_l", "buffalo_sc", "buffalo_m", "antelopev2")
ADDRESS = "https://github.com/deepinsight/insightface/releases/download/model-zoo/"
"""Where InsightFace publishes them, as insightface 2.1 has it; each is a zip by its name."""
LICENCE = "non-commercial research only"
NOTICE = (
    "InsightFace provides its pretrained models for non-commercial research only, whether they"
    " are downloaded automatically or by hand; for any other use ask its authors for a licence."
)
