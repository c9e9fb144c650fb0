"""Figures are looked for where figures stand, and nothing is missed that the whole text would give."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from encours.ground.wording import figures

PIECES = st.sampled_from(
    ["17", "1er", "2026", "12", "1 234,50", "€1,234.50", " ", "\u00a0", "\u202f", "mars", "€", "EUR", "US$",
     "F\u202fCFA", "CHF", "n° ", "facture ", "F0012", "FA-2026-001", ",", ".", "/", "-", "31/02/2026",
     "2026-03-17", "jours", "'", "%", "x", "\n", "(", "²", "٣", "\x00"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(text=st.lists(PIECES, max_size=20).map("".join))
@example(text="USD 12 EUR 30 €5")
@example(text="12 €/5 €, -3 €")
def test_looking_at_figures_alone_finds_what_the_whole_text_gives(text: str) -> None:
    for pattern, _months, begins_with_figure in figures._date_patterns("fr"):
        if begins_with_figure:
            near = [match.span() for match in figures._at_figures(pattern, text)]
            assert near == [match.span() for match in pattern.finditer(text)]
    amounts = [m.span() for m in figures._at_figures(figures._AMOUNT, text, before=figures._LONGEST_SIGN)]
    assert amounts == [match.span() for match in figures._AMOUNT.finditer(text)]
