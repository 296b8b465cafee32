"""Which language the environment asks for, whether or not the locale is installed."""

from __future__ import annotations

import pytest

from ftpsgui.texts.translate import system_language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "ja"}, "ja"),
        ({"LANGUAGE": "ja"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LANGUAGE": "fr:en:ja"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ja_JP"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C", "LANGUAGE": "ja"}, "en"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "ja"}, "ja"),
        ({"LANG": "de_DE@euro"}, "en"),
        ({"LANG": "", "LC_ALL": "ja"}, "ja"),
    ],
)
def test_the_environment_decides_as_for_gettext(environment: dict[str, str], language: str):
    assert system_language(environment) == language
