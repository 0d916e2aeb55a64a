"""Who said what: contents, cues and speakers as an editor would mark them."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.comparing.sentences import split_sentences
from tracker.understanding.model import Statement, StatementKind
from tracker.understanding.statements.find import find_statements
from tracker.understanding.statements.quotations import find_quotations


def read(text: str) -> tuple[Statement, ...]:
    return find_statements(text, split_sentences(text), find_quotations(text))


def only(text: str) -> Statement:
    (statement,) = read(text)
    return statement


def shown(text: str, span: tuple[int, int] | None) -> str | None:
    return text[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("text", "content", "speaker", "cue"),
    [
        ("“The bridge is safe,” Mara Holt said.", "“The bridge is safe,”", "Mara Holt", "said"),
        ("“The bridge is safe,” said Mara Holt.", "“The bridge is safe,”", "Mara Holt", "said"),
        ("Mara Holt said, “The bridge is safe.”", "“The bridge is safe.”", "Mara Holt", "said"),
        ("Mara Holt said: “The bridge is safe.”", "“The bridge is safe.”", "Mara Holt", "said"),
        (
            "Mara Holt told reporters on Friday: “The bridge is safe.”",
            "“The bridge is safe.”",
            "Mara Holt",
            "told",
        ),
        ("“Is it safe?” asked Mara Holt.", "“Is it safe?”", "Mara Holt", "asked"),
        ("“The bridge is safe,” Holt wrote on X.", "“The bridge is safe,”", "Holt", "wrote"),
        (
            "“The bridge is safe,” Mara Holt said in a letter to the council.",
            "“The bridge is safe,”",
            "Mara Holt",
            "said",
        ),
    ],
)
def test_direct_speech_with_the_cue_before_and_behind(
    text: str, content: str, speaker: str, cue: str
) -> None:
    found = only(text)
    assert found.kind is StatementKind.DIRECT
    assert (found.text, shown(text, found.speaker_span), found.cue) == (content, speaker, cue)


def test_a_cue_inside_a_quotation_leaves_two_spans() -> None:
    text = "“The bridge,” Mara Holt said on Monday, “is safe.” She left at noon."
    found = only(text)
    assert found.text == "“The bridge,” “is safe.”"
    assert len(found.spans) == 2


def test_the_sentence_behind_goes_on_quoting() -> None:
    text = "“We looked at it,” Mara Holt said. “It is safe.”"
    assert only(text).text == "“We looked at it,” “It is safe.”"


def test_a_quotation_over_several_paragraphs_is_one_statement() -> None:
    text = (
        "Mara Holt said: “We looked at it.\n\n“It is safe.\n\n“It will last.”\n\nThe work goes on."
    )
    assert only(text).text == "“We looked at it. “It is safe. “It will last.”"


def test_a_closing_mark_may_stand_before_the_comma() -> None:
    found = only("“The bridge is safe”, said Mara Holt.")
    assert (found.text, found.speaker) == ("“The bridge is safe”", "Mara Holt")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("«No nos vamos de aquí», dijo Ana Prado.", "«No nos vamos de aquí»"),
        (
            "« Nous ne partirons jamais d'ici », a déclaré Anne Morel.",
            "« Nous ne partirons jamais d'ici »",
        ),
        (
            "Die Ministerin sagte: „Der Damm hält bis zum Winter.“",
            "„Der Damm hält bis zum Winter.“",
        ),
    ],
)
def test_direct_quotations_are_read_in_other_languages(text: str, words: str) -> None:
    found = only(text)
    assert (found.kind, found.text) == (StatementKind.DIRECT, words)


def test_a_colon_announces_the_next_paragraph() -> None:
    text = "Mara Holt added:\n\n“Nobody needs to worry about the bridge.”"
    found = only(text)
    assert found.kind is StatementKind.DIRECT
    assert found.speaker == "Mara Holt"


def test_a_paragraph_of_quoted_words_alone_has_the_last_speaker() -> None:
    text = "Mara Holt, the city engineer, said the bridge was safe.\n\n“It will last a century.”"
    indirect, direct = read(text)
    assert indirect.kind is StatementKind.INDIRECT
    assert direct.kind is StatementKind.DIRECT
    assert direct.speaker == "Mara Holt, city engineer"
    assert direct.rule == "goes on quoting"


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("Officials said that the dam had held.", "that the dam had held", "Officials"),
        ("Officials said the dam had held.", "the dam had held", "Officials"),
        ("The dam had held, officials said.", "The dam had held", "officials"),
        (
            "The dam had held, said Ines Falk, a geologist.",
            "The dam had held",
            "Ines Falk, a geologist",
        ),
        ("The dam had held, according to Ines Falk.", "The dam had held", "Ines Falk"),
        ("According to Ines Falk, the dam had held.", "the dam had held", "Ines Falk"),
        ("Ines Falk told the paper that the dam had held.", "that the dam had held", "Ines Falk"),
        ("Falk asked whether the dam had held.", "whether the dam had held", "Falk"),
        ("On Monday, Ines Falk said the dam had held.", "the dam had held", "Ines Falk"),
        ("Falk promised to mend the dam.", "to mend the dam", "Falk"),
        ("The dam, officials said, had held.", "The dam had held", "officials"),
        (
            "At least 34 people died, the ministry said in a statement, up from 30.",
            "At least 34 people died",
            "the ministry",
        ),
        (
            "A report released on Monday found that wells were dry.",
            "that wells were dry",
            "A report released on Monday",
        ),
    ],
)
def test_indirect_speech(text: str, content: str, speaker: str) -> None:
    found = only(text)
    assert found.kind is StatementKind.INDIRECT
    assert found.text == content
    assert shown(text, found.speaker_span) == speaker


def test_quoted_words_within_a_paraphrase_are_mixed() -> None:
    found = only("Falk said the dam was “as sound as a bell” after the repairs.")
    assert found.kind is StatementKind.MIXED
    assert found.text == "the dam was “as sound as a bell” after the repairs"


@pytest.mark.parametrize(
    ("text", "content", "cue"),
    [
        ("The ministry declined to comment.", "to comment", "declined to comment"),
        (
            "The ministry did not immediately respond to a request for comment.",
            "to a request for comment",
            "did not immediately respond",
        ),
        (
            "Neither Falk nor Holt responded to requests for comment.",
            "to requests for comment",
            "responded",
        ),
        ("Falk could not be reached for comment.", "for comment", "could not be reached"),
        ("The company declined to discuss the leak.", "to discuss the leak", "declined"),
    ],
)
def test_an_official_non_answer_is_an_indirect_statement(text: str, content: str, cue: str) -> None:
    found = only(text)
    assert (found.kind, found.text, found.cue) == (StatementKind.INDIRECT, content, cue)


@pytest.mark.parametrize(
    "text",
    [
        "The company plans to close the mine.",
        "Falk hopes that the mine will close.",
        "Residents believe the mine will close.",
        "Falk wants to close the mine.",
    ],
)
def test_plans_hopes_and_beliefs_are_attitudes(text: str) -> None:
    assert only(text).kind is StatementKind.ATTITUDE


def test_a_second_cue_of_the_sentence_has_the_same_speaker() -> None:
    text = "Ines Falk said the mine would close, adding that no one would lose a job."
    first, second = read(text)
    assert first.text == "the mine would close"
    assert second.text == "that no one would lose a job"
    assert second.speaker == "Ines Falk"


@pytest.mark.parametrize(
    "text",
    [
        "They sang “Harbour Lights” and went home.",
        "Luis “the Owl” Prado won the race.",
        "The so-called “ghost fleet” sailed on Friday.",
        "The United States plans were ready, and the claims report filled a shelf.",
        "The decision signals a change of course.",
        "The coming weeks will show whether the levee holds.",
        "The house stands near a stream called Otter Run.",
        "The museum maintains a boat.",
        "The Latest: Rain on the coast",
        "Correction: An earlier version of this article said it rained.",
    ],
)
def test_scare_quotes_titles_nicknames_and_things_say_nothing(text: str) -> None:
    assert read(text) == ()


def test_a_broken_quotation_does_not_swallow_the_article() -> None:
    text = "Falk said, “The mine will close.\n\nRain fell all week.\n\nPrices rose."
    assert all(span[1] <= text.index("\n") for found in read(text) for span in found.spans)


@pytest.mark.parametrize(
    ("text", "content", "speaker", "rule"),
    [
        ("“Leave me be,” she hissed.", "“Leave me be,”", "she", "verb behind quotation"),
        ("Holt had one answer: “We will see.”", "“We will see.”", "Holt", "introduced quotation"),
        (
            "“A fine bridge, well made.” — Mara Holt",
            "“A fine bridge, well made.”",
            "Mara Holt",
            "signed quotation",
        ),
        ("Holt: Bridge will last a century", "Bridge will last a century", "Holt", "headline"),
        ("Bridge will last, Holt says", "Bridge will last", "Holt", "speaker before cue"),
    ],
)
def test_the_layout_tells_speech_where_no_listed_cue_does(
    text: str, content: str, speaker: str, rule: str
) -> None:
    found = only(text)
    assert (found.text, shown(text, found.speaker_span), found.rule) == (content, speaker, rule)


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("Falk, speaking in Porto on Sunday, said the mine was shut.", "the mine was shut", "Falk"),
        (
            "Ines Falk, 54, of Salem, said the mine was shut.",
            "the mine was shut",
            "Ines Falk, 54, of Salem,",
        ),
        ("Falk told a crowd in Salem the mine was shut.", "the mine was shut", "Falk"),
        (
            "Falk told the council on Monday that the mine was shut.",
            "that the mine was shut",
            "Falk",
        ),
        ("Falk urged the council to shut the mine.", "the council to shut the mine", "Falk"),
        ("Falk warned of more floods.", "more floods", "Falk"),
        ("Falk said at a rally in Salem, Oregon, that it leaks.", "that it leaks", "Falk"),
        ("Falk noted, however, that it leaks.", "that it leaks", "Falk"),
        ("The mine will shut, Falk told reporters.", "The mine will shut", "Falk"),
        (
            "The mine will shut, Falk said, because it leaks.",
            "The mine will shut because it leaks",
            "Falk",
        ),
        ("Although Falk said it leaks, the council did nothing.", "it leaks", "Falk"),
        ("Falk called the leak “a scandal” on Friday.", "the leak “a scandal”", "Falk"),
        (
            "Falk called the vote on Sunday “an alarm” for all.",
            "the vote on Sunday “an alarm” for all",
            "Falk",
        ),
        ("Falk criticized the council during the debate.", "the council", "Falk"),
        ("In an interview on “The Long Wave,” Falk said it leaks.", "it leaks", "Falk"),
        (
            "As many as 300 homes were damaged, Falk said.",
            "As many as 300 homes were damaged",
            "Falk",
        ),
        ("In a letter Ines Falk wrote that it leaks.", "that it leaks", "Ines Falk"),
        ("Falk smiled and said it leaks.", "it leaks", "Falk"),
        ("He was moved, Falk said.", "He was moved", "Falk"),
        ("As the minister put it, “It leaks.”", "“It leaks.”", "the minister"),
        ("A letter seen by the paper says it leaks.", "it leaks", "A letter seen by the paper"),
    ],
)
def test_the_bounds_of_speaker_and_content(text: str, content: str, speaker: str) -> None:
    found = only(text)
    named = shown(text, found.speaker_span) or ""
    assert (found.text, named.rstrip(",")) == (content, speaker.rstrip(","))


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "Falk said it leaks, but Holt said it holds.",
            ["it leaks", "it holds"],
        ),
        (
            "Falk said it leaks and warned that it would break.",
            ["it leaks", "that it would break"],
        ),
        (
            "Falk said it leaks, according to Holt.",
            ["Falk said it leaks", "it leaks"],
        ),
    ],
)
def test_each_speaker_of_a_sentence_has_their_own_words(text: str, contents: list[str]) -> None:
    assert sorted(found.text for found in read(text)) == sorted(contents)


def test_a_transcript_gives_each_line_to_its_speaker() -> None:
    text = "FALK: Will it hold?\n\nHOLT: It will hold.\n\nFALK: And next year?"
    assert [(found.speaker, found.text) for found in read(text)] == [
        ("FALK", "Will it hold?"),
        ("HOLT", "It will hold"),
        ("FALK", "And next year?"),
    ]


@pytest.mark.parametrize(
    ("text", "content", "owner"),
    [
        ("Few believed Falk’s claim that the dam had held.", "that the dam had held", "Falk’s"),
        ("His repeated warning that it leaks went unheard.", "that it leaks went unheard", "His"),
    ],
)
def test_an_owned_noun_of_saying_is_a_cue(text: str, content: str, owner: str) -> None:
    found = next(found for found in read(text) if found.rule == "owned noun")
    assert (found.text, shown(text, found.speaker_span)) == (content, owner)


def test_statements_come_in_reading_order() -> None:
    text = "The firm did not respond to questions, and Falk said it leaks.\n\n“Yes,” Holt said."
    starts = [found.spans[0] for found in read(text)]
    assert starts == sorted(starts)


def test_every_statement_names_its_rule() -> None:
    text = "“It holds,” Falk said.\n\n“For now.”\n\nAccording to Holt, it leaks."
    assert all(found.rule for found in read(text))


_PIECES = st.sampled_from(
    [
        "He ",
        "said ",
        "that ",
        "“",
        "”",
        '"',
        "'",
        "’",
        ", ",
        ". ",
        "\n",
        "\n\n",
        "according to ",
        "Ada Ruiz ",
        "the mayor ",
        "who ",
        "and ",
        "declined to comment ",
        ": ",
        "(",
        ")",
        "— ",
        "it rains ",
        "adding ",
        "U.S. ",
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_spans_are_real_disjoint_and_joined_by_one_space(text: str) -> None:
    for found in read(text):
        assert found.spans
        assert found.text == " ".join(text[start:end] for start, end in found.spans)
        assert all(0 <= start < end <= len(text) for start, end in found.spans)
        ends = [end for _, end in found.spans]
        assert all(end <= start for end, (start, _) in zip(ends, found.spans[1:], strict=False))
        if found.cue_span:
            assert found.cue == shown(text, found.cue_span)


@pytest.mark.parametrize("unit", ['"', "“", "”", "'", "’", "«", "a", "said ", "He said. ", "“a\n"])
def test_hostile_repetition_is_read_in_linear_time(unit: str) -> None:
    """Four times the text takes some four times as long; what is quadratic takes sixteen."""

    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        sentences = split_sentences(text)
        start = process_time()
        find_statements(text, sentences, find_quotations(text))
        return process_time() - start

    assert seconds(200_000) < 10 * max(seconds(50_000), 0.05)


def test_an_interview_gives_the_answers_to_whom_it_introduces() -> None:
    """Questions are the outlet's; a note behind the last answer is nobody's."""
    text = (
        "We met the novelist Ines Prado in Lisbon.\n\nQ: Why Lisbon?\n\n"
        "A: I was born here. My aunt kept a shop.\n\nQ: And now?\n\nA: Now I write.\n\n"
        "This interview has been edited."
    )
    found = read(text)
    assert [(each.speaker, each.text) for each in found] == [
        ("novelist Ines Prado", "I was born here. My aunt kept a shop"),
        ("novelist Ines Prado", "Now I write"),
    ]
    assert {each.kind for each in found} == {StatementKind.DIRECT}


@pytest.mark.parametrize(
    ("headline", "kind"),
    [
        ("Minister: We will not raise taxes", StatementKind.DIRECT),
        ("Minister: Taxes will not rise", StatementKind.INDIRECT),
    ],
)
def test_a_headline_quotes_where_somebody_speaks_of_himself(
    headline: str, kind: StatementKind
) -> None:
    (found, *_) = read(f"{headline}\n\nTaxes were the subject of the day.")
    assert (found.speaker, found.kind) == ("Minister", kind)


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content"),
    [
        ("The ministry did not elaborate.", "The ministry", "did not elaborate", "elaborate"),
        ("Holt refused to comment.", "Holt", "refused to comment", "to comment"),
        ("A spokesman would not comment on it.", "A spokesman", "would not comment", "on it"),
        ("The airline had no immediate comment.", "The airline", "had", "no immediate comment"),
        ("There was no comment from the Kremlin.", "the Kremlin", "There was", "no comment"),
        (
            "The club has been approached for comment.",
            "The club",
            "has been approached",
            "for comment",
        ),
        ("The bank declined further comment.", "The bank", "declined", "further comment"),
        ("Calls to the bank were not returned.", "the bank", "were not returned", "Calls"),
        ("Emails to the bank went unanswered.", "the bank", "went unanswered", "Emails"),
        ("Asked about it, Holt did not reply.", "Holt", "did not reply", "reply"),
    ],
)
def test_a_non_answer_is_a_statement(text: str, speaker: str, cue: str, content: str) -> None:
    found = only(text)
    assert (found.speaker, found.cue, found.text) == (speaker, cue, content)


@pytest.mark.parametrize(
    "text",
    [
        "Ruiz has sought to balance the two camps.",
        "The council may want to close the bridge.",
        "He left with his wife.",
        "The president dismissed his defence minister.",
        "Her rescuers had shown “great courage”.",
        "They warmed to her new book, “The Salt Road.”",
        "The letter was left on the table.",
    ],
)
def test_what_is_told_is_no_statement(text: str) -> None:
    """What somebody did, or might wish, is the writer's account."""
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Holt told the council in May that the dam would hold.", "that the dam would hold"),
        ("Holt told the council of her plan.", "of her plan"),
        ("Holt said three had died, but she gave no names.", "three had died"),
        ("Holt said on Friday it would close 1,200 shops.", "it would close 1,200 shops"),
        ("Holt said in a statement the dam would hold.", "the dam would hold"),
        (
            "Holt said the dam was old and could not be blamed.",
            "the dam was old and could not be blamed",
        ),
        ("Holt said it was “over” and had pleaded guilty.", "it was “over” and had pleaded guilty"),
        ("Holt denounced the vote, a claim he repeated.", "the vote"),
        ("The dam, they write, “has lost its anchor”.", "The dam “has lost its anchor”"),
        ("A storm is on its way, the Met Office has warned.", "A storm is on its way"),
        ("The dam was safe, the court heard.", "The dam was safe"),
        ("Records show the bank knew.", "the bank knew"),
        ("The fever killed two, WHO data showed.", "The fever killed two"),
        ("Holt praised the plan but stopped short of voting for it.", "the plan"),
        ("PORTO, Portugal (Reuters) - “It will hold,” Holt said.", "“It will hold,”"),
    ],
)
def test_what_was_said_begins_and_ends_with_it(text: str, content: str) -> None:
    assert only(text).text == content


def test_an_unnamed_source_keeps_its_noun_behind_a_long_relative_clause() -> None:
    text = "An aide, who was not authorized to talk and spoke privately, said the dam would hold."
    assert only(text).speaker == "An aide"


def test_a_wish_with_a_word_in_quotation_marks_stays_a_wish() -> None:
    assert only("Holt wants to build a “garden bridge” here.").kind is StatementKind.ATTITUDE


def test_a_participle_behind_a_quotation_is_a_statement_of_its_own() -> None:
    """The comma stands inside the quotation marks."""
    called, adding = read("Holt called it “desperate,” adding that she would stay.")
    assert (called.text, adding.text) == ("it “desperate,”", "that she would stay")
    assert adding.speaker == "Holt"


def test_quoted_as_saying_names_whom_it_quotes() -> None:
    text = "State TV quoted a guard as saying that the gate was shut."
    assert [(each.speaker, each.text) for each in read(text)] == [
        ("a guard", "that the gate was shut")
    ]


def test_he_said_at_the_end_is_no_part_of_what_he_believes() -> None:
    believes, *_ = read("Tom Holt spoke. He does not believe the mayor, he said.")
    assert "he said" not in believes.text


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("The trust apologised to patients and said demand had risen.", ["The trust"]),
        ("A diplomat, who asked not to be named, said it rained.", ["A diplomat", "A diplomat"]),
    ],
)
def test_the_subject_of_the_first_verb_speaks_in_the_second(text: str, speakers: list[str]) -> None:
    assert [found.speaker for found in read(text)] == speakers
