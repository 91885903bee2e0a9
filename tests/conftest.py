"""What all tests share: the flagship's site, and that site as who unpacked its ZIP file has it; made once for a run."""

import shutil
import signal
import zipfile
from pathlib import Path

import pytest
from hypothesis import settings

from chromium import browser as browser
from surveys import copy_flagship, only_one_process

# A shell ignores Ctrl+C for what it runs in the background, and so would every program that tests start and end by it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says how busy the machine is.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def flagship(tmp_path_factory) -> Path:
    """A copy of the flagship survey in a folder with a space and letters beyond ASCII, its site built."""
    from litatlas.app import generate
    from litatlas.mkdocs_build import build_site_with_mkdocs

    base = tmp_path_factory.getbasetemp()
    # Under pytest-xdist each worker has a folder of its own; what they share lies in the one above.
    shared = (base.parent if base.name.startswith("popen-") else base) / "flagship"
    survey = shared / "Übersicht der Literatur 1"
    with only_one_process(shared) as first:
        if first:
            # What a failed build of an earlier try left would hide why it failed.
            shutil.rmtree(survey, ignore_errors=True)
            copy_flagship(survey)
            generated = generate(survey)
            assert generated.written is not None, "\n".join(map(str, generated.problems))
            build_site_with_mkdocs(survey, strict=True)
    return survey


@pytest.fixture(scope="session")
def flagship_site(flagship) -> Path:
    """The flagship's HTML."""
    return flagship / "site"


@pytest.fixture(scope="session")
def unpacked(flagship) -> Path:
    """The folder of the flagship's ZIP file, unpacked in a place with an awkward name."""
    from litatlas.app import read_settings
    from litatlas.offline.bundle import bundle_site

    place = flagship.parent / "Kopie 1 文献 #1 50%"
    with only_one_process(flagship.parent / "bundle") as first:
        if first:
            shutil.rmtree(place, ignore_errors=True)
            made = bundle_site(flagship / "site", read_settings(flagship), flagship.parent / "bundle")
            with zipfile.ZipFile(made.path) as archive:
                archive.extractall(place)
    return place / "multimodal-learning"
