"""The theme in a survey's folder: what every page has is one file of each kind, and a survey's own files win."""

from pathlib import Path

from litatlas.folder.theme import ASSETS, JOINED, THEME, theme_files
from litatlas.resources import templates_folder

SCRIPT = f"{ASSETS}/js/site.js"


def test_what_every_page_has_stands_in_one_file_in_its_order(tmp_path):
    files, assets = theme_files(tmp_path), templates_folder() / "assets"
    for path, names in JOINED.items():
        kind = path.partition("/")[0]
        parts = [(assets / kind / f"{name}.{kind}").read_bytes() for name in names]
        assert files[f"{ASSETS}/{path}"] == b"\n".join(parts)


def test_its_parts_are_no_files_of_the_site_and_all_others_are(tmp_path):
    folder = templates_folder()
    apart = {str(Path(path).with_name(name + Path(path).suffix)) for path, names in JOINED.items() for name in names}
    assets = _files_below(folder / "assets") - apart | set(JOINED)
    theme = _files_below(folder / "theme")
    expected = {f"{ASSETS}/{path}" for path in assets} | {f"{THEME}/{path}" for path in theme}
    assert set(theme_files(tmp_path)) == expected


def test_a_file_of_the_survey_takes_the_place_of_ours_wherever_it_stands(tmp_path):
    _write(tmp_path / "templates/assets/js/keyboard.js", b"/* mine */\n")
    _write(tmp_path / "templates/theme/partials/logo.html", b"<i></i>\n")
    before, files = theme_files(tmp_path / "none"), theme_files(tmp_path)
    ours = (templates_folder() / "assets/js/keyboard.js").read_bytes()
    assert files[SCRIPT] == before[SCRIPT].replace(ours, b"/* mine */\n") != before[SCRIPT]
    assert files[f"{THEME}/partials/logo.html"] == b"<i></i>\n"
    changed = {path for path in files if files[path] != before[path]}
    assert changed == {SCRIPT, f"{THEME}/partials/logo.html"}


def _files_below(folder: Path) -> set[str]:
    found = (file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))
    return {file.relative_to(folder).as_posix() for file in found}


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
