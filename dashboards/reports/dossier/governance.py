"""Items that no run can answer: what the deploying body has to state, with its source."""

from dashboards.reports.dossier.document import Item, Part

ASKED = {
    "rights": ("Articles 8, 10 and 11: private life, expression, assembly",
               "whose rights are touched, and why that is necessary and proportionate."),
    "dpia": ("Data protection impact assessment, and retention",
             "where it is, and when templates of people who are not alerted are deleted."),
    "security": ("Security and audit", "who may look at what, and what is logged."),
    "complaints": ("Complaint and redress", "to whom somebody stopped wrongly may turn."),
    "stopping": ("Response to risk, and when it is stopped",
                 "at how many false alerts or stops it ends, and who decides that."),
    "oversight": ("Oversight", "who looks at it from outside, before and afterwards."),
    "success": ("Measures of success, and the record afterwards",
                "what would count as success, and what is published of what came of it."),
}  # fmt: skip
"""By key: the title, and what a statement would have to say."""


def part() -> Part:
    """The whole part, as long as nobody states anything."""
    return Part(
        "Law and governance",
        tuple(Item(key, title, (), f"Wanted: {wanted}") for key, (title, wanted) in ASKED.items()),
    )
