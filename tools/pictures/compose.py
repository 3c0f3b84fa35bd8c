#!/usr/bin/env python3
"""Composes the pictures of the default study, the icons of the interface and the icon of the app.

Card picture = a pebble of warm tint, one large pictogram in ink with that tint, and a small badge on a paper disc.
The pictograms come from Phosphor Icons (MIT) or are drawn here in the same hand; LICENSE-pictures.txt says which.

Get the Phosphor files with the npm client, outside the repository:

    npm pack @phosphor-icons/core@2.1.1
    tar xzf phosphor-icons-core-2.1.1.tgz

Then, with Python 3 and nothing else:

    python3 tools/pictures/compose.py package/assets

The same input always gives the same bytes. To replace one picture by a photo or a drawing of your own, change the
path in study.json: nothing here has to be touched.

A browser or any other SVG renderer makes the PNG icons: --png-sources FOLDER writes what they are made from
(icon.svg at 192 and 512, maskable.svg at 512, touch.svg at 180); then reduce them to a palette of 64 colours.
"""

import argparse
import math
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# ---------------------------------------------------------------------------------------------------- colours

INK = "#22304a"
PAPER = "#fffdf8"
TINTS = {
    "terracotta": "#c8714f",
    "ochre": "#d9a441",
    "sage": "#8fa382",
    "plum": "#8d6479",
    "clay": "#b98b6b",
    "dusk": "#7d94a8",
}


def mixed(colour, share):
    """`share` of the colour, the rest white."""
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)


def pale(tint):
    return mixed(TINTS[tint], 0.24)


def full(tint):
    return mixed(TINTS[tint], 0.9)


PALE_INK = mixed(INK, 0.18)
QUIET = mixed(INK, 0.62)
FILLED = full("plum")  # of every scale; one colour, so that only the shape speaks
PEOPLE = full("clay")
GROUND = "#f4e8d3"


# ------------------------------------------------------------------------------------- paths, rounded and moved

ARGUMENTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7, "z": 0}
BETWEEN = re.compile(r"[\s,]*")
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")


def commands(data):
    """The commands of a path with absolute numbers; h and v become l."""
    position = 0
    letter = ""
    x = y = start_x = start_y = 0.0
    while (position := BETWEEN.match(data, position).end()) < len(data):
        if data[position].isalpha():
            letter = data[position]
            position += 1
        elif letter in "mM":  # what follows the first point of a move is drawn
            letter = "l" if letter == "m" else "L"
        kind = letter.lower()
        numbers = []
        for place in range(ARGUMENTS[kind]):
            position = BETWEEN.match(data, position).end()
            if kind == "a" and place in (3, 4):  # a flag is one digit, with or without a space after it
                numbers.append(int(data[position]))
                position += 1
            else:
                match = NUMBER.match(data, position)
                numbers.append(float(match.group()))
                position = match.end()
        if kind == "z":
            x, y = start_x, start_y
            yield kind, numbers
            continue
        from_x, from_y = (x, y) if letter.islower() else (0.0, 0.0)
        if kind == "h":
            kind, numbers = "l", [numbers[0] + from_x, y]
        elif kind == "v":
            kind, numbers = "l", [x, numbers[0] + from_y]
        else:
            first = 5 if kind == "a" else 0  # only the end of an arc is a point
            for place in range(first, len(numbers), 2):
                numbers[place] += from_x
                numbers[place + 1] += from_y
        x, y = numbers[-2:]
        if kind == "m":
            start_x, start_y = x, y
        yield kind, numbers


def short(value, digits=1):
    """A number as short as SVG allows: .5, -.5, 3."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text in ("-0", ""):
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def joined(numbers, digits):
    """Numbers with no more separators than SVG needs."""
    text = ""
    dotted = False
    for item in (short(number, digits) for number in numbers):
        if text and not item.startswith("-") and not (dotted and item.startswith(".")):
            text += " "
        text += item
        dotted = "." in item
    return text


def moved(data, scale=1.0, dx=0.0, dy=0.0, digits=1):
    """The path scaled, moved and rounded, in relative commands; the roundings do not add up."""

    def near(first, second):
        return abs(first - second) < 0.5 * 10**-digits

    out = []
    x = y = start_x = start_y = 0.0
    previous = ""
    for kind, numbers in commands(data):
        if kind == "z":
            out.append("z")
            x, y, previous = start_x, start_y, "z"
            continue
        points = numbers[5:] if kind == "a" else numbers
        points = [round(n * scale + (dy if place % 2 else dx), digits) for place, n in enumerate(points)]
        end_x, end_y = points[-2:]
        relative = [n - (y if place % 2 else x) for place, n in enumerate(points)]
        letter, text = kind, joined(relative, digits)
        if kind == "a":
            if near(end_x, x) and near(end_y, y):
                continue
            across, down, turn, large, sweep = numbers[:5]
            text = f"{joined([across * scale, down * scale, turn], digits)} {large}{sweep}{text}"
        elif kind == "l" and near(end_y, y):
            letter, text = "h", short(end_x - x, digits)
        elif kind == "l" and near(end_x, x):
            letter, text = "v", short(end_y - y, digits)
        elif kind == "m" and not previous:
            letter, text = "M", joined(points, digits)
        if letter == previous and letter not in "mM":
            out.append(text if text.startswith("-") else " " + text)
        else:
            out.append(letter + text)
        x, y, previous = end_x, end_y, letter
        if kind == "m":
            start_x, start_y = x, y
    return "".join(out)


# ---------------------------------------------------------------------------------------------- Phosphor files


class Phosphor:
    def __init__(self, folder):
        self.folder = Path(folder)

    def paths(self, name, weight):
        """(data, is tint) for every path of a pictogram."""
        suffix = "" if weight == "regular" else f"-{weight}"
        text = (self.folder / weight / f"{name}{suffix}.svg").read_text(encoding="utf-8")
        found = re.findall(r'<path d="([^"]+)"([^>]*)/>', text)
        if not found:
            raise SystemExit(f"{name} ({weight}): no path found")
        return [(data, "opacity" in rest) for data, rest in found]

    def icon(self, name, fill, centre=None, scale=None):
        """A duotone pictogram: its tint filled with `fill`, its lines in ink."""
        scale = scale or SCALE
        x, y = centre or MIDDLE
        dx, dy = x - 128 * scale, y - 128 * scale
        return "".join(
            path(moved(data, scale, dx, dy), fill if is_tint else INK) for data, is_tint in self.paths(name, "duotone")
        )


# --------------------------------------------------------------------------------------------- parts of a picture

SCALE = 0.8125  # a line of 16 in the Phosphor grid becomes 13
LINE = 13
BADGE = (222, 184)
MIDDLE = (134, 114)  # of a main pictogram that leaves room for a badge

# Three shapes of the same pebble, so that a card is known again by more than its colour.
PEBBLES = [
    "M140 10c68-4 116 42 116 106s-46 116-114 116S26 184 26 122 74 14 140 10z",
    "M132 12c70-8 122 40 122 104s-50 114-116 116S24 190 24 126 66 20 132 12z",
    "M146 12c66 2 108 50 110 108s-44 112-112 112S28 188 26 124 80 10 146 12z",
]

HEART = "M0 25C-31 5-28-20-13-20-6-20 0-15 0-9 0-15 6-20 13-20 28-20 31 5 0 25z"

# Badges are drawn around 0,0 in a box of 60 by 60: (path, filled?) or (x, y, radius, filled?).
BADGES = {
    "bubble": [("M-26 25l4-14a25 25 0 1110 10z", True), ("M-11-1h0M0-1h0M11-1h0", False)],
    "bulb": [("M-9 13c0-9-11-10-11-21a20 20 0 0140 0c0 11-11 12-11 21zM-7 26H7", True)],
    "flower": [
        (0, -15, 9, True),
        (15, -5, 9, True),
        (9, 13, 9, True),
        (-9, 13, 9, True),
        (-15, -5, 9, True),
        (0, 0, 9, False),
    ],
    "heart": [(HEART, True)],
    "music": [("M-9 15V-16L18-22V9", False), (-16, 16, 7, True), (11, 10, 7, True)],
    "pencil": [("M-24 24l4-17L10-23 23-10-7 20zM0-13L13 0", True)],
    "person": [(0, -13, 13, False), ("M-24 26a24 19 0 0148 0z", True)],
    "question": [("M-12-11a13 13 0 1118 12c-5 2-6 4-6 8M0 23h0", False)],
    "shield": [("M0 27C-21 17-24 3-24-19H24C24 3 21 17 0 27z", True)],
    "shield-check": [("M0 27C-21 17-24 3-24-19H24C24 3 21 17 0 27z", True), ("M-10 1l7 7 12-13", False)],
    "sparkle": [("M0-28C3-7 7-3 28 0 7 3 3 7 0 28-3 7-7 3-28 0-7-3-3-7 0-28z", True)],
    "tree": [(0, -7, 19, True), ("M0 28V-4", False)],
}


def circle(cx, cy, r, fill=None, extra=""):
    paint = f' fill="{fill}"' if fill else ""
    return f'<circle cx="{short(cx)}" cy="{short(cy)}" r="{short(r)}"{paint}{extra}/>'


def path(data, fill=None, extra=""):
    paint = f' fill="{fill}"' if fill else ""
    return f'<path{paint} d="{data}"{extra}/>'


def lines(content, width=LINE, fill="none", colour=INK):
    """Own drawings: everything inside is drawn with one round line."""
    return (
        f'<g fill="{fill}" stroke="{colour}" stroke-width="{short(width)}" stroke-linecap="round" '
        f'stroke-linejoin="round">{content}</g>'
    )


def svg(content, box="0 0 280 240"):
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{content}</svg>\n'


def pebble(tint, shape=0):
    return path(PEBBLES[shape], pale(tint))


def bust(cx, top, size, body, head=PAPER):
    """A person, head and shoulders; inside `lines`. 112 high and 92 wide at size 1."""
    r = 27 * size
    w = 46 * size
    bottom = top + 112 * size
    shoulders = f"M{short(cx - w)} {short(bottom)}a{short(w)} {short(w)} 0 01{short(2 * w)} 0z"
    return circle(cx, top + r, r, head) + path(shoulders, body)


def figure(cx, top, size, body, arms):
    """A person from head to foot; inside `lines`. 150 high at size 1; `arms` is a path."""
    x, r, hip, foot = round(cx), 19 * size, round(top + 108 * size), round(top + 150 * size)
    neck = round(top + 50 * size)
    half, leg = round(22 * size), round(11 * size)
    return (
        path(arms)
        + path(f"M{x - leg} {hip}V{foot}M{x + leg} {hip}V{foot}")
        + path(f"M{x - half} {neck}H{x + half}V{hip}H{x - half}z", body)
        + circle(x, round(top + r), r, PAPER)
    )


def star(cx, cy, r, fill):
    points = []
    for step in range(10):
        reach = r if step % 2 == 0 else r * 0.47
        angle = math.pi * step / 5
        points.append(f"{round(cx + reach * math.sin(angle))} {round(cy - reach * math.cos(angle))}")
    return path("M" + "L".join(points) + "z", fill)


def heart(cx, cy, size, fill, width=LINE):
    """50 high and 60 wide at size 1."""
    return path(moved(HEART, size, cx, cy, 0), fill, f' stroke-width="{width}"' if width != LINE else "")


def badge(name, fill):
    x, y = BADGE
    inner = ""
    for part in BADGES[name]:
        if len(part) == 2:
            inner += path(moved(part[0], 1, x, y, 0), fill if part[1] else None)
        else:
            inner += circle(x + part[0], y + part[1], part[2], fill if part[3] else None)
    return lines(circle(x, y, 46) + inner, 7, PAPER)


def face(tint, tip):
    """Eyes and a mouth; `tip` above 0 turns its corners down, below 0 up."""
    mouth = f"M102 {152 + tip // 3}q38 {-tip} 76 0" if tip else "M104 150H176"
    eyes = path("M106 98h0M174 98h0", None, ' stroke-width="22"')
    return lines(circle(140, 120, 96, pale(tint)) + eyes + path(mouth))


# ------------------------------------------------------------------------------------------- drawn main pictures


def town_hall(fill):
    return lines(
        path("M134 62V24h34l-9 11 9 11h-34", PAPER)
        + path("M34 206V122H100V92l34-28 34 28v30h66V206z", fill)
        + path("M116 206V172a18 18 0 0136 0V206z", PAPER)
        + path("M68 150v14M200 150v14M134 108h0")
    )


def street(drawer, fill):
    return (
        path("M96 62h28L190 208H30z", PAPER)
        + lines(path("M34 210V64a30 30 0 0130-30H86") + path("M82 54a28 28 0 0156 0z", fill) + path("M16 212H200"))
        + drawer.icon("person-simple-walk", fill, (122, 138), 0.66)
    )


def at_home(left, fill):
    """One person alone in a house."""
    return lines(path(f"M{left} 212V98L{left + 76} 32l76 66V212z", PAPER) + bust(left + 76, 98, 0.86, fill))


def calendar(marked):
    days = ""
    rest = ""
    for row in range(3):
        for column in range(4):
            spot = f"M{80 + 40 * column} {112 + 38 * row}h0"
            if row * 4 + column in marked:
                days += spot
            else:
                rest += spot
    return lines(
        path("M42 50H238V220H42z", PAPER)
        + path("M42 50H238V84H42z", PALE_INK)
        + path("M88 28V58M192 28V58")
        + (path(days, None, ' stroke-width="26"') if days else "")
        + (path(rest, None, f' stroke="{QUIET}" stroke-width="8"') if rest else "")
    )


def amount(part):
    """An empty, half full or full circle."""
    inside = {"empty": "", "half": path("M52 120a88 88 0 00176 0z", FILLED), "full": circle(140, 120, 88, FILLED)}[part]
    return lines((circle(140, 120, 88, PAPER) if part != "full" else "") + inside, 15)


def shield(part):
    outline = "M140 222C74 188 62 134 62 42H218C218 134 206 188 140 222z"
    half = "M66 120H214C206 164 186 198 140 222 94 198 74 164 66 120z"
    inside = path(half, FILLED) if part == "half" else ""
    return lines(path(outline, FILLED if part == "full" else PAPER) + inside, 15)


def tulip(x, y, fill, stem):
    return path(f"M{x} {y + 30}{stem}") + path(
        f"M{x - 28} {y - 22}l14 12L{x} {y - 32}l14 22 14-12v22a28 28 0 01-56 0z", fill
    )


def bouquet():
    return lines(
        tulip(74, 66, full("ochre"), "c4 30 30 50 56 90")
        + tulip(206, 66, full("plum"), "c-4 30-30 50-56 90")
        + tulip(140, 50, full("terracotta"), "V190")
        + path("M80 154H200L184 226H96z", PAPER)
        + heart(140, 190, 0.85, full("sage"), 8)
    )


# -------------------------------------------------------------------------------------------- the list of pictures


def pictures(phosphor):
    d = phosphor
    out = {}

    def add(name, tint, main, small=None, shape=0):
        fill = full(tint)
        body = main(fill) if callable(main) else d.icon(main, fill)
        out[name] = svg(pebble(tint, shape) + body + (badge(small, fill) if small else ""))

    def plain(name, content):
        out[name] = svg(content)

    # Cards. Neighbours in the deck and cards of one goal differ in tint; the tint means nothing.
    add("card-sc1", "terracotta", lambda t: lines(bust(82, 46, 1.2, t) + bust(190, 46, 1.2, PAPER)), "bubble")
    add(
        "card-sc2",
        "dusk",
        lambda t: lines(
            path("M30 196V110a24 24 0 0148-8V78a22 22 0 0122-22H180a22 22 0 0122 22v24a24 24 0 0148 8v86z", t)
            + path("M56 196v18M224 196v18")
            + bust(96, 40, 0.98, PAPER)
            + bust(184, 40, 0.98, PAPER)
            + path("M56 150H224V196H56z", t)
        ),
        None,
        1,
    )
    add("card-sc3", "ochre", "buildings", "heart", 2)
    add(
        "card-sc4",
        "sage",
        lambda t: lines(bust(62, 44, 1, PAPER) + bust(206, 44, 1, PAPER) + bust(134, 56, 1.3, t)),
        "heart",
        1,
    )
    add("card-lv1", "plum", "palette", "music", 2)
    add(
        "card-lv2",
        "sage",
        lambda t: lines(
            path("M216 22L124 114")
            + path("M102 92L20 142Q48 196 98 216L146 136z", t)
            + path("M98 136L62 170M118 156L96 188")
        ),
        "flower",
    )
    add("card-lv3", "clay", lambda t: d.icon("handshake", t, (140, 118), 0.92), None, 1)
    add("card-lv4", "terracotta", "house-line", "tree", 2)
    add("card-lv5", "dusk", lambda t: street(d, t), "shield-check")
    add("card-sv1", "clay", lambda t: lines(bust(128, 30, 1.5, t)), "bulb", 1)
    add(
        "card-sv2",
        "dusk",
        lambda t: lines(
            circle(198, 52, 20, PAPER)
            + path("M46 204a64 64 0 0164-64c30 0 44-14 66-72l42 14C206 130 196 156 174 170V204z", t)
            + circle(108, 80, 36, PAPER)
        ),
        "question",
        2,
    )
    add(
        "card-sv3-language",
        "sage",
        lambda t: lines(
            path("M92 168L74 214M180 168L198 214M136 38V22")
            + path("M32 38H240V168H32z", t)
            + path("M56 134L82 66 108 134M66 112H98M176 94V134")
            + circle(155, 114, 20)
        ),
        "bubble",
    )
    add("card-sv3-arrange", "plum", "envelope-open", "pencil", 1)
    add("card-sv4-valued", "ochre", lambda t: lines(star(140, 122, 106, t) + bust(140, 84, 0.95, PAPER)), None, 2)
    add("card-sv4-happy", "ochre", lambda t: d.icon("smiley", t, (140, 120), 0.95))
    add(
        "card-mp1",
        "sage",
        lambda t: lines(
            bust(122, 18, 1.3, PAPER)
            + path("M180 134L204 70M38 150H64M190 150H216")
            + path("M60 132H194V186a22 22 0 01-22 22H82a22 22 0 01-22-22z", t)
        ),
        "heart",
        1,
    )
    add(
        "card-mp2",
        "ochre",
        lambda t: lines(
            path("M124 214H262")
            + path("M18 158H124V214H18z", t)
            + figure(70, 10, 0.98, t, "M92 66L144 104M48 66L30 104")
            + figure(208, 64, 0.99, PAPER, "M186 120L144 104M230 120L248 158")
        ),
        None,
        2,
    )
    add(
        "card-mp3",
        "dusk",
        lambda t: (
            lines(path("M20 214V182H82V148H144V114H206V214z", t)) + d.icon("person-simple-walk", t, (92, 80), 0.64)
        ),
        "sparkle",
    )
    add(
        "card-mp4",
        "clay",
        lambda t: lines(
            figure(54, 64, 0.96, PAPER, "M34 114L16 72M74 114L90 80")
            + figure(226, 64, 0.96, PAPER, "M206 114L190 80M246 114L264 72")
            + figure(140, 26, 1.22, t, "M114 90L88 40M166 90L192 40")
        ),
        None,
        1,
    )
    add(
        "card-vo1",
        "sage",
        lambda t: lines(
            path("M256 222l-9-32a62 62 0 10-26 22z", t)
            + heart(206, 179, 0.95, PAPER, 8)
            + path("M22 176l10-38a74 74 0 1130 28z", PAPER)
            + path("M72 88h0M124 88h0", None, ' stroke-width="17"')
            + path("M76 128q22-24 44 0")
        ),
        None,
        2,
    )
    add("card-vo2", "terracotta", "ear", "person")
    add("card-vo3", "plum", lambda t: d.icon("hand-heart", t, (126, 110), 0.88), "person", 1)
    add("card-vo4", "clay", town_hall, "bubble", 2)
    add(
        "card-vo5",
        "dusk",
        lambda t: lines(
            path("M22 212l14-46a98 84 0 1144 32z", PAPER)
            + path("M56 148V98l34-30 34 30v50zM124 148V82H184V148zM90 148V126", t)
        ),
        "person",
    )
    add("card-x1", "terracotta", "armchair", "heart")

    # Around the instruments.
    add("practice-coffee", "clay", lambda t: d.icon("coffee", t, (140, 112), 0.92), None, 2)
    add(
        "consent-no-name",
        "dusk",
        lambda t: (
            lines(path("M26 52H254V190H26z", PAPER) + bust(90, 82, 0.66, t) + path("M158 100H220M158 140H220"))
            + lines(path("M46 218L234 22"), 34, "none", PAPER)
            + lines(path("M46 218L234 22"), 15)
        ),
    )
    add("consent-stop", "ochre", lambda t: d.icon("hand-palm", t, (140, 120), 0.95), None, 1)
    add(
        "consent-purpose",
        "terracotta",
        lambda t: lines(path("M30 206V108L128 28l98 80V206z", PAPER) + heart(128, 134, 1.6, t)),
        "bubble",
        2,
    )
    add("thanks", "ochre", lambda t: bouquet())
    add("declined", "clay", lambda t: d.icon("hand-waving", t, (140, 120), 0.95), None, 1)

    # Questions that have no card with the same meaning, or whose card would push the answer.
    add("question-alone", "dusk", lambda t: at_home(64, t), None, 1)
    add("question-safe", "clay", lambda t: street(d, t), "shield", 2)
    add(
        "question-feeling",
        "sage",
        lambda t: lines(bust(140, 22, 1.7, t) + heart(140, 178, 0.95, PAPER, 9)),
    )

    # Piles and scales: shape carries the meaning, one colour for all.
    for part in ("empty", "half", "full"):
        plain(f"circle-{part}", amount(part))
        plain(f"shield-{part}", shield(part))
    plain(
        "dont-know",
        lines(path("M98 86a43 43 0 1162 40c-16 8-20 14-20 32"), 15, "none", QUIET) + circle(140, 198, 12, QUIET),
    )
    plain("calendar-none", calendar([]))
    plain("calendar-some", calendar([1, 6, 8]))
    plain("calendar-often", calendar([0, 1, 3, 4, 6, 7, 9, 10]))
    plain("calendar-always", calendar(range(12)))
    plain(
        "people-none",
        lines(
            path("M110 96V134M170 96V134M92 160V222M188 160V222") + path("M88 24H192V96H88zM74 128H206V160H74z", PEOPLE)
        ),
    )
    plain("people-few", lines(bust(82, 58, 1.15, PEOPLE) + bust(198, 58, 1.15, PEOPLE)))
    plain(
        "people-many",
        lines(
            bust(96, 16, 0.9, PEOPLE)
            + bust(184, 16, 0.9, PEOPLE)
            + bust(54, 100, 1, PEOPLE)
            + bust(226, 100, 1, PEOPLE)
            + bust(140, 100, 1, PEOPLE)
        ),
    )
    for name, sign in (
        ("more", "M232 196V56M196 94l36-38 36 38"),
        ("same", "M200 104H264M200 146H264"),
        ("less", "M232 56V196M196 158l36 38 36-38"),
    ):
        plain(f"alone-{name}", at_home(16, full("dusk")) + lines(path(sign), 17))
    plain("face-bad", face("ochre", 54))
    plain("face-fair", face("ochre", 0))
    plain("face-good", face("ochre", -54))
    return out


# ------------------------------------------------------------------------------ interface icons and the app's icon

# Name of our file: name in Phosphor. Used as masks, so they have no colour of their own.
INTERFACE = {
    name: name
    for name in (
        "arrow-counter-clockwise",
        "arrow-left",
        "arrow-right",
        "cards",
        "caret-left",
        "caret-right",
        "check",
        "check-circle",
        "device-tablet",
        "gear",
        "hand-palm",
        "house",
        "list",
        "paper-plane-tilt",
        "plus",
        "question",
        "speaker-high",
        "trash",
        "warning",
        "wifi-slash",
        "x",
    )
}
INTERFACE["download"] = "download-simple"


def interface_icon(phosphor, name):
    return svg("".join(path(moved(data, 1)) for data, _ in phosphor.paths(name, "bold")), "0 0 256 256")


def fan(width, cards=3):
    """Cards fanned out of one hand, a heart on the first; within 200 of 256,256."""

    def held(turn, fill, top=124):
        turned = f' transform="rotate({turn} 256 430)"' if turn else ""
        return f'<rect x="162" y="{top}" width="188" height="274" rx="32" fill="{fill}"{turned}/>'

    behind = held(-20, full("sage")) + held(20, full("ochre")) if cards == 3 else held(18, full("ochre"))
    return lines(behind + held(0, PAPER, 94) + heart(256, 224, 2.5, TINTS["terracotta"]), width)


def app_icon(kind):
    box = "0 0 512 512"
    ground = f'<rect width="512" height="512" fill="{GROUND}"/>'
    if kind == "icon":
        content = ground.replace("/>", ' rx="112"/>') + f'<g transform="translate(-13 -19) scale(1.05)">{fan(17)}</g>'
    elif kind == "maskable":
        content = ground + f'<g transform="translate(28 20) scale(.89)">{fan(19)}</g>'
    elif kind == "touch":
        content = ground + f'<g transform="translate(0 -8)">{fan(18)}</g>'
    else:
        content = f'<g transform="translate(-121 -88) scale(1.36)">{fan(26, 2)}</g>'
    return svg(content, box)


# ---------------------------------------------------------------------------------------------------------- files


def written(folder, files):
    """Writes the files; a picture of somebody else in the same folder is left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.svg").write_text(text, encoding="utf-8", newline="\n")
    print(f"{folder}: {len(files)} files, {sum(len(text.encode()) for text in files.values())} bytes")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("phosphor", type=Path, help="the folder `assets` of @phosphor-icons/core 2.1.1")
    arguments.add_argument("--public", type=Path, default=ROOT / "public", help="where to write (default: public)")
    arguments.add_argument("--png-sources", type=Path, help="also write the SVGs the PNG icons are made from, here")
    given = arguments.parse_args()

    phosphor = Phosphor(given.phosphor)
    written(given.public / "studies" / "ontmoetingscentra" / "pictures", pictures(phosphor))
    written(given.public / "ui", {name: interface_icon(phosphor, source) for name, source in INTERFACE.items()})
    written(given.public / "icons", {"icon": app_icon("icon"), "favicon": app_icon("favicon")})
    if given.png_sources:
        written(given.png_sources, {kind: app_icon(kind) for kind in ("icon", "maskable", "touch")})


if __name__ == "__main__":
    main()
