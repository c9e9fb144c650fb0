"""The HTML of a mail, made by us from its plain text: escaped, paragraphs and lists, nothing else."""

import html as markup
import re

# Mail programs drop style sheets: the few styles stand inline.
_BODY = "font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.5;color:#1f2933"
_PARAGRAPH = "margin:0 0 1em"
_LIST = "margin:0 0 1em;padding-left:1.2em"
_ITEM = "– "
# «Voir le relevé : https://…/p/…/» becomes a link under its own words; any other address stays as it is.
_LINK = re.compile(r"(?P<words>[^\n:]+?)[\s\u00a0]*:[\s\u00a0]+(?P<address>https?://[^\s<>\"]+/p/[a-z2-7]+/)")
_LINKED = '<a href="{address}" style="color:#0b5563" rel="noreferrer">{words}</a>'


def html_of(text: str, *, language: str) -> str:
    """A plain text as minimal HTML: escaped, paragraphs and lists, styles inline for mail programs."""
    blocks = [_block(block.split("\n")) for block in markup.escape(text).split("\n\n")]
    return f'<div lang="{markup.escape(language)}" style="{_BODY}">{"".join(blocks)}</div>'


def _block(lines: list[str]) -> str:
    """One paragraph, escaped; lines that begin with a dash become a list between what stands around them."""
    parts: list[str] = []
    plain: list[str] = []
    items: list[str] = []
    for line in [*lines, ""]:
        if line.startswith(_ITEM):
            items.append(line)
            continue
        if items:
            parts += _paragraph(plain)
            parts.append(f'<ul style="{_LIST}">{"".join([_item(item) for item in items])}</ul>')
            plain, items = [], []
        plain += [line] if line else []
    return "".join([*parts, *_paragraph(plain)])


def _paragraph(lines: list[str]) -> list[str]:
    words = "<br>".join([_linked(line) if "/p/" in line else line for line in lines])
    return [f'<p style="{_PARAGRAPH}">{words}</p>'] if words else []


def _linked(line: str) -> str:
    found = _LINK.fullmatch(line)
    return _LINKED.format(**found.groupdict()) if found else line


def _item(line: str) -> str:
    return f"<li>{line.removeprefix(_ITEM)}</li>"
