"""The style sheet of the HTML report: light and dark, screen and paper, a desk's width and a telephone's."""

from __future__ import annotations

from typing import Final

from ftpsgui.presentation.palette import DARK, LIGHT, ROLES, Palette, RoleName
from ftpsgui.reports.words import Mark

MARKS: Final[dict[Mark, RoleName]] = {
    "good": "good",
    "bad": "bad",
    "warning": "warning",
    "neutral": "neutral",
}
"""The role in whose colours each mark is shown."""

_RULES = """
*{box-sizing:border-box}
body{font:15px/1.55 system-ui,"Hiragino Sans","Yu Gothic UI","Noto Sans JP",sans-serif;color:var(--text);
background:var(--window);margin:0;overflow-wrap:break-word}
:lang(ja){line-break:strict;word-break:auto-phrase}
main{max-width:920px;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem;text-wrap:balance}
h2{font-size:1.15rem;margin:2.25rem 0 .7rem}
h3{font-size:1rem;line-height:1.4;margin:0 0 .15rem}
h4{font-size:.95rem;margin:1.1rem 0 .3rem}
p,ul,ol{margin:.4rem 0}
ul,ol{padding-left:1.4rem}
li{margin:.35rem 0}
a{color:var(--accent)}
a:focus-visible{outline:2px solid;outline-offset:2px}
.whole{white-space:nowrap}
.muted{color:var(--muted);margin:.1rem 0}
small a{color:inherit}
.box,.picture,table{background:var(--surface);border:1px solid var(--line);border-radius:10px}
.box{border-left-width:5px;padding:1rem 1.25rem;margin:.9rem 0}
.verdict{position:relative;padding-left:4.6rem;min-height:4.3rem}
.verdict p{color:var(--muted)}
.verdict>p:first-child{color:var(--text);font-weight:650;font-size:1.25rem;line-height:1.35;margin:.2rem 0 .5rem;
text-wrap:pretty}
.verdict>p:first-child>span{position:absolute;left:1.25rem;top:1rem;width:2.3rem;height:2.3rem;border-radius:50%;
display:grid;place-items:center;font-size:1.05rem}
table{border-collapse:separate;border-spacing:0;width:100%;overflow:hidden}
th,td{text-align:left;padding:.45rem .8rem;vertical-align:baseline;border-top:1px solid var(--line)}
thead th{border-top:0;font-size:.85rem;font-weight:500;color:var(--muted)}
.modes td:first-child{font-weight:650}
.modes td.mono{white-space:nowrap}
.seen th.wide{width:62%}
.seen{font-size:.87rem}
.seen td{padding:.3rem .8rem;color:var(--muted);vertical-align:top}
.seen td.mono{color:var(--text)}
code,pre,td.mono{font-family:ui-monospace,"SF Mono",Consolas,"DejaVu Sans Mono",monospace;font-size:.87em}
pre{background:var(--sunken);border:1px solid var(--line);border-radius:6px;padding:.6rem .9rem;white-space:pre-wrap;overflow-wrap:anywhere;
margin:.4rem 0;line-height:1.45}
td.time{white-space:nowrap}
td.mono{overflow-wrap:anywhere;white-space:pre-wrap;word-break:normal}
figure{margin:.9rem 0}
.picture{overflow:auto;padding:.6rem}
.picture svg{display:block;width:100%;min-width:600px;height:auto}
tr:target td{background:var(--accent-tint)}
@media (max-width:620px){
main{padding:1.2rem .8rem 3rem}
h1{font-size:1.35rem}
.box{padding:.8rem .9rem}
.verdict{padding-left:3.6rem}
.verdict>p:first-child{font-size:1.1rem}
.verdict>p:first-child>span{left:.8rem;top:.8rem;width:2rem;height:2rem}
thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
table,tbody{display:block}
tr{display:grid;grid-template-columns:auto 1fr;gap:.05rem .7rem;padding:.55rem .9rem;border-top:1px solid var(--line)}
tbody tr:first-child{border-top:0}
td,.seen td{padding:0;border:0}
.modes td.mono{white-space:normal}
.modes tr{grid-template-columns:3.4rem 1fr}
.modes td:nth-child(4){grid-area:1/2}
.modes td:nth-child(2){grid-area:2/2;color:var(--muted);font-size:.9em}
.modes td:nth-child(3){grid-area:3/2}
.modes td:empty{display:none}
.seen tr{grid-template-columns:auto auto auto 1fr}
.seen td.mono{grid-column:1/-1}
}
@page{margin:14mm}
@media print{
:root{print-color-adjust:exact;-webkit-print-color-adjust:exact}
html{font-size:12.5px}
body{font-size:9.5pt;line-height:1.45;background:#fff}
th,td{padding:.3rem .6rem}
main{max-width:none;padding:0}
.picture{overflow:visible}
.picture svg{min-width:0}
.picture,.box,table{border-radius:4px}
thead{display:table-header-group}
table{overflow:visible}
.box,tr,figure,pre{break-inside:avoid}
.finding{break-inside:auto}
h2,h3,h4{break-after:avoid}
a{color:inherit;text-decoration:none}
}
"""


def style() -> str:
    """Return the whole style sheet. Paper is always light."""
    marks = "".join(
        f".{mark}{{color:var(--{role})}}"
        f".box.{mark}{{color:var(--text);border-left-color:var(--{role})}}"
        f".verdict.{mark}>p:first-child>span{{color:var(--{role});background:var(--{role}-tint)}}"
        for mark, role in MARKS.items()
    )
    dark = _variables(DARK) + _repainted()
    return (
        f":root{{color-scheme:light dark}}{_variables(LIGHT)}{_RULES.replace(chr(10), '')}{marks}"
        f"@media screen and (prefers-color-scheme:dark){{{dark}}}"
    )


def _variables(palette: Palette) -> str:
    colours = {
        name: getattr(palette, name) for name in ("window", "surface", "sunken", "text", "muted", "line")
    }
    for role in palette.roles:
        colours |= {role.name: role.ink, f"{role.name}-tint": role.tint}
    return ":root{" + "".join(f"--{name}:{colour};" for name, colour in colours.items()) + "}"


def _repainted() -> str:
    """Return the rules that show the picture, which is drawn in light colours, in dark ones."""
    pairs: dict[str, str] = {}
    for name in ("surface", "sunken", "line", "text", "muted", "window"):
        pairs.setdefault(getattr(LIGHT, name), getattr(DARK, name))
    for role in ROLES:
        light, dark = LIGHT.role(role), DARK.role(role)
        pairs.setdefault(light.ink, dark.ink)
        pairs.setdefault(light.tint, dark.tint)
    return "".join(
        f'.picture [{what}="{light}"]{{{what}:{dark}}}'
        for light, dark in pairs.items()
        for what in ("fill", "stroke")
    )
