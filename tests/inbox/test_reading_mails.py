"""A mail is read whatever state it is in: malformed, hostile, huge, in any alphabet."""

# ruff: noqa: E501 - mails stand as they come

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encours.method.inbox.rules.headers import people_in
from encours.method.inbox.rules.html_words import may_be_shown, words_of
from encours.method.inbox.rules.mail import Fault, Limits
from encours.method.inbox.rules.mime import read
from encours.method.inbox.rules.quoted import split

pytestmark = pytest.mark.slow


def raw(*lines: str) -> bytes:
    return "\r\n".join(lines).encode("utf-8", "surrogateescape")


def test_names_of_any_alphabet_arrive_and_none_turns_the_line_round() -> None:
    mail = read(
        raw(
            "From: =?utf-8?b?2YXYrdmF2K8g8J+agA==?= <M@Dupont.TEST>",
            "Subject: facture \u202egpj.exe",
            "",
            "Oui",
        )
    )
    assert mail.sender is not None
    assert (mail.sender.name, mail.sender.address) == ("محمد 🚀", "m@dupont.test")
    assert mail.subject == "facture gpj.exe"


def test_bytes_that_are_no_utf8_are_read_as_western() -> None:
    assert read(b"From: Ren\xe9 <r@x.test>\r\nSubject: Factur\xe9\r\n\r\nR\xe9gl\xe9").subject == "Facturé"
    assert read(b"Content-Type: text/plain; charset=martian\r\n\r\nR\xe9gl\xe9").text == "Réglé"


def test_a_comma_in_a_name_cuts_no_address_list() -> None:
    people = people_in(
        ['"Petit, Anne" <a@x.test>, =?utf-8?q?Roux=2C_L=C3=A9a?= <l@x.test>, Morel, Jean <j@x.test>, rien']
    )
    assert [(p.name, p.address) for p in people] == [
        ("Petit, Anne", "a@x.test"), ("Roux, Léa", "l@x.test"), ("Jean", "j@x.test"),
    ]  # fmt: skip


def test_no_header_is_injected_by_an_encoded_line_break() -> None:
    mail = read(raw("From: a@x.test", "Subject: =?utf-8?q?Oui=0D=0ABcc:_b@y.test?=", "", "x"))
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject


def test_a_name_that_looks_like_an_address_is_only_a_name() -> None:
    mail = read(raw('From: "anne@dupont.test" <evil@x.test>', "", "x"))
    assert mail.sender is not None
    assert mail.sender.address == "evil@x.test"


def test_several_senders_are_told() -> None:
    assert Fault.SEVERAL_SENDERS in read(raw("From: a@x.test, b@y.test", "", "x")).faults
    assert Fault.NO_SENDER in read(b"nothing at all").faults


def test_html_alone_becomes_words_without_its_scripts() -> None:
    mail = read(
        raw(
            "Content-Type: text/html",
            "",
            "<style>p{}</style><p>Nous r&eacute;glons<br>vendredi</p><script>x()</script>",
        )
    )
    assert mail.text.split() == ["Nous", "réglons", "vendredi"]


def test_what_is_shown_of_html_fetches_and_runs_nothing() -> None:
    shown = may_be_shown(
        '<img src="https://t.test/p.gif"><script>x()</script><p onclick="x()" style="background:url(https://t.test)">a</p>'
        '<a href="javascript:x()">b</a><a href="https://ok.test" target="_top">c</a><form action="/x"><input></form>'
        '<svg onload="x()"></svg><iframe src="https://t.test"></iframe><link rel="stylesheet" href="//t.test">'
    )
    for word in (
        "img",
        "script",
        "onclick",
        "style",
        "javascript",
        "form",
        "input",
        "svg",
        "iframe",
        "link ",
        "target",
        "t.test",
    ):
        assert word not in shown
    assert '<a href="https://ok.test" rel="noopener noreferrer nofollow">c</a>' in shown


def test_pieces_are_kept_by_name_without_path_and_large_ones_are_named_only() -> None:
    body = ["Content-Type: multipart/mixed; boundary=b", "", "--b", "Content-Type: text/plain", "", "Ci-joint", "--b",
            'Content-Type: application/pdf; name="x"', 'Content-Disposition: attachment; filename="../../etc/avis.pdf"', "", "small",
            "--b", 'Content-Disposition: attachment; filename="gros.bin"', "", "x" * 5_000, "--b--"]  # fmt: skip
    mail = read(raw(*body), Limits(piece_bytes=1_000))
    assert [(p.name, p.content is not None, p.size_bytes) for p in mail.pieces] == [
        ("avis.pdf", True, 5),
        ("gros.bin", False, 5_000),
    ]
    assert mail.text == "Ci-joint"
    many = raw(
        "Content-Type: multipart/mixed; boundary=b",
        "",
        *(x for n in range(9) for x in ("--b", f"Content-Disposition: attachment; filename=f{n}", "", "x")),
        "--b--",
    )
    assert Fault.TOO_MANY_PIECES in read(many, Limits(pieces=3)).faults


def test_parts_nested_beyond_reason_end_somewhere() -> None:
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(2_000))
    assert isinstance(read(f"From: a@x.test\r\n{deep}text".encode()).text, str)


@given(st.binary(max_size=2_000))
def test_any_bytes_are_a_mail(content: bytes) -> None:
    mail = read(content)
    stored = "".join([mail.subject, mail.text, mail.html, *(p.name for p in mail.pieces)])
    assert "\x00" not in stored
    stored.encode("utf-8")


@given(st.text(max_size=300))
def test_any_text_is_split_and_nothing_of_it_is_new_that_was_not_there(text: str) -> None:
    words = split(text)
    assert set("".join(words.new.split())) <= set(text)
    words_of(text)


def test_answers_between_quoted_lines_are_new() -> None:
    text = "Bonjour,\n\nLe lun. 9 mars 2026 à 09:12, Atelier Morel\n<compta@morel.test> a écrit :\n> Quand réglez-vous ?\nVendredi.\n> Merci\n"
    assert split(text).new == "Bonjour,\n\nVendredi."
    assert split("Oui.\n\nOn Mon, 9 Mar 2026, Atelier Morel wrote:\n> Hello").new == "Oui."


def test_what_outlook_puts_below_is_quoted() -> None:
    for mark in (
        "-----Message d'origine-----",
        "________________________________\nDe : Atelier",
        "From: Atelier\nSent: Monday\nTo: Anne",
    ):
        assert split(f"Réglé hier.\n\n{mark}\nSubject: x\n\nBonjour").new == "Réglé hier."


def test_signatures_of_people_and_of_telephones_are_no_words() -> None:
    assert split("Oui.\n-- \nAnne Petit").new == "Oui."
    assert split("Oui.\n\nEnvoyé de mon iPhone").new == "Oui."
