"""Qt's modules, imported without what no start needs.

PySide6 carries its machinery for signatures (texts of errors, docstrings, stub files) as source, and compiles and runs
all of it at each start; half of that time goes into three long regular expressions. Here those modules stay empty until
somebody asks them for something.
"""

from __future__ import annotations

import builtins
import sys
import threading
from collections.abc import Callable
from types import CodeType, ModuleType
from typing import Any

from ftpsgui.ui import quick_enums

_FOLDER = "shibokensupport/"
_LATER = frozenset(
    _FOLDER + name
    for name in (
        "feature.py",
        "signature/errorhandler.py",
        "signature/layout.py",
        "signature/lib/enum_sig.py",
        "signature/lib/pyi_generator.py",
        "signature/lib/tool.py",
        "signature/mapping.py",
        "signature/parser.py",
    )
)
_STUB = f"from {__name__} import _ask, _call\n__getattr__ = _ask(__name__)\n"
"""What such a module holds until then."""
_MORE = {
    # What the import hook calls until it is taken away again.
    _FOLDER + "feature.py": "def feature_import(*_, **__): pass\nfeature_imported = feature_import\n",
    # C code takes this one out of the module's dictionary, when arguments are wrong.
    _FOLDER + "signature/mapping.py": "update_mapping = _call(__name__, 'update_mapping')\n",
}

_compile = builtins.compile
_loading = threading.RLock()
_sources: dict[str, tuple[Any, str]] = {}
"""By the module's name: its source and the file's name."""


def import_qt() -> None:
    """Import Qt's widgets. Raises ImportError like any import."""
    import_package()
    import PySide6.QtWidgets  # noqa: F401


def import_package() -> ModuleType:
    """Import and return PySide6 alone; its modules come with the next imports.

    Its import hook is not left in place. It serves ``from __feature__ import …``, which nothing here uses, and reads
    the source of every module that is imported later, in search of it.
    """
    quick_enums.install()
    plain = builtins.__import__
    builtins.compile = _compile_later  # type: ignore[assignment]
    try:
        import PySide6
    finally:
        builtins.__import__ = plain
        builtins.compile = _compile
    return PySide6


def _compile_later(source: Any, filename: Any, *arguments: Any, **more: Any) -> CodeType:
    if filename not in _LATER:
        return _compile(source, filename, *arguments, **more)  # type: ignore[no-any-return]
    _sources[filename.removesuffix(".py").replace("/", ".")] = (source, filename)
    return _compile(_STUB + _MORE.get(filename, ""), filename, "exec")


def _ask(name: str) -> Callable[[str], object]:
    """Return the ``__getattr__`` of the module ``name``: it fills the module when it is first asked."""

    def __getattr__(attribute: str) -> object:  # noqa: N807
        if not attribute.startswith("__"):
            held = _filled(name)
            if attribute in held:
                return held[attribute]
        raise AttributeError(f"module {name!r} has no attribute {attribute!r}")

    return __getattr__


def _call(name: str, function: str) -> Callable[..., object]:
    """Return a function that fills the module ``name`` and calls ``function`` of it."""

    def call(*arguments: object) -> object:
        return _filled(name)[function](*arguments)

    return call


def _filled(name: str) -> dict[str, Any]:
    held = vars(sys.modules[name])
    with _loading:
        if name in _sources:
            source, file = _sources.pop(name)
            exec(_compile(source, file, "exec"), held)  # noqa: S102 (PySide6's own)
    return held
