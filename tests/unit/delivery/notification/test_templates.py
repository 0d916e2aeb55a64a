"""Users' templates: what works, and what is refused by line when it is given."""

import time
from datetime import UTC
from pathlib import Path

import pytest

from tests.unit.delivery.notification.hostile import hostile_body
from tracker.delivery import messages
from tracker.delivery.notification import Format, load_template, loads, read_template
from tracker.delivery.notification.rendering import told
from tracker.delivery.notification.samples import DIGEST, sample_body, sparse_body
from tracker.errors import InputError

SHIFT = ("fact.shifted",)
MESSAGE = told(sample_body(messages.FactShifted), None, UTC)


def rendered(source: str, form: Format = Format.TEXT) -> str | None:
    return load_template({form.value: source}, types=SHIFT).render(MESSAGE, form)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ subject }}: {{ before }} → {{ after }}", "people rescued: 40 → 52"),
        (
            "{{ seen_at | stamp }} / {{ seen_at | clock }}",
            "17 Nov 2024, 12:00 UTC / 17 Nov 12:00 UTC",
        ),
        ("{{ article.outlet | upper }}", "COURIER.\u2060EXAMPLE"),
        ("{% if not announced %}silent{% endif %}", "silent"),
        (
            "{% for reason in reasons %}{{ loop.index }}. {{ reason }}{% endfor %}",
            "1. a figure was revised",
        ),
        ("{{ message.type }}", "fact.\u2060shifted"),
        ("{{ 'Read' | link(article.address) }}", "Read\nhttps://courier.example/ferry"),
        ("{{ [before, after] | join(' / ') }}", "40 / 52"),
        ("{{ subject ~ '!' }}", "people rescued!"),
        ("{{ weight * 100 }}", "80.0"),
        ("{{ article.headline | truncate(12) }}", "Ferry runs…"),
        ("{% for n in range(3) %}{{ n }}{% endfor %}", "012"),
        ("{{ old.text if old }}", "The coast guard rescued 40 people."),
    ],
)
def test_a_template_says_what_it_likes(source: str, text: str) -> None:
    assert rendered(source) == text


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("a\n{% if %}", "text template line 2: Expected an expression"),
        (
            "a\n\n{{ nope }}",
            "text template line 3: there is no name nope. There are after, announced",
        ),
        ("{{ article.nope }}", "line 1, for fact.shifted: 'dict object' has no attribute 'nope'"),
        ("{{ subject | safe }}", "No filter named 'safe'"),
        ("{{ subject | nope }}", "No filter named 'nope'"),
        ("{{ subject.__class__ }}", "__class__ is not to be reached"),
        ("{{ subject['__class__'] }}", "__class__ is not to be reached"),
        ("{{ subject | attr('upper') }}", "No filter named 'attr'"),
        ("{{ subject.upper() }}", "nothing can be called but range()"),
        ("{{ subject.upper }}", "choose a value"),
        ("{{ article }}", "a list or table is put out"),
        ("{{ cycler(1) }}", "nothing can be called"),
        ("{% macro a() %}{% endmacro %}", "macros are not allowed"),
        ("{% include '/etc/passwd' %}", "includes are not allowed"),
        ("{% import 'x' as y %}", "imports are not allowed"),
        ("{% extends 'x' %}", "extends are not allowed"),
        ("{% autoescape false %}{% endautoescape %}", "autoescape blocks are not allowed"),
        ("{% for a in reasons recursive %}{% endfor %}", "recursive loops are not allowed"),
        ("{% for a in range(10**9) %}{% endfor %}", "** is for numbers"),
        ("{% for a in range(999999999) %}{% endfor %}", "range() has more than 20000"),
        ("{{ 'a' * 999999999 }}", "* is for numbers"),
        ("{{ 9 ** 9 }}", "** is for numbers"),
        ("{{ '%99999d' % 1 }}", "% is for numbers"),
        ("{% for a in range(9999) %}xxxxxxxxx{% endfor %}", "it writes more than 32000 characters"),
        ("{% set x = 'aaaa' %}" + "{% set x = x ~ x %}" * 40, "a text of more than 32000"),
        ("{% set x = [1, 1] %}" + "{% set x = [x, x] %}" * 40, "more than 16 lists"),
        ("{{ 'aa' | replace('a', 'a' ~ 'a') }}" + "x" * 30_000, "longer than 20000 characters"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ seen_at + 1 }}", "+ is for numbers"),
        ("{{ subject | clock }}", "clock and stamp are for times"),
        ("{{ _zone }}", "there is no name _zone"),
        ("{{ " + "(" * 600 + "1" + ")" * 600 + " }}", "nested too deeply"),
        ("   \n", "it writes nothing"),
    ],
)
def test_what_cannot_work_is_refused_when_it_is_given(source: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        rendered(source)
    assert said in str(refused.value)


def test_loops_in_loops_cannot_run_away() -> None:
    """All steps of all loops together are counted."""
    loops = "{% for a in range(900) %}" * 4 + "{% endfor %}" * 4
    began = time.process_time()
    with pytest.raises(InputError, match="its loops take more than 20000 steps"):
        rendered(loops)
    assert time.process_time() - began < 2


def test_a_name_that_may_be_empty_must_be_asked_for() -> None:
    """A template that works on most messages would fail at night on the others."""
    with pytest.raises(InputError, match=r"line 1, for fact\.shifted: 'None' has no attribute"):
        rendered("{{ old.text }}")


def test_a_template_must_fit_every_type_that_the_endpoint_gets() -> None:
    source = {"text": "{{ before }}"}
    load_template(source, types=SHIFT)
    with pytest.raises(InputError, match="there is no name before"):
        load_template(source, types=["article.gone"])
    with pytest.raises(InputError, match=r"for article\.gone: 'before' is undefined"):
        load_template(source, types=["fact.shifted", "article.gone"])
    chosen = "{% if message.type == 'fact.shifted' %}{{ before }}{% endif %}"
    load_template({"text": chosen}, types=["fact.shifted", "article.gone"])


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.type) for kind in messages.KINDS])
def test_every_field_of_a_message_is_a_name(kind: type[messages.Data]) -> None:
    """Of the models, so that what docs and templates name is what messages have."""
    fields = "".join(f"{{% if {name} %}}{name}{{% endif %}}" for name in kind.model_fields)
    template = load_template({"text": f"!{fields}"}, types=[kind.type])
    filled = template.render(told(sample_body(kind), DIGEST, UTC), Format.TEXT)
    sparse = template.render(told(sparse_body(kind), DIGEST, UTC), Format.TEXT)
    assert filled
    assert sparse


def test_a_digest_can_be_walked() -> None:
    source = (
        "{% for line in digest.unannounced %}{{ line.subject }} {{ line.step.after }}{% endfor %}"
    )
    template = load_template({"text": source}, types=["digest.published"])
    message = told(sample_body(messages.DigestPublished), DIGEST, UTC)
    assert template.render(message, Format.TEXT) == "people rescued 52"


def test_plain_text_serves_every_format() -> None:
    """As itself: a template for text knows nothing of markup."""
    template = load_template({"text": "*{{ after }}*\n<b>"}, types=SHIFT)
    assert template.render(MESSAGE, Format.HTML) == "*52*<br>\n&lt;b&gt;"
    assert template.render(MESSAGE, Format.MARKDOWN) == "\\*52\\*  \n\\<\u2060b\\>"


def test_markup_is_refused_for_a_service_that_takes_another() -> None:
    with pytest.raises(InputError, match="this service takes html"):
        load_template({"markdown": "**x**"}, form=Format.HTML)
    with pytest.raises(InputError, match="not among text, markdown, html, subject"):
        load_template({"rtf": "x"})


@pytest.mark.parametrize("form", list(Format))
def test_page_text_is_escaped_wherever_a_template_puts_it(form: Format) -> None:
    """Through filters, joined to markup of ours, cut and replaced."""
    source = (
        "{{ subject }}{{ subject | upper }}{{ subject | e }}{{ subject | replace('x', 'y') }}"
        "{{ [subject, 'x' | link('https://a.example')] | join(subject) }}"
        "{{ subject ~ ('y' | link('https://a.example')) }}"
        "{{ subject | truncate(30) }}{{ [subject] | first }}{{ subject | default('') | trim }}"
    )
    template = load_template({form.value: source}, types=SHIFT)
    message = told(hostile_body("@all <!here> <b>*x*</b> [a](http://b.example)"), None, UTC)
    text = template.render(message, form) or ""
    assert "@all" not in text.lower()
    assert "<!" not in text
    assert "](http://" not in text.lower()
    assert "<b>" not in text.lower() if form is not Format.TEXT else True
    if form is Format.MARKDOWN:
        assert " *x*" not in text
        assert "\\*X\\*" in text


def test_a_template_survives_being_kept() -> None:
    template = load_template({"text": "{{ after }} “ü”", "subject": "{{ subject }}"}, types=SHIFT)
    assert loads(template.dumps()) == template
    assert template.subject(MESSAGE) == "people rescued"


def test_files_are_told_by_their_endings(tmp_path: Path) -> None:
    (tmp_path / "desk.txt").write_text("{{ after }}", encoding="utf-8")
    (tmp_path / "desk.md.j2").write_text("**{{ after }}**", encoding="utf-8")
    template = read_template([tmp_path / "desk.txt", tmp_path / "desk.md.j2"], types=SHIFT)
    assert template.render(MESSAGE, Format.MARKDOWN) == "**52**"
    with pytest.raises(InputError, match=r"must end in one of \.txt, \.md"):
        read_template([tmp_path / "desk.doc"])
    with pytest.raises(InputError, match="cannot be read"):
        read_template([tmp_path / "none.txt"])
