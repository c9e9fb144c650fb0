"""Where the address stands on a sheet so that the window of its envelope always shows it, and nothing else."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from encours.ground.kernel.facts import quick_dataclass
from encours.ground.kernel.reason import N_

PAPERS = MappingProxyType({"a4": (210.0, 297.0), "us-letter": (215.9, 279.4)})
"""Width and height of a sheet, in millimetres."""
NORM_LABELS = MappingProxyType(
    {
        "fr_dl": N_("France, DL (110 × 220), fenêtre à droite"),
        "fr_c5": N_("France, C5 (162 × 229), fenêtre à droite"),
        "ch_right_c56": N_("Suisse, C5/6 (114 × 229), fenêtre à droite"),
        "ch_right_c5": N_("Suisse, C5 (162 × 229), fenêtre à droite"),
        "ch_left_c56": N_("Suisse, C5/6 (114 × 229), fenêtre à gauche"),
        "ch_left_c5": N_("Suisse, C5 (162 × 229), fenêtre à gauche"),
        "be_us": N_("Belgique, format américain (114 × 229), fenêtre à droite"),
        "be_c5": N_("Belgique, C5 (162 × 229), fenêtre à droite"),
        "ca_10": N_("Canada, n° 10 (105 × 241), fenêtre à gauche"),
    }
)
CLEARANCE_MM = 2.0
"""Between the address and the edge of what the window always shows."""
BELOW_MM = 4.0
"""Between what the window may ever show and the first line of the letter."""


@quick_dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, from the top left corner of what it lies on; in millimetres."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    def holds(self, other: "Box") -> bool:
        """Whether another rectangle lies wholly inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def touches(self, other: "Box") -> bool:
        """Whether another rectangle has a part inside."""
        apart = other.right <= self.x or self.right <= other.x
        return not (apart or other.bottom <= self.y or self.bottom <= other.y)


@dataclass(frozen=True, slots=True)
class Norm:
    """An envelope with its window, and the sheet that is folded into it. `is_read`: the source was read."""

    key: str
    label: str
    paper: str
    envelope: tuple[float, float]
    window: Box
    parts: int
    source: str
    is_read: bool

    @property
    def sheet(self) -> tuple[float, float]:
        """Width and height of the sheet, in millimetres."""
        return PAPERS[self.paper]

    @property
    def slack(self) -> tuple[float, float]:
        """How far the folded sheet can slide in its envelope, sideways and upwards."""
        width, height = self.sheet
        return max(0.0, self.envelope[0] - width), max(0.0, self.envelope[1] - height / self.parts)

    @property
    def is_left(self) -> bool:
        """Whether the window is in the left half."""
        return self.window.x + self.window.width / 2 < self.envelope[0] / 2

    @property
    def always_seen(self) -> Box:
        """What of the sheet shows in the window wherever the sheet slides to."""
        across, down = self.slack
        window = self.window
        return Box(window.x, window.y, window.width - across, window.height - down)

    @property
    def ever_seen(self) -> Box:
        """What of the sheet may show in the window: nothing but the address stands there."""
        across, down = self.slack
        window = self.window
        return Box(window.x - across, window.y - down, window.width + across, window.height + down)

    @property
    def address(self) -> Box:
        """Where the address goes."""
        seen = self.always_seen
        edge = CLEARANCE_MM / 2
        return Box(
            seen.x + CLEARANCE_MM, seen.y + edge, seen.width - 2 * CLEARANCE_MM, seen.height - CLEARANCE_MM
        )

    @property
    def body_from(self) -> float:
        """Where the letter itself may begin, from the top edge of the sheet."""
        return self.ever_seen.bottom + BELOW_MM

    @property
    def folds(self) -> tuple[float, ...]:
        """Where the sheet is folded, from its top edge."""
        height = self.sheet[1]
        return tuple(height * part / self.parts for part in range(1, self.parts))


@lru_cache(maxsize=1)
def norms() -> MappingProxyType[str, Norm]:
    """Every envelope that is known, by its key."""
    text = files("encours.method.outreach").joinpath("data/windows.toml").read_text(encoding="utf-8")
    return MappingProxyType({key: _norm(key, told) for key, told in tomllib.loads(text).items()})


def usual_norm(country: str) -> str:
    """The envelope that a company of a country most likely uses."""
    usual = {"CH": "ch_right_c56", "LI": "ch_right_c56", "BE": "be_us", "CA": "ca_10", "US": "ca_10"}
    return usual.get(country, "fr_dl")


def _norm(key: str, told: dict[str, object]) -> Norm:
    wide, high = _pair(told["envelope"])
    width, height = _pair(told["window"])
    left = _number(told["left"]) if "left" in told else wide - _number(told["right"]) - width
    return Norm(
        key=key,
        label=NORM_LABELS[key],
        paper=str(told["paper"]),
        envelope=(wide, high),
        window=Box(left, high - _number(told["bottom"]) - height, width, height),
        parts=int(_number(told["parts"])),
        source=str(told["source"]),
        is_read=bool(told["is_read"]),
    )


def _pair(value: object) -> tuple[float, float]:
    assert isinstance(value, list)
    first, second = value
    return _number(first), _number(second)


def _number(value: object) -> float:
    assert isinstance(value, int | float)
    return float(value)
