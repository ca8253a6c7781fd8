"""What the parts of a stress run answer, and how long each takes."""

QUESTIONS = {
    "throughput": "how many frames a second, beside bare models and insightface's own loop?",
    "search": "how large a watchlist: how long does a search take, beside numpy and FAISS?",
    "grid": "how do the watchlist, faces and size of the picture slow it?",
    "capacity": "how many workers do so many cameras want, reckoned from the grid?",
    "density": "how many cameras are served well?",
    "server": "how many frames a second that come at random are decided on in time?",
    "overload": "what does it cost in recognition when more comes than is looked at?",
}
"""What each part of a stress run answers, in the order in which they run."""
MINUTES = {
    "throughput": 1.5, "search": 1.5, "grid": 6, "capacity": 6, "density": 3, "server": 3,
    "overload": 5,
}  # fmt: skip
"""About how long each part takes on two cores by its own terms; `capacity` needs the grid."""
QUICKLY = ("search", "density")
"""The parts that --quick runs: they say how many cameras and how large a watchlist."""
