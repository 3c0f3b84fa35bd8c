#!/usr/bin/env python3
"""Composes the pictures of the default study, the icons of the interface and the icon of the app.

Card picture = a pebble of warm tint, and on it one scene in one line of ink: people and things, no badge, no heart. Who
is filled is "me"; everybody else is white. Most is drawn here, some things come from Phosphor Icons (MIT) in the same
line; LICENSE-pictures.txt says which.

Get the Phosphor files with the npm client, outside the repository:

    npm pack @phosphor-icons/core@2.1.1
    tar xzf phosphor-icons-core-2.1.1.tgz

Then, with Python 3 and nothing else:

    python3 tools/pictures/compose.py package/assets

The same input always gives the same bytes. To replace one picture by a photo or a drawing of your own, change the
path in study.json: nothing here has to be touched.

`make pictures`, or --page FOLDER without Phosphor, writes a page that shows all pictures of the study as they are, with
their words, at the sizes at which they are used, in grey and on paper.

A browser or any other SVG renderer makes the PNG icons: --png-sources FOLDER writes what they are made from
(icon.svg at 192 and 512, maskable.svg at 512, touch.svg at 180); then reduce them to a palette of 64 colours.
"""

import argparse
import html
import json
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


def soft(tint):
    return mixed(TINTS[tint], 0.6)


def full(tint):
    return mixed(TINTS[tint], 0.9)


PALE_INK = mixed(INK, 0.18)
QUIET = mixed(INK, 0.62)
WATER = "#4f6f8c"  # of the one amount scale
ME = full("terracotta")  # whose body has this colour is the one who answers
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

    def icon(self, name, fill, centre, kind):
        """A pictogram with its middle at `centre`: its tint filled with `fill`, its lines as thick as all others."""
        weight, scale = kind
        dx, dy = centre[0] - 128 * scale, centre[1] - 128 * scale
        tint = [data for data, is_tint in self.paths(name, "duotone") if is_tint]
        ink = [data for data, _ in self.paths(name, weight)]
        return "".join(
            path(moved(data, scale, dx, dy), colour) for some, colour in ((tint, fill), (ink, INK)) for data in some
        )


# --------------------------------------------------------------------------------------------- parts of a picture

LINE = 10  # the one line of all pictures: 14 px on a large card, some 3 px in a heap

# The weight of a Phosphor pictogram in which its line of 12, 16 or 24 becomes that line, and how large it is then.
LARGE, MEDIUM, SMALL = ("light", LINE / 12), ("regular", LINE / 16), ("bold", LINE / 24)

# Three shapes of the same pebble, so that a card is known again by more than its colour.
PEBBLES = [
    "M140 10c68-4 116 42 116 106s-46 116-114 116S26 184 26 122 74 14 140 10z",
    "M132 12c70-8 122 40 122 104s-50 114-116 116S24 190 24 126 66 20 132 12z",
    "M146 12c66 2 108 50 110 108s-44 112-112 112S28 188 26 124 80 10 146 12z",
]

HEART = "M0 25C-31 5-28-20-13-20-6-20 0-15 0-9 0-15 6-20 13-20 28-20 31 5 0 25z"


def circle(cx, cy, r, fill=None, extra=""):
    paint = f' fill="{fill}"' if fill else ""
    return f'<circle cx="{short(cx)}" cy="{short(cy)}" r="{short(r)}"{paint}{extra}/>'


def path(data, fill=None, extra=""):
    paint = f' fill="{fill}"' if fill else ""
    return f'<path{paint} d="{data}"{extra}/>'


def put(data, x, y, fill=None, extra="", size=1.0):
    """A path that is drawn around 0,0, at x,y."""
    return path(moved(data, size, x, y, 0), fill, extra)


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


def heart(cx, cy, size, fill):
    """50 high and 60 wide at size 1."""
    return path(moved(HEART, size, cx, cy, 0), fill)


# ------------------------------------------------------------------------------------------------------- people

# "Me" is the one figure that is filled, and has nothing by which it would be somebody else. Everybody else is white and
# has something of their own on their head; who has what says nothing about who helps and who is helped. Who gives does
# so with the right hand, as the left one is rude in many places.

FRINGE = "M-28-2C-28-38 28-38 28-2 12-4 4-10-4-18-10-8-18-4-28-2z"
MANE = "M-34 40C-44-6-38-36 0-36S44-6 34 40z"
BEARD = "M-28-4C-22 16-12 4 0 7 12 4 22 16 28-4 36 46-36 46-28-4z"
SCARF = "M0-34C26-34 34-14 34 6 34 26 40 34 46 46 20 60-20 60-46 46-40 34-34 26-34 6-34-14-26-34 0-34z"
CAP = "M-29-6C-32-40 26-44 29-8 40-8 46-4 48 2 26-6-4-4-29-6z"


def head(x, y, size, look="", cloth=PAPER):
    """A head of radius 28 at size 1; inside `lines`, over the body."""
    face = circle(x, y, 28 * size, PAPER)

    def worn(data, fill=INK):
        return put(data, x, y, fill, size=size)

    if look == "scarf":
        return worn(SCARF, cloth) + circle(x, y, 20 * size, PAPER, ' stroke="none"')
    if look == "cap":
        return face + worn(CAP, cloth)
    if look == "beard":
        mouth = put("M-7 20H7", x, y, None, f' stroke="{PAPER}" stroke-width="6"', size)
        return face + worn(BEARD) + mouth
    if look == "bun":
        return circle(x, y - 36 * size, 9 * size, PALE_INK) + face + worn(FRINGE, PALE_INK)
    if look == "glasses":
        lenses = put("M-20 4a8 8 0 1016 0 8 8 0 10-16 0zM4 4a8 8 0 1016 0 8 8 0 10-16 0zM-4 4H4", x, y, size=size)
        return face + worn(FRINGE) + lenses.replace("/>", ' stroke-width="5"/>')
    return face + (worn(FRINGE) if look else "")


def bust(x, top, size, body=PAPER, look="", cloth=PAPER):
    """A person, head and shoulders; inside `lines`. 108 high and 96 wide at size 1."""
    behind = put(MANE, x, top + 28 * size, INK, size=size) if look == "long" else ""
    shoulders = put("M-48 60c0-40 16-58 48-58s48 18 48 58z", x, top + 48 * size, body, size=size)
    return behind + shoulders + head(x, top + 28 * size, size, look, cloth)


def stander(x, top, size, body=PAPER, look="", cloth=PAPER):
    """A person from head to foot; inside `lines`. 170 high at size 1."""
    legs = put("M-12 110V166M12 110V166", x, top, None, ' stroke-width="14"', size)
    behind = put(MANE, x, top + 22 * size, INK, size=size * 0.8) if look == "long" else ""
    torso = put("M-28 122V74c0-22 10-34 28-34s28 12 28 34v48z", x, top, body, size=size)
    return legs + behind + torso + head(x, top + 22 * size, size * 0.8, look, cloth)


def arm(data, fill=PAPER, hand=True):
    """A sleeve along a line, and a hand at its end; drawn before a bust, it comes out from behind it."""
    *_, (_, end) = commands(data)
    return (
        path(data, None, ' stroke-width="32"')
        + path(data, None, f' stroke="{fill}" stroke-width="12"')
        + (circle(*end[-2:], 11, PAPER) if hand else "")
    )


# ------------------------------------------------------------------------------------------------------- things


def bubble(x, y, fill=PAPER, flip=1):
    """A speech bubble of 104 by 84 with its middle at x,y, its tail below on the left, or with -1 on the right."""
    body = "M-40 46l8-22a52 38 0 1126 12z" if flip > 0 else "M40 46l-8-22a52 38 0 10-26 12z"
    return put(body, x, y, fill) + put(
        "M-20-4h0M2-4h0M24-4h0" if flip > 0 else "M-24-4h0M-2-4h0M20-4h0", x, y, None, ' stroke-width="13"'
    )


def cup(x, y, fill):
    """A cup of 44 by 40 that stands on y."""
    return put("M-20-36H14V-18a17 17 0 01-34 0zM14-30h4a9 9 0 010 18h-6", x, y, fill)


def house(x, bottom, width, height, fill, roof=46):
    """With its left corner at x, and a roof of its own height."""
    eaves = bottom - height
    return path(f"M{x} {bottom}V{eaves}L{x + width // 2} {eaves - roof}L{x + width} {eaves}V{bottom}z", fill)


def tulip(x, y, fill, stem):
    return path(f"M{x} {y + 30}{stem}") + path(
        f"M{x - 28} {y - 22}l14 12L{x} {y - 32}l14 22 14-12v22a28 28 0 01-56 0z", fill
    )


def lantern(x, top, light):
    return path(f"M{x} {top + 56}V212") + put("M-18 0h36l-6 50h-24zM-8 0a8 10 0 0116 0", x, top + 8, light)


def face(tint, tip):
    """Eyes and a mouth; `tip` above 0 turns its corners down, below 0 up."""
    mouth = f"M102 {152 + tip // 3}q38 {-tip} 76 0" if tip else "M104 150H176"
    eyes = path("M106 98h0M174 98h0", None, ' stroke-width="22"')
    return lines(circle(140, 120, 96, pale(tint)) + eyes + path(mouth))


def calendar(marked):
    """Three weeks of four squares; a day on which it was has a large dot."""
    marks = "".join(f"M{71 + 46 * (day % 4)} {108 + 44 * (day // 4)}h0" for day in marked)
    return lines(
        path("M48 46H232V218H48z", PAPER)
        + path("M48 46H232V86H48z", PALE_INK)
        + path("M92 28V56M188 28V56")
        + path("M48 130H232M48 174H232M94 86V218M140 86V218M186 86V218", None, ' stroke-width="5"')
        + (path(marks, None, ' stroke-width="30"') if marks else "")
    )


def glass(water):
    """A drinking glass; `water` is the height to which it is filled."""
    side = (water - 44) * 18 / 164
    inside = path(f"M{short(62 + side)} {water}H{short(218 - side)}L200 208H80z", WATER) if water else ""
    return path("M62 44H218L200 208H80z", PAPER) + inside + lines(path("M62 44H218L200 208H80z"))


def panels(before, now):
    """How many are together: a small dotted panel for before, below it a large one for now.

    Above each other, as every language is read from above: nothing has to be mirrored.
    """

    def row(count, y, size, body, apart):
        looks = {0: ("", body), 1: ("long", PAPER), 2: ("cap", PAPER)}
        people = ""
        for place, who in enumerate({1: [0], 2: [0, 1], 3: [1, 0, 2]}[count]):
            look, fill = looks[who]
            people += bust(round(140 + (2 * place - count + 1) * apart), y, size, fill, look, full("sage"))
        return people

    return lines(
        f'<g stroke="{QUIET}" stroke-width="6">'
        + path("M58 8H222V92H58z", None, ' stroke-dasharray="1 12"')
        + row(before, 38, 0.5, soft("terracotta"), 25).replace(INK, QUIET)
        + "</g>"
        + path("M20 110H260V230H20z", PAPER)
        + row(now, 152, 0.72, ME, 37)
    )


def bouquet():
    return lines(
        tulip(74, 66, full("ochre"), "c4 30 30 50 56 90")
        + tulip(206, 66, full("plum"), "c-4 30-30 50-56 90")
        + tulip(140, 50, full("terracotta"), "V190")
        + path("M76 154H204L188 228H92z", full("sage"))
        + path("M82 180H198")
    )


# -------------------------------------------------------------------------------------------- the list of pictures


def pictures(phosphor):
    d = phosphor
    out = {}

    def add(name, tint, main, shape=0):
        out[name] = svg(pebble(tint, shape) + main(soft(tint), full(tint)))

    def plain(name, content):
        out[name] = svg(content)

    def drawn(name, tint, main, shape=0):
        add(name, tint, lambda t, f: lines(main(t, f)), shape)

    # Cards. Neighbours in the deck and cards of one goal differ in tint; the tint means nothing.
    add(
        "card-sc1",
        "ochre",
        lambda t, f: (
            lines(bust(78, 92, 1.2, ME) + bust(202, 92, 1.2, PAPER, "long"))
            + d.icon("hand-waving", t, (146, 52), SMALL)
        ),
    )
    drawn(
        "card-sc2",
        "dusk",
        lambda t, f: (
            bust(80, 46, 1, ME)
            + bust(202, 46, 1, PAPER, "bun")
            + path("M60 156V216M220 156V216")
            + cup(116, 148, PAPER)
            + cup(164, 148, PAPER)
            + path("M30 150H250V172H30z", t)
        ),
        1,
    )
    drawn(
        "card-sc3",
        "sage",
        lambda t, f: (
            house(20, 212, 74, 86, PAPER, 40)
            + house(186, 212, 74, 86, PAPER, 40)
            + house(74, 212, 132, 108, t, 64)
            + path("M98 212V122H182V212z", PAPER)
            + bust(140, 132, 0.74, ME)
            + path("M38 152v14M242 152v14M12 212H268")
        ),
        2,
    )
    drawn(
        "card-sc4",
        "plum",
        lambda t, f: (
            f'<ellipse cx="140" cy="136" rx="94" ry="66" fill="{t}"/>'
            + bust(140, 20, 0.62, PAPER, "scarf", full("sage"))
            + bust(58, 58, 0.66, PAPER, "short")
            + bust(222, 58, 0.66, PAPER, "cap", full("ochre"))
            + bust(92, 134, 0.78, ME)
            + bust(190, 134, 0.78, PAPER, "long")
        ),
        1,
    )
    drawn(
        "card-lv1",
        "plum",
        lambda t, f: (
            path("M124 96V24L186 12V84")
            + circle(106, 96, 18, t)
            + circle(168, 84, 18, t)
            + path("M40 128H124V212H40z", soft("ochre"))
            + path("M60 148h0M104 148h0M82 170h0M60 192h0M104 192h0", None, ' stroke-width="16"')
            + path("M168 156L144 100M216 148L250 104")
            + circle(200, 168, 46, soft("terracotta"))
            + path("M163 140C190 130 220 140 237 196M154 168C180 156 204 170 216 211")
            + path("M186 125C214 128 238 146 245 172M200 214H254")
        ),
        2,
    )
    drawn(
        "card-lv2",
        "sage",
        lambda t, f: (
            house(16, 204, 106, 104, PAPER, 58)
            + house(122, 204, 106, 104, t, 58)
            + path("M254 84V150M240 84H268")
            + path("M238 150H270V178Q268 196 254 208 240 196 238 178z", t)
            + tulip(52, 142, full("terracotta"), "V204")
            + tulip(122, 142, full("ochre"), "V204")
            + tulip(192, 142, full("plum"), "V204")
            + path("M12 204H232V228H12z", full("clay"))
        ),
    )
    drawn(
        "card-lv3",
        "clay",
        lambda t, f: (
            arm("M200 170L158 166L156 128")
            + bust(59, 72, 1.1, ME)
            + bust(220, 72, 1.12, PAPER, "beard")
            + path("M140 94H106V114M124 94V110")
            + circle(156, 94, 20, full("ochre"))
            + circle(156, 126, 11, PAPER)
        ),
        1,
    )
    drawn(
        "card-lv4",
        "terracotta",
        lambda t, f: (
            path("M234 206V96")
            + put("M-30 38a34 34 0 01-2-66 38 38 0 0164 0 34 34 0 01-2 66z", 228, 66, full("sage"), "", 0.82)
            + house(14, 208, 104, 98, t, 62)
            + path("M40 208V142H82V208z", PAPER)
            + path("M106 132H216V150H106z", PAPER)
            + bust(161, 84, 0.86, ME)
            + path("M102 178H220M112 180V206M210 180V206")
            + path("M148 182V202M174 182V202", None, ' stroke-width="16"')
            + path("M10 212H270")
        ),
        2,
    )

    def evening(t, lit, moon):
        return (
            house(22, 212, 104, 104, PAPER, 56)
            + path("M50 132H98V172H50zM74 132V172", lit)
            + (put("M0-24A24 24 0 1024 8 20 20 0 010-24z", 134, 32, full("ochre")) if moon else "")
            + stander(176, 54, 0.94, ME)
            + lantern(228, 46, lit)
            + path("M12 212H268")
        )

    drawn("card-lv5", "dusk", lambda t, f: evening(t, mixed(TINTS["ochre"], 0.7), True))
    tangle = "C34 20 116 20 98 72S40 84 64 40 124 78 82 92 52 30 96 30 104 98 62 66 116 34 134 54C142 64 148 66 160 66"
    drawn(
        "card-sv1",
        "clay",
        lambda t, f: (
            bust(140, 138, 0.9, ME)
            + path("M64 8H216a54 54 0 010 108H64a54 54 0 010-108z", PAPER)
            + path(f"M42 78{tangle}H236", None, ' stroke-width="8"')
            + path("M210 134h0M192 154h0", None, ' stroke-width="16"')
        ),
        1,
    )
    add(
        "card-sv2",
        "dusk",
        lambda t, f: (
            lines(
                bust(212, 84, 1.15, PAPER, "glasses")
                + arm("M96 176L50 160L50 104", ME, False)
                + bust(110, 88, 1.15, ME)
            )
            + d.icon("hand-palm", PAPER, (50, 66), SMALL)
        ),
        2,
    )
    drawn(
        "card-sv3-language",
        "sage",
        lambda t, f: (
            path("M30 26H226V160H30zM128 26V14M78 160L60 214M178 160L196 214", t)
            + path("M50 126L78 54 106 126M60 102H96M168 84V126")
            + circle(148, 105, 20)
            + bust(216, 126, 0.95, ME)
        ),
    )
    add(
        "card-sv3-arrange",
        "plum",
        lambda t, f: (
            lines(bust(140, 40, 1.1, ME) + path("M60 172V218M220 172V218"))
            + d.icon("envelope-open", soft("ochre"), (56, 100), SMALL)
            + d.icon("phone", PAPER, (224, 100), SMALL)
            + lines(
                path("M26 152H254V176H26z", t)
                + path("M110 112H170V164H110z", PAPER)
                + path("M126 130H154M126 146H154", None, ' stroke-width="6"')
            )
        ),
        1,
    )
    drawn(
        "card-sv4-valued",
        "ochre",
        lambda t, f: bust(100, 46, 1.5, ME) + tulip(208, 68, full("plum"), "V150") + arm("M258 200L210 154"),
        2,
    )
    drawn(
        "card-sv4-happy",
        "ochre",
        lambda t, f: (
            put("M-48 60c0-40 16-58 48-58s48 18 48 58z", 140, 112, ME, "", 1.8)
            + circle(140, 84, 68, PAPER)
            + path("M116 72h0M164 72h0", None, ' stroke-width="17"')
            + path("M108 98q32 36 64 0")
        ),
    )
    drawn(
        "card-mp1",
        "sage",
        lambda t, f: (
            arm("M104 130Q46 124 42 180", ME, False)
            + arm("M176 130Q234 124 238 180", ME, False)
            + bust(140, 18, 1.3, ME)
            + cup(94, 174, PAPER)
            + cup(143, 174, PAPER)
            + cup(192, 174, PAPER)
            + path("M32 176H248L238 196H42z", t)
            + circle(42, 180, 11, PAPER)
            + circle(238, 180, 11, PAPER)
        ),
        1,
    )
    drawn(
        "card-mp2",
        "ochre",
        lambda t, f: (
            stander(50, 42, 1, ME)
            + stander(230, 42, 1, PAPER, "long")
            + path("M102 136V184M178 136V184")
            + path("M76 118H204V136H76z", t)
            + arm("M58 98L82 138", ME)
            + arm("M222 98L198 138")
            + path("M12 212H268")
        ),
        2,
    )
    drawn(
        "card-mp3",
        "dusk",
        lambda t, f: (
            circle(116, 176, 36, PAPER)
            + circle(224, 176, 36, PAPER)
            + path("M116 176L136 124H204L168 176zM136 124l-8-18M112 104h34M204 124l-6-30h22M224 176L200 100")
            + stander(44, 42, 1, PAPER, "cap", t)
            + arm("M58 100L112 100")
            + path("M134 104L170 176", None, ' stroke-width="14"')
            + path("M140 92L158 62", None, ' stroke-width="52"')
            + path("M140 92L158 62", None, f' stroke="{ME}" stroke-width="32"')
            + arm("M164 66L210 94", ME)
            + head(178, 34, 0.8)
        ),
    )
    drawn(
        "card-mp4",
        "clay",
        lambda t, f: (
            stander(140, 40, 1, ME)
            + stander(50, 40, 1, PAPER, "bun")
            + path("M16 132V208")
            + circle(16, 128, 9, PAPER)
            + put("M-28 60V10C-28-12-18-24 0-24S28-12 28 10V60z", 226, 108, PAPER)
            + head(226, 84, 0.8, "beard")
            + circle(206, 178, 32, PAPER)
            + path("M206 166H250V206H264")
            + arm("M58 100L94 134")
            + arm("M128 100L96 134", ME)
            + arm("M152 100L184 134", ME)
            + arm("M214 134L184 134")
        ),
        1,
    )
    drawn(
        "card-vo1",
        "sage",
        lambda t, f: (
            path("M256 222l-9-32a62 62 0 10-26 22z", t)
            + path("M184 176h0M208 176h0M232 176h0", None, ' stroke-width="15"')
            + path("M22 176l10-38a74 74 0 1130 28z", PAPER)
            + path("M72 88h0M124 88h0", None, ' stroke-width="17"')
            + path("M76 128q22-24 44 0")
        ),
        2,
    )
    drawn(
        "card-vo2",
        "terracotta",
        lambda t, f: (
            bust(76, 112, 1, ME)
            + arm("M190 192L144 182L154 132")
            + bust(214, 80, 1.25, PAPER, "beard")
            + put("M-9-22C8-30 16-12 14 6 12 20-2 24-10 14-16 6-16-18-9-22z", 164, 118, PAPER)
            + bubble(90, 56)
        ),
    )
    drawn(
        "card-vo3",
        "plum",
        lambda t, f: (
            bust(86, 28, 1.15, ME)
            + bust(196, 28, 1.15, PAPER, "scarf", full("ochre"))
            + path("M20 152H260V216H20z", t)
            + path("M94 140H164L176 206H82z", PAPER)
            + path("M108 162H150M106 182H132", None, ' stroke-width="7"')
            + arm("M226 132L168 174")
        ),
        1,
    )
    drawn(
        "card-vo4",
        "clay",
        lambda t, f: (
            bust(188, 28, 1.15, PAPER, "glasses")
            + path("M176 108H200V134H176z", full("ochre"))
            + path("M104 146H262V216H104z", t)
            + path("M92 146H266")
            + bust(78, 92, 1.15, ME)
        ),
        2,
    )
    drawn(
        "card-vo5",
        "dusk",
        lambda t, f: (
            path("M92 148l6-34a84 62 0 1132 18z", PAPER)
            + path("M120 104V70l28-24 28 24v34zM176 104V56H222V104z", t)
            + path("M148 104V90")
            + bust(70, 118, 1, ME)
        ),
    )
    drawn(
        "card-x1",
        "terracotta",
        lambda t, f: (
            path("M74 130V56a30 30 0 0130-30h72a30 30 0 0130 30v74", t)
            + bust(140, 50, 1.15, ME)
            + path("M36 214V130a24 24 0 0148 0v32H196V130a24 24 0 0148 0v84z", t)
        ),
    )

    # Around the instruments.
    add("practice-coffee", "clay", lambda t, f: d.icon("coffee", t, (140, 112), LARGE), 2)
    add(
        "consent-no-name",
        "dusk",
        lambda t, f: (
            lines(path("M26 52H254V190H26z", PAPER) + bust(90, 82, 0.8, ME) + path("M158 100H220M158 140H220"))
            + lines(path("M46 218L234 22"), 30, "none", PAPER)
            + lines(path("M46 218L234 22"), 12)
        ),
    )
    add("consent-stop", "ochre", lambda t, f: d.icon("hand-palm", t, (140, 120), LARGE), 1)
    drawn(
        "consent-purpose",
        "terracotta",
        lambda t, f: (
            house(20, 212, 130, 110, t, 66)
            + path("M56 212V142H104V212z", PAPER)
            + bust(194, 104, 1, ME)
            + bubble(204, 54)
            + path("M12 212H268")
        ),
        2,
    )
    add("thanks", "ochre", lambda t, f: bouquet())
    add("declined", "clay", lambda t, f: d.icon("hand-waving", t, (140, 120), LARGE), 1)

    # Questions that have no card with the same meaning, or whose card would push the answer.
    drawn(
        "question-contacts",
        "sage",
        lambda t, f: (
            bust(86, 66, 1.3, ME)
            + f'<g stroke-dasharray="1 17">{bust(204, 66, 1.3, "none")}</g>'.replace(f'fill="{PAPER}"', 'fill="none"')
        ),
        2,
    )
    drawn(
        "question-alone",
        "dusk",
        lambda t, f: house(36, 212, 208, 96, PAPER, 90) + bust(108, 104, 1, ME) + path("M216 118V212M216 168H172V212"),
        1,
    )
    drawn("question-safe", "clay", lambda t, f: evening(t, PAPER, False), 2)
    drawn(
        "question-feeling",
        "sage",
        lambda t, f: bust(140, 20, 1.85, ME),
    )

    arms = "M104 136L68 188 38 162M176 136L212 188 242 162"
    hands = "M36 160L16 146M244 160L264 146"
    thumbs = "M36 156L40 130M244 156L240 130"
    shrug = (
        path(arms, None, ' stroke-width="34"')
        + path(hands, None, ' stroke-width="32"')
        + path(thumbs, None, ' stroke-width="24"')
        + path(arms, None, f' stroke="{ME}" stroke-width="14"')
        + path(hands, None, f' stroke="{PAPER}" stroke-width="12"')
        + path(thumbs, None, f' stroke="{PAPER}" stroke-width="6"')
    )

    # Piles and scales: shape carries the meaning, one colour for all.
    plain("glass-empty", glass(0))
    plain("glass-half", glass(126))
    plain("glass-full", glass(68))
    plain(
        "dont-know",
        lines(shrug + bust(140, 44, 1.15, ME)),
    )
    plain("calendar-none", calendar([]))
    plain("calendar-some", calendar([1, 6, 8]))
    plain("calendar-often", calendar([0, 1, 3, 4, 6, 7, 9, 10]))
    plain("calendar-always", calendar(range(12)))
    plain("people-none", lines(bust(140, 60, 1.3, ME)))
    plain(
        "people-few",
        lines(bust(70, 52, 1, PAPER, "long") + bust(210, 52, 1, PAPER, "cap", full("sage")) + bust(140, 74, 1.3, ME)),
    )
    plain(
        "people-many",
        lines(
            bust(42, 26, 0.72, PAPER, "bun")
            + bust(108, 16, 0.72, PAPER, "beard")
            + bust(174, 16, 0.72, PAPER, "scarf", full("ochre"))
            + bust(238, 26, 0.72, PAPER, "short")
            + bust(58, 116, 1, PAPER, "long")
            + bust(222, 116, 1, PAPER, "cap", full("sage"))
            + bust(140, 92, 1.3, ME)
        ),
    )
    plain("alone-more", panels(3, 1))
    plain("alone-same", panels(2, 2))
    plain("alone-less", panels(1, 3))
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


# ------------------------------------------------------------------------------------------ a page of all pictures

PAGE_STYLE = """
body { margin: 24px; background: #fbf5ea; color: #22304a; font: 16px/1.4 system-ui, sans-serif; }
h1 { font-size: 26px; } table { border-collapse: collapse; } td, th { padding: 8px 14px; text-align: start; }
tr { border-top: 1px solid #cdbb9b; } td img { display: block; background: #fffdf8; } code { font-size: 14px; }
.large { width: 300px; } .middle, .grey { width: 81px; } .small { width: 46px; } .grey { filter: grayscale(1); }
.paper { width: 46mm; }
@media print {
  body { margin: 0; background: none; } h1, thead, td:not(.words, .on-paper) { display: none; }
  table, tbody { display: block; }
  tr { display: inline-flex; flex-direction: column-reverse; width: 54mm; margin: 2mm; border: 1px solid; }
  tr { break-inside: avoid; vertical-align: top; }
  td { padding: 2mm; }
}
"""


def uses(part, found, place=""):
    """Finds (where, Dutch words) for each picture that is named within a part of a study."""
    if isinstance(part, list):
        for item in part:
            uses(item, found, place)
    elif isinstance(part, dict):
        place = f"{place} {part['id']}".strip() if isinstance(part.get("id"), str) else place
        if isinstance(part.get("picture"), str):
            found.setdefault(part["picture"], []).append((place, part.get("text", {}).get("nl", "")))
        for name, item in part.items():
            uses(item, found, place if "id" in part else f"{place} {name}".strip())


def page(study):
    """The pictures of the study in a folder, each with its id and words."""
    found = {}
    told = json.loads((study / "study.json").read_text(encoding="utf-8"))
    for part in ("cards", "questions", "instruments", "consent", "thanks", "declined"):
        uses(told[part], found, "" if part in ("cards", "questions", "instruments") else part)
    rows = ""
    for picture in sorted(found):
        name = html.escape(Path(picture).name)
        words = "".join(
            f'<br><code>{html.escape(place)}</code> <span lang="nl">{html.escape(text)}</span>'
            for place, text in found[picture]
        )
        shown = "".join(
            f'<td{" class=on-paper" if kind == "paper" else ""}><img class="{kind}" src="{name}" alt=""></td>'
            for kind in ("large", "middle", "small", "grey", "paper")
        )
        rows += f'<tr><td class="words"><b>{name}</b>{words}</td>{shown}</tr>\n'
    head = "".join(f"<th>{of}</th>" for of in ("Picture", "300 px", "81 px", "46 px", "in grey", "on paper, 46 mm"))
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Pictures</title><style>{PAGE_STYLE}</style>\n'
        "<h1>All pictures of the study</h1>\n<p>The picture test with residents is still open: "
        "what each picture says to them is a guess of those who drew it. Printed, this page shows each at 46 mm.</p>\n"
        f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>\n</html>\n"
    ), sorted(found)


def write_page(study, folder):
    folder.mkdir(parents=True, exist_ok=True)
    text, shown = page(study)
    for picture in shown:
        (folder / Path(picture).name).write_bytes((study / picture).read_bytes())
    (folder / "index.html").write_text(text, encoding="utf-8", newline="\n")
    print(f"{folder / 'index.html'}: {len(shown)} pictures")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    phosphor_help = "the folder `assets` of @phosphor-icons/core 2.1.1; without it nothing is composed"
    arguments.add_argument("phosphor", type=Path, nargs="?", help=phosphor_help)
    arguments.add_argument("--public", type=Path, default=ROOT / "public", help="where to write (default: public)")
    arguments.add_argument("--png-sources", type=Path, help="also write the SVGs the PNG icons are made from, here")
    arguments.add_argument(
        "--page", type=Path, help="write a page that shows all pictures as they are in --public, here"
    )
    given = arguments.parse_args()
    if not (given.phosphor or given.png_sources or given.page):
        arguments.error("nothing to do: name the folder of Phosphor, --png-sources or --page")

    study = given.public / "studies" / "ontmoetingscentra"
    if given.phosphor:
        phosphor = Phosphor(given.phosphor)
        interface = {name: interface_icon(phosphor, source) for name, source in INTERFACE.items()}
        written(study / "pictures", pictures(phosphor))
        written(given.public / "ui", interface)
        written(given.public / "icons", {"icon": app_icon("icon"), "favicon": app_icon("favicon")})
    if given.png_sources:
        written(given.png_sources, {kind: app_icon(kind) for kind in ("icon", "maskable", "touch")})
    if given.page:
        write_page(study, given.page)


if __name__ == "__main__":
    main()
