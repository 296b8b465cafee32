"""Write docs/diagnoses/: a page for each finding, from its rule's own words, with a part that is written by hand.

English pages lie in the folder itself, those in another language of the program in a folder of its code (``ja/``).

    python scripts/diagnoses.py            write the pages anew; what stands between the hand marks is kept
    python scripts/diagnoses.py --check    change nothing; exit 1 when a page is missing, stale, empty or orphaned

The generated part comes from the rule's file alone, read by ``ast``: its docstring, when it fires, the severities and
audiences it can have, the sentences it can say, and the symptoms it explains; in another language the sentences are
those of the catalogue, and the docstrings, which are for programmers, are left out. The part by hand tells what a rule
cannot know: how to look closer, what people met, what not to do.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ftpsgui.texts.translate import LANGUAGES, Translator  # noqa: E402

RULES = Path("ftpsgui", "diagnosis", "rules")
PAGES = Path("docs", "diagnoses")

OPEN, CLOSE = "<!-- by hand -->", "<!-- end of the part by hand -->"
"""What stands between these lines in a page is kept."""

_LINK = re.compile(r"\]\(([^)/:#]+\.md)\)")


@dataclass(frozen=True)
class Frame:
    """What stands around a rule's words in one language. ``rule`` and ``meaning`` empty: no docstrings are shown."""

    severities: Mapping[str, str]
    certainties: Mapping[str, str]
    audiences: Mapping[str, str]
    severity: str
    certainty: str
    audience: str
    rule: str
    depends: str
    says: str
    accounts: str
    """With ``{links}`` to the findings that this one accounts for."""
    comma: str
    index: str
    columns: tuple[str, str, str]
    introduction: tuple[str, ...]
    values: Mapping[str, str]
    """What stands in a sentence where a test puts its own values: by the parameter's name, which is shown for others."""


FRAMES = {
    "en": Frame(
        severities={"error": "error", "warning": "warning", "info": "information"},
        certainties={"proven": "proven", "likely": "likely", "possible": "possible"},
        audiences={
            "client": "the user of the client",
            "server-admin": "the server's administrator",
            "network-admin": "the network's administrator",
        },
        severity="Severity",
        certainty="Certainty",
        audience="For",
        rule="Rule",
        depends="depends on what was found",
        says="What the program says",
        accounts="When it is found, it also accounts for: {links}.",
        comma=", ",
        index="What the program can find",
        columns=("finding", "severity", "what it means"),
        introduction=(
            "Each finding has a stable name, points at the facts that show it, and says how sure it is. The pages give the",
            "program's own words for it, with ‹marks› where a test puts its own values, and below them what helps in practice.",
        ),
        values={
            "peer": "address reached",
            "raw": "reply as sent",
            "first": "first port",
            "last": "last port",
            "outside": "public address",
            "inside": "inside address",
            "whose": "what such an address is",
            "dead": "ports without answer",
            "works": "ports that answer",
            "seen": "what was seen",
            "given": "what was given",
        },
    ),
    "ja": Frame(
        severities={"error": "エラー", "warning": "警告", "info": "情報"},
        certainties={"proven": "確定", "likely": "可能性が高い", "possible": "可能性あり"},
        audiences={
            "client": "クライアントの利用者",
            "server-admin": "サーバー管理者",
            "network-admin": "ネットワーク管理者",
        },
        severity="重大度",
        certainty="確度",
        audience="対象",
        rule="",
        depends="検出内容による",
        says="プログラムの説明",
        accounts="この診断が出たときは、次の診断もこれで説明がつきます：{links}。",
        comma="、",
        index="このプログラムが検出できること",
        columns=("診断", "重大度", "意味"),
        introduction=(
            "どの診断にも変わらない名前があり、根拠となった事実と確度が示されます。各ページには、プログラムが示す説明（‹ › の中には",
            "実際のテストの値が入ります）と、その下に実地で役立つことが書かれています。",
        ),
        values={
            "address": "アドレス",
            "peer": "接続先のアドレス",
            "reply": "サーバーの応答",
            "first": "最初のポート",
            "last": "最後のポート",
            "second": "二つ目",
            "command": "コマンド",
            "target": "接続先",
            "hint": "補足",
            "until": "秒数",
            "host": "ホスト名",
            "outside": "グローバルアドレス",
            "inside": "内部アドレス",
            "raw": "応答の原文",
            "port": "ポート",
            "ports": "ポート",
            "error": "エラーの内容",
            "seen": "観測された値",
            "given": "指定された値",
            "dead": "応答のないポート",
            "works": "使えるポート",
            "issuer": "発行者",
            "seconds": "秒数",
            "whose": "アドレスの種類",
            "bytes": "バイト数",
            "count": "件数",
            "interface": "インターフェース",
            "server": "サーバー",
            "expected": "想定される値",
            "date": "日付",
            "names": "名前",
            "problem": "問題点",
            "local": "ローカルアドレス",
            "version": "バージョン",
            "modes": "モード",
            "user": "ユーザー名",
            "protocol": "プロトコル",
            "greeting": "最初の応答",
            "source": "接続元",
        },
    ),
}
"""By language; a language of the program without a frame has no pages."""
_SEVERITIES, _CERTAINTIES, _AUDIENCES = (
    tuple(names) for names in (FRAMES["en"].severities, FRAMES["en"].certainties, FRAMES["en"].audiences)
)


@dataclass(frozen=True)
class RulePage:
    """What a rule's file says about its finding."""

    id: str
    meaning: str
    fires: str
    severities: tuple[str, ...]
    certainties: tuple[str, ...]
    audiences: tuple[str, ...]
    titles: tuple[str, ...]
    explanations: tuple[str, ...]
    explains: tuple[str, ...]


class PageError(Exception):
    """A rule's file is not what this script can read; the text names it."""


def read_rule(path: Path) -> RulePage:
    """Read one rule. Raises PageError when it has no id, no docstring or no ``judge`` with a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    identity = next((one for call in _calls(tree, "Rule") for one in _strings(_keyword(call, "id"))), None)
    meaning = ast.get_docstring(tree)
    fires = ast.get_docstring(functions["judge"]) if "judge" in functions else None
    if identity is None or meaning is None or fires is None:
        raise PageError(f"{path}: no Rule(id=…), or no docstring of the module or of judge()")
    if path.stem.replace("_", "-") != identity:
        raise PageError(f"{path}: the rule inside is called {identity}")
    found = _calls(tree, "Finding")
    titles = tuple(dict.fromkeys(_titles(tree, found)))
    sentences = dict.fromkeys(text for call in _calls(tree, "msg") for text in _strings(call.args[0]))
    return RulePage(
        id=identity,
        meaning=" ".join(meaning.split()),
        fires=" ".join(fires.split()),
        severities=_said(tree, found, "severity", _SEVERITIES),
        certainties=_said(tree, found, "certainty", _CERTAINTIES),
        audiences=_said(tree, found, "audience", _AUDIENCES),
        titles=titles,
        explanations=tuple(text for text in sentences if text not in titles),
        explains=tuple(
            dict.fromkeys(
                one for call in _calls(tree, "explained") for part in call.args for one in _strings(part)
            )
        ),
    )


def _calls(tree: ast.AST, name: str) -> list[ast.Call]:
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _strings(node: ast.AST | None) -> Iterator[str]:
    """Yield the string constants in ``node`` in the order of the text."""
    if node is None:
        return
    constants = [
        one for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]
    for one in sorted(constants, key=lambda constant: (constant.lineno, constant.col_offset)):
        yield str(one.value)


def _said(
    tree: ast.Module, findings: list[ast.Call], keyword: str, known: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the values that ``keyword`` of the findings can have: given there, or anywhere in the file."""
    given = {text for call in findings for text in _strings(_keyword(call, keyword)) if text in known}
    indirect = any(isinstance(_keyword(call, keyword), ast.Name | ast.Call) for call in findings)
    if not given or indirect:
        given |= {text for text in _strings(tree) if text in known}
    return tuple(value for value in known if value in given)


def _titles(tree: ast.Module, findings: list[ast.Call]) -> Iterator[str]:
    """Yield the sentences that are titles: in ``title=``, assigned to ``title``, or made by a function named so."""
    places: list[ast.AST] = [value for call in findings if (value := _keyword(call, "title")) is not None]
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            named = [target.id for target in targets if isinstance(target, ast.Name)]
            if any("title" in name.lower() for name in named) and node.value is not None:
                places.append(node.value)
        elif isinstance(node, ast.FunctionDef) and "title" in node.name:
            places.append(node)
    for place in places:
        for call in _calls(place, "msg"):
            yield from _strings(call.args[0])


def page(rule: RulePage, by_hand: str, known: frozenset[str], language: str = "en") -> str:
    """Return the page of a rule around what was written by hand."""
    frame, translate = FRAMES[language], Translator(language).template
    lines = [
        f"# {rule.id}",
        "",
        "<!-- Written by scripts/diagnoses.py from the rule; only the part by hand is kept. -->",
        "",
    ]
    if frame.rule:
        lines += [f"{rule.meaning}", ""]
    lines += [
        "| | |",
        "|---|---|",
        f"| {frame.severity} | {_listed(rule.severities, frame.severities, frame)} |",
        f"| {frame.certainty} | {_listed(rule.certainties, frame.certainties, frame)} |",
        f"| {frame.audience} | {_listed(rule.audiences, frame.audiences, frame)} |",
    ]
    if frame.rule:
        lines += [f"| {frame.rule} | {rule.fires} |"]
    lines += [""]
    if rule.titles or rule.explanations:
        lines += [f"## {frame.says}", ""]
    for title in rule.titles:
        lines += [f"**{_prose(translate(title), frame)}**", ""]
    for explanation in rule.explanations:
        lines += [f"> {_prose(translate(explanation), frame)}", ""]
    if rule.explains:
        links = (f"[{one}]({one}.md)" if one in known else f"`{one}`" for one in rule.explains)
        lines += [frame.accounts.format(links=frame.comma.join(links)), ""]
    lines += [OPEN, by_hand.strip("\n"), CLOSE, ""]
    return "\n".join(lines)


def _listed(values: tuple[str, ...], names: Mapping[str, str], frame: Frame) -> str:
    return frame.comma.join(names[value] for value in values) or frame.depends


def _prose(text: str, frame: Frame) -> str:
    """Return a sentence of the program as Markdown: ‹marks› in code for its parameters, nothing else taken for markup."""
    escaped = text.replace("\\", "\\\\").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")
    escaped = escaped.replace("\n", "\n> ").replace("`", "\\`")
    return re.sub(
        r"\{([^{}]*)\}",
        lambda found: f"`‹{_value(found[1].replace(chr(92), ''), frame)}›`",
        escaped,
    )


def _value(parameter: str, frame: Frame) -> str:
    return frame.values.get(parameter, parameter.replace("_", " "))


def by_hand(text: str) -> str:
    """Return what stands between the hand marks of a page, empty when there are none."""
    _, found, rest = text.partition(OPEN)
    kept, closed, _ = rest.partition(CLOSE)
    return kept.strip("\n") if found and closed else ""


def index(rules: list[RulePage], language: str = "en") -> str:
    """Return the page that lists all findings."""
    frame, translate = FRAMES[language], Translator(language).template
    lines = [
        f"# {frame.index}",
        "",
        "<!-- Written by scripts/diagnoses.py. -->",
        "",
        *frame.introduction,
        "",
        f"| {' | '.join(frame.columns)} |",
        "|---|---|---|",
    ]
    for rule in rules:
        meaning = (
            rule.meaning if frame.rule else _prose(translate(next(iter(rule.titles), rule.meaning)), frame)
        )
        severity = _listed(rule.severities, frame.severities, frame)
        lines.append(f"| [{rule.id}]({rule.id}.md) | {severity} | {meaning} |")
    return "\n".join([*lines, ""])


def folder_of(root: Path, language: str) -> Path:
    """Return the folder of the pages in ``language``."""
    return root / PAGES if language == "en" else root / PAGES / language


def wanted(root: Path) -> dict[Path, str]:
    """Return every page as it should be, in every language of the program."""
    rules = [read_rule(path) for path in sorted((root / RULES).glob("*.py")) if path.stem != "__init__"]
    known = frozenset(rule.id for rule in rules)
    pages: dict[Path, str] = {}
    for language in LANGUAGES:
        folder = folder_of(root, language)
        for rule in rules:
            path = folder / f"{rule.id}.md"
            kept = by_hand(path.read_text(encoding="utf-8")) if path.exists() else ""
            pages[path] = page(rule, kept, known, language)
        pages[folder / "README.md"] = index(rules, language)
    return pages


def problems_of(root: Path) -> Iterator[str]:
    """Yield what is wrong with the pages as they are."""
    pages = wanted(root)
    for path, text in pages.items():
        name = path.relative_to(root).as_posix()
        if not path.exists():
            yield f"{name}: missing; run scripts/diagnoses.py"
        elif path.read_text(encoding="utf-8") != text:
            yield f"{name}: not what its rule says now; run scripts/diagnoses.py"
        elif path.name != "README.md" and not by_hand(text):
            yield f"{name}: nothing is written by hand yet"
        for target in _LINK.findall(text):
            if path.parent / target not in pages:
                yield f"{name}: links to {target}, which no rule has"
    for path in sorted((root / PAGES).rglob("*.md")):
        if path not in pages:
            yield f"{path.relative_to(root).as_posix()}: no rule has this name"


def main(argv: list[str] | None = None, root: Path = ROOT) -> int:
    """Run the command; 0 when all is well."""
    parser = argparse.ArgumentParser(description=inspect.cleandoc(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="change nothing, exit 1 when a page is not right"
    )
    options = parser.parse_args(argv)
    try:
        if not options.check:
            for path, text in wanted(root).items():
                path.parent.mkdir(parents=True, exist_ok=True)
                if not path.exists() or path.read_text(encoding="utf-8") != text:
                    path.write_text(text, encoding="utf-8")
        problems = list(problems_of(root))
    except PageError as error:
        problems = [str(error)]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems and (options.check or not _only_empty(problems)) else 0


def _only_empty(problems: list[str]) -> bool:
    return all("by hand" in problem for problem in problems)


if __name__ == "__main__":
    sys.exit(main())
