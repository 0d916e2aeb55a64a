"""What an editor would say of an edit: each row is a line of a report before and after."""

import pytest

from tracker.understanding.model import Shift, ShiftKind
from tracker.understanding.revision import compare

BEFORE = "The inquiry into the harbour fire opened on Monday.\nResidents filled the public seats."
AFTER = "The hearing was shown on a screen outside.\nIt is to last until the summer."


def shifts(old: str, new: str) -> tuple[Shift, ...]:
    return compare(*(f"{BEFORE}\n{line}\n{AFTER}" for line in (old, new))).shifts


@pytest.mark.parametrize(
    ("old", "new", "kind", "before", "after"),
    [
        # What somebody reported is told by the words that changed.
        ("Police said the driver was dead.", "Police said the driver was injured.",
         ShiftKind.REVISED, "dead", "injured"),
        ("He said the clerk was in custody.", "He said the clerk had been released.",
         ShiftKind.REVISED, "custody", "released"),
        ("The mayor said she would not resign.", "The mayor said she would resign.",
         ShiftKind.REVISED, "not", "resign"),
        # The verb alone makes it weaker or stronger.
        ("The owner said the alarm was on.", "The owner claimed the alarm was on.",
         ShiftKind.HEDGED, "alarm was on", "alarm was on"),
        ("The owner said the alarm was off.", "The owner admitted the alarm was off.",
         ShiftKind.FIRMED, "alarm was off", "alarm was off"),
        # What was ahead happened; what was done is now only meant.
        ("The report is expected to be released in full.", "The report has been released in full.",
         ShiftKind.REVISED, "is expected", "has been"),
        ("The port will close its north gate.",
         "The port is considering closing its north gate.",
         ShiftKind.HEDGED, "will", "considering"),
        # Somebody else's word for it.
        ("Divers heard a blast under the pier.",
         "Divers heard what witnesses said was a blast under the pier.",
         ShiftKind.HEDGED, "heard a", "said was"),
        # A suspect is no witness.
        ("A guard, 34, is being heard as a suspect.", "A guard, 34, is being heard as a witness.",
         ShiftKind.REVISED, "suspect", "witness"),
        ("A diver went to hospital with serious burns.",
         "A diver went to hospital with minor burns.",
         ShiftKind.REVISED, "serious", "minor"),
        ("Fire chief Ron Salter praised the crews.",
         "Deputy fire chief Ron Salter praised the crews.",
         ShiftKind.REVISED, "", "Deputy"),
        ("The storm was a Category 2 by noon.", "The storm was a Category 3 by noon.",
         ShiftKind.REVISED, "2", "3"),
        # Figures.
        ("At least 30 boats sank.", "In all, 34 boats sank.", ShiftKind.REVISED, "30", "34"),
        ("The margin fell by 2 percentage points.", "The margin fell by 2 percent.",
         ShiftKind.REVISED, "2", "2"),
        # A quotation is words: every one of them counts.
        ("“We will win this case,” Ada Holm said.", "“We may win this case,” Ada Holm said.",
         ShiftKind.REWORDED, "will win", "may win"),
        ("“We will win this case,” Ada Holm said.", "“We will win this case,” Ida Brandt said.",
         ShiftKind.REATTRIBUTED, "win", "win"),
        ("“It is safe,” Claire Martin said.", "“It is safe,” Claire Morton said.",
         ShiftKind.REVISED, "Martin", "Morton"),
    ],
)  # fmt: skip
def test_one_edit_is_one_shift(
    old: str, new: str, kind: ShiftKind, before: str, after: str
) -> None:
    """Its kind, and the words before and after."""
    (shift,) = shifts(old, new)
    assert shift.old
    assert shift.new
    assert (shift.kind, before in shift.old.text, after in shift.new.text) == (kind, True, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The pier is 300 km away.", "The pier is 186 miles away."),
        ("It needs 10,000 bricks.", "It needs ten thousand bricks."),
        ("Shares closed 7 percent lower.", "Shares closed 7% lower."),
        ("He told staff by e-mail.", "He told staff by email."),
        ("His long-time ally left.", "His longtime ally left."),
        ("Unions, farmers and clerks called for his resignation.",
         "Unions, farmers, and clerks called for his resignation."),
        ("Labour leaders organised a march. It began at noon.",
         "Labor leaders organized a march.\nIt began at noon."),
    ],
)  # fmt: skip
def test_house_style_asserts_nothing(old: str, new: str) -> None:
    """Units, spelling, hyphens, commas, where a paragraph ends."""
    assert shifts(old, new) == ()


def test_two_edits_of_one_reported_remark_are_two_shifts() -> None:
    """A reader wants both, not the whole remark twice."""
    found = shifts(
        "Police said the man, a former guard, was in custody.",
        "Police said the man, a former nurse, was on the run.",
    )
    assert {shift.kind for shift in found} == {ShiftKind.REVISED}
    assert {shift.new.text for shift in found if shift.new} >= {"nurse"}
    assert len(found) == 2


def test_a_quotation_replaced_is_withdrawn_and_another_appears() -> None:
    """Nobody reworded it: the first is gone."""
    found = shifts(
        "“We only want her home,” her father, Mark Brook, said.",
        "“Nobody has ever been kinder,” her father, Mark Brook, said.",
    )
    assert {shift.kind for shift in found} <= {ShiftKind.WITHDRAWN, ShiftKind.APPEARED}


def test_a_paragraph_taken_to_the_top_moved_up() -> None:
    line = "A man of 19 died when he fell from a mast, police said."
    old, new = f"{BEFORE}\n{AFTER}\n{line}", f"{line}\n{BEFORE}\n{AFTER}"
    (shift,) = compare(old, new).shifts
    assert shift.kind is ShiftKind.MOVED
    assert "moved up" in shift.reasons
