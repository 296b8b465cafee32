"""msgspec is imported without typing_extensions, and works the same."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
sys.path[:0] = {path!r}
import ftpsgui.model.message
print([name for name in ("typing_extensions", "inspect", "ast") if name in sys.modules])
import typing_extensions, msgspec
class Known(msgspec.Struct):
    a: typing_extensions.Annotated[int, msgspec.Meta(gt=3)]
class Given(typing_extensions.TypedDict, total=False):
    b: typing_extensions.Required[str]
    c: int
print(msgspec.json.decode(b'{{"a": 4}}', type=Known), msgspec.json.decode(b'{{"b": "x"}}', type=Given))
for wrong, kind in ((b'{{"a": 1}}', Known), (b'{{}}', Given)):
    try:
        msgspec.json.decode(wrong, type=kind)
    except msgspec.ValidationError as error:
        print(error)
"""


def test_typing_extensions_comes_when_somebody_wants_it():
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(path=sys.path)], capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == [
        "[]",
        "Known(a=4) {'b': 'x'}",
        "Expected `int` >= 4 - at `$.a`",
        "Object missing required field `b`",
    ], done.stderr
