"""What the layers of a drawing are taken for: as somebody wrote it, or guessed to be corrected."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.disk.files import UnreadError, text
from engine.names import perhaps
from scenarios.errors import Gathered, ScenarioError
from scenarios.fields.misfits import misfits
from scenarios.fields.plain import Plain
from scenarios.importers.drawing.strokes import XREF, Drawing, Stroke

Meaning = Literal["wall", "door", "window", "low", "pillar", "stairs", "ignore"]
MEANINGS: tuple[Meaning, ...] = get_args(Meaning)
LARGEST_BYTES = 1 << 20
HEAD = """\
# What the layers of {name} are taken for: correct it, then give it with --layers.
#   wall     lines of walls: pairs of them lie on both sides of one
#   door     arcs that doors swing in, and what else closes a gap of a wall, such as lintels
#   window   glass, in windows and as walls: in the way
#   low      furniture and the like: in the way of people, not of sight
#   pillar   outlines of pillars
#   stairs   told, but not taken: where they lead, a drawing of one floor does not say
#   ignore   passed over
# A block's meaning, where it has one, goes over that of the layer that it lies on.
wall_m: 0.12  # how thick a wall is that is drawn as one line
entrances: []  # where people come in if no door says it: [x, y] in the drawing's own coordinates
"""
WORDS: Mapping[Meaning, str] = {
    "ignore": r"dim|text|txt|note|anno|hatch|patt|title|axis|axes|grid|raster|achse|foot|slab|beam"
    r"|stem|found|fundament|defpoint|ceil|decke|plafond|elec|light|demo|sect|elev|area"
    r"|viewport|north|temp|site|roof|dach|toit|hvac|cota|quote|bema",
    "door": r"door|tür|tuer|türe|port[ae]s?\b|puerta|deur|dörr|drzwi|двер|opening|eingang|entr"
    r"|header|lintel|sturz|linteau",
    "window": r"wind|^win|glaz|glass|glas|fenster|fen[eê]tre|ventan|finestr|raam|janela|vitr|окн"
    r"|okn|fönster|curt",
    "stairs": r"stair|strs|trepp|escal|scala|trap\b|лестн|trappa|schod",
    "pillar": r"col(s|n|umn)?\b|pillar|pilar|stütz|stuetz|säul|saeul|pilier|poteau|pilastr|колон",
    "wall": r"wall|mur[os]?\b|wand|wände|waende|mauer|pared|muur|vägg|vegg|ścian|scian|стен|cloison"
    r"|partition|tabiq",
    "low": r"furn|möb|moeb|meub|mobil|mueb|mebl|меб|case|fix|sanit|\bsan\b|equip|plant|table|chair"
    r"|desk|counter|shel[fv]|regal|tisch",
}
"""Of a name, the first of these that is in it; `ignore` first, since a stem wall is no wall."""


class Layers(BaseModel):
    """A layers file: `wall_m` metres, `entrances` (x, y) in the drawing's unit."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    wall_m: float = Field(0.12, ge=0.02, le=1.0)
    entrances: tuple[tuple[float, float], ...] = ()
    layers: dict[str, Meaning]
    blocks: dict[str, Meaning] = {}

    def meaning(self, stroke: Stroke) -> Meaning:
        """What a stroke is: as its outermost block that means something, or as its layer."""
        said = [self.blocks[one] for one in stroke.blocks if one in self.blocks]
        return said[0] if said else self.layers.get(stroke.layer, "ignore")


def written_in(path: Path, shown: Drawing) -> Layers:
    """What a layers file says of a drawing; ScenarioError names each of its fields that is wrong,
    each layer that the drawing has not, and that there is no wall.
    """
    try:
        raw = yaml.load(text(path, LARGEST_BYTES), Plain)  # a SafeLoader
    except UnreadError as err:
        got = f"got no readable file ({err})"
        raise ScenarioError(f"{path}: {got}, wanted YAML that says what layers are") from err
    except (yaml.YAMLError, RecursionError, ValueError) as err:
        why = " ".join(str(getattr(err, "problem", None) or err).split())
        raise ScenarioError(f"{path}: got no YAML ({why}), wanted layers") from err
    gathered = Gathered(path)
    try:
        made = Layers.model_validate(raw)
    except ValidationError as err:
        for at, said in misfits(Layers, err):
            gathered.add(None, ".".join(str(step) for step in at), said)
        gathered.refuse()
        raise AssertionError from err  # a refusal has at least one misfit
    for where, meanings, there in (
        ("layers", made.layers, sorted(shown.layers)),
        ("blocks", made.blocks, _blocks(shown)),
    ):
        for name in meanings:
            if name not in there:
                wanted = f"wanted one of {', '.join(there) or 'none'}{perhaps(name, there)}"
                gathered.add(None, f"{where}.{name}", f"got one the drawing has not, {wanted}")
    if "wall" not in (*made.layers.values(), *made.blocks.values()):
        gathered.add(None, "layers", "got no wall, wanted one layer or block at least to be walls")
    gathered.refuse()
    return made


def proposed(shown: Drawing) -> str:
    """The text of a layers file with a guess for each layer, and what it rests on."""
    lines, guesses = ["layers:"], _guesses(shown)
    for name, (meaning, why) in guesses.items():
        hidden = "; switched off in the drawing" if name in shown.hidden else ""
        lines.append(f"  {_quoted(name)}: {meaning}  # {why}{hidden}")
    lines.append("blocks:" if (blocks := _block_guesses(shown, guesses)) else "blocks: {}")
    lines += [f"  {_quoted(name)}: {meaning}  # {why}" for name, (meaning, why) in blocks.items()]
    return HEAD.format(name=shown.path.name) + "\n".join(lines) + "\n"


def guess(name: str) -> tuple[Meaning, str] | None:
    """What the name of a layer or block says, and by which of its letters.

    >>> guess("xref-House$0$A-WALL"), guess("Türen EG"), guess("0")
    (('wall', 'WALL'), ('door', 'Tür'), None)
    """
    short = name.rpartition(XREF)[2]
    for meaning, words in WORDS.items():
        if found := re.search(words, re.sub(r"[_\W]+", " ", short), re.IGNORECASE):
            return meaning, found[0]
    return None


def _guesses(shown: Drawing) -> dict[str, tuple[Meaning, str]]:
    found = dict[str, tuple[Meaning, str]]()
    for name, strokes in shown.layers.items():
        many = f"{len(strokes):,} line{'s' * (len(strokes) > 1)}"
        arcs = sum(one.hinge is not None and not one.blocks for one in strokes)
        if name in shown.hidden:
            found[name] = "ignore", many
        elif said := guess(name):
            found[name] = said[0], f'"{said[1]}" is in its name; {many}'
        elif arcs > 2 and arcs > len(strokes) / 10:
            found[name] = "door", f"{arcs} arcs of a quarter, as doors have; {many}"
        else:
            found[name] = "ignore", f"neither its name nor its shapes say anything; {many}"
    if "wall" not in [meaning for meaning, _ in found.values()]:
        unsaid = {name: shown.layers[name] for name in found if guess(name) is None}
        if unsaid:
            longest = max(unsaid, key=lambda name: _length(unsaid[name]))
            why = "no layer is called a wall, and of those that say nothing this has most line"
            found[longest] = "wall", f"{why}; {len(unsaid[longest]):,} lines"
    return found


def _block_guesses(
    shown: Drawing, layers: Mapping[str, tuple[Meaning, str]]
) -> dict[str, tuple[Meaning, str]]:
    """Blocks whose name says something else than the layer of walls, doors or glass they lie on."""
    found = dict[str, tuple[Meaning, str]]()
    for stroke in shown.strokes:
        meaning = layers[stroke.layer][0]
        for name in stroke.blocks[:1]:
            said = guess(name)
            if said and said[0] != meaning and {said[0], meaning} <= {"wall", "door", "window"}:
                found[name] = said[0], f'"{said[1]}" is in its name; on {stroke.layer}'
    return dict(sorted(found.items()))


def _blocks(shown: Drawing) -> list[str]:
    return sorted({name for one in shown.strokes for name in one.blocks})


def _length(strokes: Iterable[Stroke]) -> float:
    return sum(float(abs(one.points[1:] - one.points[:-1]).sum()) for one in strokes)


def _quoted(name: str) -> str:
    """A name as YAML, whatever is in it."""
    return yaml.safe_dump(name, default_style='"', allow_unicode=True, width=1000).strip()
