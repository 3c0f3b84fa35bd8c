"""Opens the files that a coordinator has saved with programs of others, and tells as JSON what those see.

Run as `look.py FOLDER`, which holds the files. Every table is told as a list of rows of texts, by program and file.
"""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd

SHEETS = ["overzicht", "invullingen", "antwoorden", "matrix", "codeboek"]

folder = Path(sys.argv[1])


def one(ending: str) -> Path:
    (found,) = folder.glob(f"*_{ending}")
    return found


def texts(frame: pd.DataFrame) -> list[list[str]]:
    return [list(frame.columns), *frame.astype("string").fillna("").values.tolist()]


def with_openpyxl(path: Path) -> dict:
    book = openpyxl.load_workbook(path)
    told = {}
    for sheet in book:
        rows = [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet]
        kinds = {cell.data_type for row in sheet for cell in row if cell.value is not None}
        told[sheet.title] = {
            "rows": rows,
            # "f" would be a formula.
            "kinds": sorted(kinds),
            "freeze": sheet.freeze_panes,
            "is_bold": all(cell.font.b for cell in sheet[1]),
            "filter": sheet.auto_filter.ref,
            "width": sheet.column_dimensions["A"].width,
        }
    told["made"] = str(book.properties.created)
    return told


def with_pandas() -> dict:
    # As everybody does it: pandas sees by itself that it is UTF-8, with or without a mark.
    told = {
        ending: texts(pd.read_csv(one(f"{ending}.csv"), sep=separator, dtype="string", keep_default_na=False))
        for ending, separator in [
            ("breed", ";"), ("lang", ";"), ("matrix", ";"), ("codeboek", ";"), ("breed-komma", ","), ("lang-komma", ","),
        ]
    }
    for sheet in SHEETS:
        told[f"xlsx {sheet}"] = texts(pd.read_excel(one("tabellen.xlsx"), sheet_name=sheet))
    # What one would do with it: count.
    long = pd.read_csv(one("lang-komma.csv"))
    piles = long[long.item_kind == "card"].groupby(["item", "value"]).response.nunique()
    told["piles"] = {f"{card} {pile}": int(n) for (card, pile), n in piles.items()}
    told["mean of code"] = long[long.item_kind.eq("card") & long.item.eq("sc1") & long.code.lt(97)].code.mean()
    return told


def office(to: str, path: Path, *arguments: str) -> None:
    settings = f"-env:UserInstallation=file://{folder}/office"
    program = ["soffice", settings, "--headless", "--norestore", *arguments]
    convert = ["--convert-to", to, "--outdir", str(folder / "out"), str(path)]
    subprocess.run(program + convert, check=True, capture_output=True, timeout=240)


def with_office() -> dict:
    # Every sheet of the workbook as a CSV of its own; and a CSV opened as Excel opens it with Dutch settings.
    office("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", one("tabellen.xlsx"))
    told = {}
    for sheet in SHEETS:
        (found,) = (folder / "out").glob(f"*-{sheet}.csv")
        with found.open(encoding="utf-8-sig", newline="") as file:
            told[f"xlsx {sheet}"] = list(csv.reader(file))
    office("xlsx", one("breed.csv"), "--infilter=Text - txt - csv (StarCalc):59,34,76,1")
    opened = with_openpyxl(folder / "out" / f"{one('breed.csv').stem}.xlsx")
    (sheet,) = [sheet for name, sheet in opened.items() if name != "made"]
    told["breed"], told["kinds"] = sheet["rows"], sheet["kinds"]
    return told


def with_pspp() -> dict:
    syntax = one("breed-komma.sps").read_text(encoding="utf-8")
    ask = "LIST response meaning_sc1_code survey_contacts_code survey_safe_code meaning_n_missing.\n"
    count = "FREQUENCIES meaning_sc1_code survey_safe_code /FORMAT=NOTABLE /STATISTICS=MEAN.\n"
    (folder / "ask.sps").write_text(syntax + ask + count, encoding="utf-8")
    # A point in numbers, whatever the machine's own language.
    settings = {**os.environ, "LC_ALL": "C.UTF-8"}
    program = ["pspp", "-O", "format=csv", "ask.sps"]
    done = subprocess.run(program, cwd=folder, env=settings, capture_output=True, encoding="utf-8", timeout=60)
    return {"said": done.stdout, "is_well": done.returncode == 0, "trouble": done.stderr}


print(
    json.dumps(
        {
            "openpyxl": with_openpyxl(one("tabellen.xlsx")),
            "pandas": with_pandas(),
            "office": with_office(),
            "pspp": with_pspp(),
        }
    )
)
