"""Reading YAML nodes field by field: what is missing, misspelt or of another shape is a problem with its line."""

from difflib import get_close_matches

import yaml
from msgspec import Struct

from litatlas.problems import Origin, Problems, quoted


class NodeReader(Struct):
    """Gives the values of YAML nodes, and tells what is wrong with them."""

    file: str
    problems: Problems

    def add(self, code: str, node: yaml.Node, message: str) -> None:
        """Collect a problem at the line of a node."""
        self.problems.add(code, Origin(self.file, node.start_mark.line + 1), message)

    def mapping(self, node: yaml.Node, what: str, keys: tuple[str, ...]) -> dict[str, yaml.Node]:
        """Give the fields of a mapping; unknown and repeated keys are problems."""
        if not isinstance(node, yaml.MappingNode):
            self.add(
                "bad-vocabulary", node, f"{what} is not a mapping of {', '.join(keys)}; it is left out; write it as one"
            )
            return {}
        fields: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name not in keys:
                near = get_close_matches(name, keys, n=1)
                way = f"did you mean '{near[0]}'?" if near else f"the keys are {', '.join(keys)}"
                self.add("unknown-key", key, f"{what} has the key {quoted(name)}; it is not used; {way}")
            elif name in fields:
                self.add(
                    "unknown-key", key, f"{what} has the key {quoted(name)} twice; the first counts; take one away"
                )
            else:
                fields[name] = value
        return fields

    def items(self, found: yaml.Node | None, what: str) -> list[yaml.Node]:
        """Give the items of a list; an empty value is an empty list."""
        if found is None or (isinstance(found, yaml.ScalarNode) and not found.value):
            return []
        if not isinstance(found, yaml.SequenceNode):
            self.add("bad-vocabulary", found, f"{what} is not a list; it is not used; begin each item with '- '")
            return []
        return list(found.value)

    def optional(self, fields: dict[str, yaml.Node], key: str) -> str:
        """Give a text field, or an empty string; a list or mapping in its place is a problem."""
        found = fields.get(key)
        if found is None:
            return ""
        if not isinstance(found, yaml.ScalarNode):
            self.add("bad-vocabulary", found, f"{key} is not a text; it is not used; write it on one line")
            fields.pop(key)
            return ""
        return " ".join(found.value.split())

    def text(self, fields: dict[str, yaml.Node], key: str, node: yaml.Node, what: str) -> str:
        """Give a text field that must be there."""
        value = self.optional(fields, key)
        if not value and fields:
            self.add("bad-vocabulary", node, f"{what} has no {key}; add one")
        return value

    def texts(self, fields: dict[str, yaml.Node], key: str) -> tuple[str, ...]:
        """Give a list of texts."""
        return tuple(n.value for n in self.items(fields.get(key), key) if isinstance(n, yaml.ScalarNode) and n.value)
