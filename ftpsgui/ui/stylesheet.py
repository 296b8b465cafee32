"""The one style sheet, made from a palette. Widgets are named by the property ``kind``, never by colour."""

from __future__ import annotations

from ftpsgui.presentation.palette import Palette, contrast

_CONTROL = 3.0
"""The contrast of the edge of whatever can be typed into, ticked or dragged."""

_SHEET = """
QWidget[kind="bar"] {{ background: {surface}; }}
QWidget[kind="page"], QScrollArea[kind="page"] {{ background: {window}; border: none; }}
QWidget[kind="plain"], QScrollArea[kind="plain"] {{ background: transparent; border: none; }}
QScrollArea[kind="plain"]:focus {{ border: 2px solid {accent}; }}
QFrame[kind="card"] {{ background: {surface}; border: 1px solid {line}; border-radius: 10px; }}
QFrame[kind="sunken"] {{ background: {sunken}; border: 1px solid {line}; border-radius: 6px; }}
QFrame[kind="rule"] {{ background: {line}; border: none; }}
QFrame[kind="band"] {{ background: {accent_tint}; border: none; border-bottom: 1px solid {line}; }}
QFrame[kind="band"][role="bad"] {{ background: {bad_tint}; }}
QFrame[kind="band"][role="warning"] {{ background: {warning_tint}; }}

QLabel {{ background: transparent; color: {text}; }}
QLabel[tone="muted"] {{ color: {muted}; }}
QLabel[tone="good"] {{ color: {good}; }}
QLabel[tone="bad"] {{ color: {bad}; }}
QLabel[tone="warning"] {{ color: {warning}; }}
QLabel[tone="accent"] {{ color: {accent}; }}
QLabel:disabled {{ color: {muted}; }}

QLineEdit, QComboBox {{
    background: {surface}; color: {text}; border: 1px solid {field}; border-radius: 6px;
    padding: 0 9px; min-height: 30px; max-height: 30px;
    selection-background-color: {accent}; selection-color: {on_accent}; placeholder-text-color: {muted};
    lineedit-password-character: 8226;
}}
QLineEdit:hover, QComboBox:hover {{ border-color: {muted}; }}
QLineEdit:focus, QComboBox:focus {{ border: 2px solid {accent}; padding: 0 8px; min-height: 28px; max-height: 28px; }}
QLineEdit:disabled, QComboBox:disabled {{ background: {sunken}; color: {muted}; }}
QLineEdit[wrong="true"] {{ border: 2px solid {bad}; padding: 0 8px; min-height: 28px; max-height: 28px; }}
QComboBox {{ combobox-popup: 0; padding: 0 11px; }}
QComboBox:focus {{ padding: 0 10px; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{
    background: {surface}; color: {text}; border: 1px solid {line}; padding: 4px; outline: none;
    selection-background-color: {accent_tint}; selection-color: {text};
}}
QComboBox QAbstractItemView::item {{ min-height: 26px; padding: 0 8px; border-radius: 4px; }}
QComboBox QAbstractItemView::item:selected {{ background: {accent_tint}; color: {text}; }}

QPushButton {{
    background: {surface}; color: {text}; border: 1px solid {field}; border-radius: 6px;
    padding: 0 14px; min-height: 30px;
}}
QPushButton:hover {{ background: {sunken}; }}
QPushButton:pressed {{ background: {line}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 0 13px; min-height: 28px; }}
QPushButton:disabled {{ color: {muted}; background: {sunken}; border-color: {line}; }}
QPushButton[kind="primary"] {{ background: {accent}; color: {on_accent}; border: 1px solid {accent}; padding: 0 18px; }}
QPushButton[kind="primary"]:hover {{ background: {accent_hover}; border-color: {accent_hover}; }}
QPushButton[kind="primary"]:pressed {{ background: {accent_press}; }}
QPushButton[kind="primary"]:focus {{ border: 1px solid {accent}; padding: 0 18px; min-height: 30px; }}
QPushButton[kind="primary"]:disabled {{ background: {line}; border-color: {line}; color: {muted}; }}
QPushButton[kind="accent"] {{ color: {accent}; }}
QPushButton[kind="link"] {{ background: transparent; color: {accent}; border: 2px solid transparent; padding: 0 4px; min-height: 20px; }}
QPushButton[kind="link"]:hover {{ text-decoration: underline; }}
QPushButton[kind="link"]:focus {{ border: 2px solid {accent}; min-height: 20px; padding: 0 4px; }}
QPushButton[kind="link"]:disabled {{ color: {muted}; }}
QPushButton[kind="link"][tall="true"] {{ min-height: 28px; }}
QPushButton[kind="quiet"] {{ background: transparent; color: {muted}; border: 2px solid transparent; padding: 0 4px; min-height: 20px; }}
QPushButton[kind="quiet"]:hover {{ color: {text}; }}
QPushButton[kind="quiet"]:focus {{ border: 2px solid {accent}; }}
QPushButton::menu-indicator {{ image: none; width: 0; }}

QTabBar {{ background: transparent; }}
QTabBar::tab {{
    background: transparent; color: {muted}; border: none; border-bottom: 2px solid transparent;
    padding: 10px 7px 9px 7px; margin-right: 16px;
}}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:selected {{ color: {accent}; border-bottom: 2px solid {accent}; }}
QTabBar::tab:focus {{ color: {accent}; border: 2px solid {accent}; border-radius: 4px; padding: 8px 5px 9px 5px; }}

QTableView, QTreeView, QListView, QPlainTextEdit {{
    background: {surface}; color: {text}; border: none; outline: none; gridline-color: {line};
    selection-background-color: {accent_tint}; selection-color: {text};
}}
QListWidget, QTreeWidget, QTextBrowser {{
    background: {surface}; color: {text}; border: 1px solid {line}; border-radius: 6px; padding: 3px; outline: none;
}}
QListWidget::item, QTreeWidget::item {{ padding: 5px 8px; border: none; }}
QListWidget::item:selected, QTreeWidget::item:selected {{ background: {accent_tint}; color: {text}; }}
QTableView:focus, QPlainTextEdit:focus, QListWidget:focus, QTreeWidget:focus, QTextBrowser:focus {{ border: 2px solid {accent}; }}
QListWidget:focus, QTreeWidget:focus, QTextBrowser:focus {{ padding: 2px; }}
QTableView {{ border: 2px solid transparent; border-radius: 6px; }}
QPlainTextEdit {{ border: 1px solid {line}; border-radius: 6px; background: {sunken}; padding: 5px; }}
QPlainTextEdit:focus {{ padding: 4px; }}
QTextEdit[kind="code"] {{ background: transparent; color: {text}; border: 2px solid transparent; border-radius: 4px; padding: 0; margin: 0 -2px; }}
QTextEdit[kind="code"]:focus {{ border-color: {accent}; }}
QTableView::item {{ padding: 0 8px; border: none; }}
QTableView[kind="runs"]::item {{ padding: 6px 8px; }}
QTableView::item:selected {{ background: {accent_tint}; color: {text}; }}
QHeaderView {{ background: {surface}; border: none; }}
QHeaderView::section {{
    background: {surface}; color: {muted}; border: none; border-bottom: 1px solid {line}; padding: 4px 11px;
    font-size: {caption}px;
}}

QCheckBox {{ margin-left: -4px; spacing: 8px; color: {text}; background: transparent; border: 2px solid transparent; border-radius: 4px; padding: 2px; }}
QCheckBox:disabled {{ color: {muted}; }}
QCheckBox::indicator {{ width: 15px; height: 15px; border: 1px solid {field}; border-radius: 4px; background: {surface}; }}
QCheckBox::indicator:hover {{ border-color: {muted}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; }}
QCheckBox::indicator:disabled {{ background: {window}; border-color: {line}; }}

QMenu {{ background: {surface}; color: {text}; border: 1px solid {line}; padding: 5px; }}
QMenu::item {{ padding: 6px 24px 6px 26px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent_tint}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 5px 8px; }}
QMenu::indicator {{ left: 8px; }}
QMenu::icon {{ left: 8px; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {line}; padding: 5px 7px; }}

QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
QScrollBar::handle {{ background: {scroll}; border-radius: 4px; min-height: 32px; min-width: 32px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def stylesheet(palette: Palette, caption: int = 12) -> str:
    """Return the application's style sheet in the colours of ``palette``; ``caption``: the small size of type, pixels."""
    accent = palette.accent.ink
    return _SHEET.format(
        window=palette.window,
        surface=palette.surface,
        sunken=palette.sunken,
        text=palette.text,
        muted=palette.muted,
        line=palette.line,
        caption=caption,
        field=_seen(palette, palette.surface),
        scroll=_seen(palette, palette.window),
        accent=accent,
        accent_tint=palette.accent.tint,
        accent_hover=_mix(accent, palette.text, 0.15),
        accent_press=_mix(accent, palette.text, 0.3),
        on_accent=palette.on_accent,
        good=palette.good.ink,
        bad=palette.bad.ink,
        warning=palette.warning.ink,
        bad_tint=palette.bad.tint,
        warning_tint=palette.warning.tint,
    )


def _seen(palette: Palette, ground: str) -> str:
    """Return the faintest line between a hairline and small print that shows a control on ``ground`` (WCAG 1.4.11)."""
    lines = (_mix(palette.line, palette.muted, part / 20) for part in range(21))
    return next((line for line in lines if contrast(line, ground) >= _CONTROL), palette.muted)


def _mix(first: str, second: str, part: float) -> str:
    """Return ``first`` with ``part`` (0-1) of ``second`` in it."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * part):02X}" for a, b in pairs)
