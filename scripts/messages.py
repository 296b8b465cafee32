"""Keep the translation catalogues in step with the code: extract, merge, compile, check.

    python scripts/messages.py                    update every .po and compile every .mo
    python scripts/messages.py --area products    the same, for one area only (leaves other builders' files alone)
    python scripts/messages.py --check            change nothing; exit 1 when something is missing or stale

Sentences are found where they are meant: ``msg("…")`` in Python (read by ``ast``, so any line breaks and implicit
concatenation will do) and the keys of :data:`TOML_KEYS` in resources/products, routers and clients. A room's
sentences go to the room's area: resources/translations/<language>/<area>.po. Entries whose sentence is gone are
dropped. Output holds no dates and no line numbers, so that it changes only when a sentence or a translation does.
"""

from __future__ import annotations

import argparse
import ast
import io
import string
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent

ROOM_AREAS = {
    "diagnosis": "findings",
    "memory": "window",
    "model": "findings",
    "protocol": "findings",
    "session": "findings",
    "topology": "findings",
    "transcripts": "findings",
    "wire": "findings",
    "knowledge": "products",
    "reports": "reports",
    "cli": "command",
    "texts": "command",
    "presentation": "presentation",
    "ui": "window",
    "demo": "demo",
}
"""Room of ``ftpsgui/`` -> area; modules directly in ``ftpsgui/`` belong to ``command``."""

AREAS = tuple(sorted(set(ROOM_AREAS.values())))
RESOURCE_ROOMS = ("products", "routers", "clients")
TOML_KEYS = frozenset({"say", "apply_say", "meaning", "note"})
"""Keys of TOML resources whose values are sentences for people (others are literal: directives, patterns)."""

MESSAGE_MAKERS = frozenset({"ftpsgui/model/message.py", "ftpsgui/knowledge/texts.py"})
"""The only files that may build a ``Message`` from a text that is not a literal."""


class SourceError(Exception):
    """The code says something that cannot be extracted; the text names file and line."""


@dataclass
class Entry:
    """One sentence and the files it stands in."""

    text: str
    files: list[str] = field(default_factory=list)


def placeholders(text: str) -> frozenset[str]:
    """Return the names in ``{…}``; ValueError when the braces do not fit together."""
    names = set()
    for _, name, spec, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier():
            raise ValueError(f"{{{name}}} is not a named parameter")
        names.add(name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else ""))
    return frozenset(names)


class _Finder(ast.NodeVisitor):
    """Collects the literal first arguments of ``msg(…)`` in one module."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[str] = []
        self.names: set[str] = set()
        self.modules: set[str] = set()
        self.makers: set[str] = set()

    def fail(self, node: ast.AST, why: str) -> SourceError:
        return SourceError(f"{self.file}:{getattr(node, 'lineno', 0)}: {why}")

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.module == "ftpsgui.model.message":
            for alias in node.names:
                if alias.name == "msg":
                    self.names.add(alias.asname or "msg")
                if alias.name == "Message":
                    self.makers.add(alias.asname or "Message")
        elif node.module == "ftpsgui.model":
            self.modules |= {alias.asname or "message" for alias in node.names if alias.name == "message"}

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in self.names:
            raise self.fail(
                node, f"{node.id} is handed on instead of called: its sentence cannot be extracted"
            )

    def visit_Call(self, node: ast.Call) -> None:
        function = node.func
        is_msg = (isinstance(function, ast.Name) and function.id in self.names) or (
            isinstance(function, ast.Attribute)
            and function.attr == "msg"
            and isinstance(function.value, ast.Name)
            and function.value.id in self.modules
        )
        if is_msg:
            self.take(node)
        else:
            if (
                isinstance(function, ast.Name)
                and function.id in self.makers
                and self.file not in MESSAGE_MAKERS
            ):
                raise self.fail(node, "build a Message with msg(…) or literal(…)")
            self.visit(function)
        for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
            self.visit(argument)

    def take(self, node: ast.Call) -> None:
        first = node.args[0] if node.args else None
        if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
            kind = "an f-string" if isinstance(first, ast.JoinedStr) else "not a literal"
            raise self.fail(node, f"msg(…) needs a literal sentence, this is {kind}")
        text = first.value
        try:
            wanted = {name.split("!")[0].split(":")[0] for name in placeholders(text)}
        except ValueError as error:
            raise self.fail(node, f"{error} in {text!r}") from None
        given = {keyword.arg for keyword in node.keywords}
        if None not in given and wanted != given:
            raise self.fail(node, f"parameters {sorted(given)!r} do not fit the sentence {text!r}")  # type: ignore[type-var]
        if not text.strip() or text != text.strip():
            raise self.fail(node, f"a sentence neither begins nor ends with a space: {text!r}")
        self.found.append(text)


def python_sentences(path: Path, file: str) -> list[str]:
    """Return the sentences of one module in their order; SourceError for what cannot be extracted."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=file)
    except SyntaxError as error:
        raise SourceError(f"{file}:{error.lineno}: {error.msg}") from None
    finder = _Finder(file)
    finder.visit(tree)
    return finder.found


def toml_sentences(path: Path, file: str) -> Iterator[str]:
    """Yield the sentences of one TOML resource."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{file}: {error}") from None

    def walk(value: object, key: str) -> Iterator[str]:
        if isinstance(value, dict):
            for name, item in value.items():
                yield from walk(item, str(name))
        elif isinstance(value, list):
            for item in value:
                yield from walk(item, key)
        elif isinstance(value, str) and key in TOML_KEYS:
            try:
                placeholders(value)
            except ValueError as error:
                raise SourceError(f"{file}: {error} in {value!r}") from None
            yield value

    yield from walk(data, "")


def extract(root: Path, areas: Iterable[str]) -> dict[str, dict[str, Entry]]:
    """Return the sentences of each area, keyed by text, in the order of files and lines."""
    result: dict[str, dict[str, Entry]] = {area: {} for area in areas}

    def add(area: str, file: str, sentences: Iterable[str]) -> None:
        for text in sentences:
            entry = result[area].setdefault(text, Entry(text))
            if file not in entry.files:
                entry.files.append(file)

    for path in sorted((root / "ftpsgui").rglob("*.py")):
        file = path.relative_to(root).as_posix()
        parts = path.relative_to(root / "ftpsgui").parts
        if len(parts) > 1 and parts[0] not in ROOM_AREAS:
            raise SourceError(f"{file}: no area is known for the room {parts[0]!r}")
        area = ROOM_AREAS[parts[0]] if len(parts) > 1 else "command"
        if area in result:
            add(area, file, python_sentences(path, file))
    if "products" in result:
        for room in RESOURCE_ROOMS:
            for path in sorted((root / "resources" / room).glob("*.toml")):
                file = path.relative_to(root).as_posix()
                add("products", file, toml_sentences(path, file))
    return result


class _PlainCatalog(Catalog):
    """A catalogue whose header says only what gettext needs: no dates, no tool, no names."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The header lines."""
        return [
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def read_translations(path: Path) -> dict[str, tuple[str, bool, tuple[str, ...]]]:
    """Return msgid -> (translation, fuzzy, translator's comments) of a .po file, empty when there is none."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalog = read_po(file)
    return {
        str(message.id): (str(message.string), message.fuzzy, tuple(message.user_comments))
        for message in catalog
        if message.id
    }


def merge(
    language: str, entries: dict[str, Entry], known: dict[str, tuple[str, bool, tuple[str, ...]]]
) -> Catalog:
    """Return the catalogue of ``entries`` with the translations that are known."""
    catalog = _PlainCatalog(locale=language, header_comment="", fuzzy=False)
    for entry in entries.values():
        translation, fuzzy, comments = known.get(entry.text, ("", False, ()))
        catalog.add(
            entry.text,
            translation,
            locations=[(file, 0) for file in entry.files],
            flags=["fuzzy"] if fuzzy else [],
            user_comments=comments,
        )
    return catalog


def po_bytes(catalog: Catalog) -> bytes:
    """Return the .po file of ``catalog``."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, include_lineno=False, omit_header=False)
    return buffer.getvalue().lstrip(b"\n")


def mo_bytes(catalog: Catalog) -> bytes:
    """Return the .mo file of ``catalog``: untranslated and fuzzy entries are left out."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def problems_of(catalog: Catalog, where: str) -> Iterator[str]:
    """Yield what is wrong with the translations of ``catalog``."""
    for message in catalog:
        if not message.id:
            continue
        text, translation = str(message.id), str(message.string)
        if not translation:
            yield f"{where}: not translated: {text!r}"
            continue
        if message.fuzzy:
            yield f"{where}: fuzzy: {text!r}"
        try:
            same = placeholders(text) == placeholders(translation)
        except ValueError as error:
            yield f"{where}: {error} in the translation of {text!r}"
        else:
            if not same:
                yield f"{where}: other parameters than {text!r}: {translation!r}"


def run(root: Path, areas: Iterable[str], *, check: bool) -> list[str]:
    """Update (or, with ``check``, only judge) the catalogues of ``areas``; return the problems found."""
    problems: list[str] = []
    sentences = extract(root, areas)
    base = root / "resources" / "translations"
    for language in languages(root):
        seen: dict[str, tuple[str, str]] = {}
        for area, entries in sentences.items():
            po, mo = base / language / f"{area}.po", base / language / f"{area}.mo"
            where = po.relative_to(root).as_posix()
            known = read_translations(po)
            if not entries and not known and not po.exists():
                continue
            catalog = merge(language, entries, known)
            new_po, new_mo = po_bytes(catalog), mo_bytes(catalog)
            if check:
                problems += [f"{where}: obsolete: {text!r}" for text in known if text not in entries]
                problems += problems_of(catalog, where)
                if not po.exists() or po.read_bytes() != new_po:
                    problems.append(f"{where}: not as scripts/messages.py writes it")
                if not mo.exists() or mo.read_bytes() != new_mo:
                    problems.append(f"{mo.relative_to(root).as_posix()}: not compiled from its .po")
                for message in catalog:
                    text, translation = str(message.id), str(message.string)
                    if text and translation and seen.setdefault(text, (translation, area))[0] != translation:
                        problems.append(f"{where}: translated otherwise in {seen[text][1]}: {text!r}")
                continue
            po.parent.mkdir(parents=True, exist_ok=True)
            for path, content in ((po, new_po), (mo, new_mo)):
                if not path.exists() or path.read_bytes() != content:
                    path.write_bytes(content)
            missing = sum(1 for message in catalog if message.id and not message.string)
            dropped = [text for text in known if text not in entries]
            print(f"{where}: {len(entries)} sentences, {missing} to translate, {len(dropped)} dropped")
            for text in dropped:
                print(f"    dropped: {text!r} = {known[text][0]!r}")
    return problems


def languages(root: Path) -> list[str]:
    """Return the languages to translate into: those of ftpsgui.texts, without English."""
    tree = ast.parse((root / "ftpsgui" / "texts" / "translate.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "LANGUAGES" and node.value:
            return [code for code in ast.literal_eval(node.value) if code != "en"]
    raise SourceError("ftpsgui/texts/translate.py: LANGUAGES is gone")


def main(argv: list[str] | None = None) -> int:
    """Run the command; 0 when all is well."""
    parser = argparse.ArgumentParser(description="Extract, merge, compile and check the translations.")
    parser.add_argument(
        "--check", action="store_true", help="change nothing, exit 1 when something is missing"
    )
    parser.add_argument("--area", action="append", choices=AREAS, help="only this area (can be repeated)")
    options = parser.parse_args(argv)
    try:
        problems = run(ROOT, options.area or AREAS, check=options.check)
    except SourceError as error:
        print(error, file=sys.stderr)
        return 1
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
