r"""Escapes for Markdown: what a record says is shown as it stands and can start nothing.

The targets are Python-Markdown with the extensions that a survey's mkdocs.yml
names, and the viewers of code hosts (CommonMark). A character is escaped only
where it could mean something, so that the Markdown stays readable: `C++`,
`snake_case` and `A -> B` stand as they are.

Python-Markdown knows a backslash before ``\`*_{}[]()>#+-.!`` only; all other
characters that matter are written as character references.
"""

import re
from urllib.parse import quote

from litatlas.text import safe_url, strip_controls

_ANYWHERE = re.compile(
    r"""
      (?P<slash> [\\`*\[\]{|] )            # emphasis, code, links, attributes, tables
    | (?P<inner> (?<=[A-Za-z0-9])_(?=[A-Za-z0-9]) )   # never emphasis: stays
    | (?P<under> _ )
    | (?P<hash>  \#(?=\#*$) )              # at the end of a heading
    | (?P<ref>   <                         # HTML, autolinks, snippets
              | &(?=\#|\w+;)               # character references
              | \$                         # TeX math
              | ~(?=~) | (?<=~)~           # struck text
              | =(?==) | (?<==)=           # marked text, setext headings
              | :(?=[\w+-]+:)              # emoji shortcodes
              )
    """,
    re.VERBOSE,
)
_CANDIDATE = re.compile(
    r"[\\`*\[\]{|_#<$&~=:](?: (?<= [^&~=:] ) | (?<=&) [#\w] | (?<=~) ~ | (?<==) = | (?<=:) [\w+-]+ : )", re.VERBOSE
)
"""What stands where a match of it does, and seldom elsewhere. It begins with a set of characters: to find none takes a
thirtieth of the time."""

_AT_START = re.compile(r"(?:\d{1,9}(?P<dot>[.)])(?=\s|$))|(?P<slash>[-+>#!])|(?P<ref>[?:=~;%/])")


def escape_markdown(text: str) -> str:
    r"""Escape plain text for a Markdown paragraph, heading, list item, table cell or link text.

    The result is one line: white space is folded and control characters are
    taken away, so that no value can begin a block of its own.

    Examples:
        >>> print(escape_markdown("*A* C++ <b> a_b {.x} [^1] &amp; Q&A"))
        \*A\* C++ &lt;b> a_b \{.x} \[^1\] &amp;amp; Q&A
        >>> print(escape_markdown("1. no list"))
        1\. no list
    """
    return escape_start(_escape(_one_line(text)))


def escape_start(escaped: str) -> str:
    """Escape further what would begin a list, quotation, heading, admonition or definition at the start of a line.

    Arguments:
        escaped: The beginning of a line, from `escape_inside`.
    """
    found = _AT_START.match(escaped)
    if not found:
        return escaped
    at = found.end() - 1
    mark = _reference(escaped[at]) if found["ref"] else f"\\{escaped[at]}"
    return escaped[:at] + mark + escaped[at + 1 :]


def escape_inside(text: str) -> str:
    """Escape a stretch in the middle of a line: one blank stays at either end, and it can begin no block."""
    body = _escape(_one_line(text))
    if not body:
        return " " if text and not text.strip() else ""
    if body.endswith("!"):
        body = f"{body[:-1]}\\!"  # a link may follow, and would be an image
    return f"{' ' if text[0].isspace() else ''}{body}{' ' if text[-1].isspace() else ''}"


def escape_attribute(text: str) -> str:
    """Escape for a quoted attribute of an HTML tag that stands in Markdown.

    Python-Markdown looks for backslashes and code before it looks for tags, so
    everything but words is written as character references.
    """
    line = _one_line(text)
    return "".join(c if c.isalnum() or c in " ,/-" or ord(c) > 127 else f"&#{ord(c)};" for c in line)


def link_target(url: str) -> str:
    """Give the address for `[text](here)`; empty unless its scheme may stand on a page."""
    return quote(safe_url(url), safe="/:?&=%#@+,;~!$'-.").replace("'", "%27").replace("&", "&amp;")


_PLAIN_CODE = re.compile(r"[\w./:@?=%+, -]*")


def code_span(text: str) -> str:
    """Give inline code that shows the text; one line, whatever backticks it holds."""
    line = _one_line(text)
    if line and _PLAIN_CODE.fullmatch(line):
        return f"`{line}`"
    # Not Markdown's own code span: attribute lists, tags and snippets would still be looked for in it.
    return f"<code>{''.join(c if c.isalnum() or c == ' ' else f'&#{ord(c)};' for c in line)}</code>"


def _one_line(text: str) -> str:
    if text.isprintable():  # nearly always, and ten times faster; of white space it has blanks alone then
        return " ".join(text.split()) if "  " in text else text.strip(" ")
    # White space first: a no-break space parts words, and is no control character.
    return " ".join(strip_controls(" ".join(text.split())).split())


def _escape(line: str) -> str:
    return _ANYWHERE.sub(_escape_match, line) if _CANDIDATE.search(line) else line


def _escape_match(found: re.Match[str]) -> str:
    character = found.group()
    if found.lastgroup == "inner":
        return character
    return _reference(character) if found.lastgroup == "ref" else f"\\{character}"


def _reference(character: str) -> str:
    return {"<": "&lt;", "&": "&amp;"}.get(character, f"&#{ord(character)};")
