"""Data as classic scripts."""

import json


def script_json(value: object, between: str = ",") -> str:
    """Give data as it may stand in a script; `between` stands between two of its parts."""
    # U+2028 and U+2029 end a line in scripts of old browsers.
    text = json.dumps(value, ensure_ascii=False, separators=(between, ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def data_script(kind: str, key: int | str, value: object) -> str:
    """Give the script that hands data to `litatlas.data`."""
    return f"litatlas.data({script_json(kind)},{script_json(key)},{script_json(value)});\n"
