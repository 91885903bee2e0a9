"""Front matter has the bytes of PyYAML's own writer, whichever library writes it."""

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from litatlas.pages.front_matter import front_matter

ODD = ("a: b", "- x", "x #y", "'q'", '"\\', "~", "1e3", "2020-01-01", " x ", "a\nb", "[", "&a", "*b", "yes", "=", "<<",
       "\u2028", "\ufeff", "\x85", "\t", "😀", "\u200d", "\\Omega", "\\_", "--- ", "中" * 200)  # fmt: skip
TEXTS = st.text(max_size=20) | st.lists(st.sampled_from(ODD), max_size=4).map("".join)
VALUES = st.recursive(
    TEXTS | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["rel", "href"]), inner, max_size=2),
    max_leaves=8,
)


class Plain(yaml.SafeDumper):
    """PyYAML's writer in Python, without anchors."""

    def ignore_aliases(self, data):
        return True


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(["title", "head", "authors"]), VALUES, min_size=1))
def test_front_matter_is_what_pyyaml_itself_writes(values):
    kept = {key: value for key, value in values.items() if value not in ("", [], {}, None)}
    plain = yaml.dump(kept, Dumper=Plain, allow_unicode=True, sort_keys=False, width=1 << 30)
    assert front_matter(values) == plain.rstrip("\n")
