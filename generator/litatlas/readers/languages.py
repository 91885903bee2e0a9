"""Languages as BibTeX files name them (babel's names) and as records do (BCP 47)."""

_BABEL = {
    "ar": "arabic", "bg": "bulgarian", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "gl": "galician", "he": "hebrew", "hi": "hindi", "hr": "croatian", "hu": "hungarian",
    "id": "indonesian", "it": "italian", "ja": "japanese", "ko": "korean", "lt": "lithuanian", "lv": "latvian",
    "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sk": "slovak", "sl": "slovenian", "sr": "serbian", "sv": "swedish", "th": "thai", "tr": "turkish",
    "uk": "ukrainian", "vi": "vietnamese", "zh": "chinese",
}  # fmt: skip
_CODES = {name: code for code, name in _BABEL.items()} | {"american": "en-US", "british": "en-GB", "ngerman": "de"}
_REGIONAL = {code: name for name, code in _CODES.items() if "-" in code}


def babel_name(language: str) -> str:
    """Give babel's name of a language in BCP 47: `en` -> `english`; what it has no name for stays as it is."""
    code = language.strip()
    return _REGIONAL.get(code) or _BABEL.get(code.lower().partition("-")[0], code)


def language_code(name: str) -> str:
    """Give the BCP 47 code of babel's name; anything else stays as it is."""
    return _CODES.get(name.strip().lower(), name.strip())
