"""A small site with everything that verification compares, and hands that change it as a forger would."""

import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.conftest import run_mkdocs

Json = Any

CONFIG = """\
site_name: 测试站
docs_dir: content
theme: {name: material, language: %s, font: false}
plugins: [{scorepress: {publish_sources: true, search: false}}]
markdown_extensions: [attr_list, tables, toc]
validation: {nav: {omitted_files: ignore}}
"""
SCHEME = """\
scheme: county
edition: 2021
title: 示例市考核方案（2021 年版）
issuer: 示例市考核办
note: 本方案为虚构。
rounding: {places: 2, at: [indicator, total]}
grades: {优秀: 90, 良好: 80, 合格: 0}
ranking: {ties: competition}
classes: [{id: A, title: 工业县, units: [jia, yi, bing]}, {id: B, title: 生态县, units: [ding]}]
vetoes: [{id: V1, title: 重大事故, best_grade: 合格}]
parts:
  - id: P
    title: 主要指标
    indicators:
      - {id: A1, title: 增速, full: 60, method: rank, step: 5%, ties: dense}
      - {id: A2, title: 项目, full: 40, method: direct}
  - {id: B, title: 加分项, kind: bonus, cap: 5, indicators: [{id: B1, title: 表彰, method: bonus}]}
"""
NARRATIVE = "scheme: notes\nedition: 2021\ntitle: 情况报告\nkind: narrative\n"
NAMES = {"jia": "甲县（虚构）", "yi": "乙县（虚构）", "bing": "丙县（虚构）", "ding": "丁县（虚构）"}
REPORT = """\
---
title: {name} {period} 年自评报告
unit: {unit}
scheme: county@2021
period: {period}
status: {status}
number: 示发〔2022〕{number}号
date: 2022-02-0{number}
summary: {name}各项工作按计划完成，总体情况平稳。
issuer: {name}人民政府
publisher: {name}政府办
published_on: 2022-03-0{number}
index_number: SL-2022-00{number}
source: 示例市考核办
validity: valid
scores:
  A1: {{actual: {actual}, note: 以统计年报第 {number} 版为准}}
  A2: {{self: 38.5, evidence: [a]}}
  B1: {{self: 1.2{number}}}
figures:
  projects:
    title: 重点项目
    columns: {{planned: {{title: 计划, measured_in: 个}}, done: {{title: 完成, measured_in: 个}}}}
    rows: {{道路: [1{number}, 9], 桥梁: [2{number}, 19]}}
measures:
  - {{problem: 进度偏慢, action: 倒排工期, office: {name}交通局, due: 2022-0{number}, status: doing}}
  - {{problem: 资料不全, action: 逐项补齐, due: 2022-12, status: done, result: 已补齐}}
evidence: {{a: {{title: 验收单, file: evidence/a.txt}}}}
{more}---
## 一、基本情况

本年合计 {{{{ total }}}} 分，见[附件](evidence/a.txt)。
"""
WITHDRAWN = "withdrawn: {date: 2022-05-09, reason: 统计口径有误}\n"
VERIFIED = """\
verified:
  {by: 示例市考核办, date: 2022-04-01, basis: 示核〔2022〕1号, scores: {A2: {marks: 36.5, note: 佐证不足}}}
"""
FINAL = f"""\
{VERIFIED}final:
  by: 示例市考核委
  note: 经审定
  adjustments: [{{of: total, points: -2, reason: 通报批评, basis: 示通〔2022〕3号}}]
"""
STORY = """\
---
title: 甲县情况报告
unit: jia
scheme: notes@2021
period: 2021-H1
status: published
---
## 一、情况

无。
"""


def write_project(root: Path, language: str = "zh") -> Path:
    """The sources."""
    files = {
        "mkdocs.yml": CONFIG % language,
        "content/index.md": "# 首页\n",
        "schemes/county/2021.yml": SCHEME,
        "schemes/notes/2021.yml": NARRATIVE,
        "content/units/jia/2021-H1.md": STORY,
    }
    reviews = {"jia": VERIFIED, "yi": FINAL}
    for number, (unit, name) in enumerate(NAMES.items(), 1):
        folder = f"content/units/{unit}"
        files[f"{folder}/index.md"] = f"---\nunit: {unit}\nname: {name}\nregion: 示例市\nfictional: true\n---\n"
        files[f"{folder}/evidence/a.txt"] = f"附件 {unit}"
        names = {"unit": unit, "name": name, "number": number, "actual": f"{5 + number}.5"}
        gone = unit == "bing"
        more = WITHDRAWN if gone else reviews.get(unit, "")
        status = "withdrawn" if gone else "published"
        files[f"{folder}/2021.md"] = REPORT.format(period="2021", status=status, more=more, **names)
        before = REPORT.format(period="2020", status="published", more="", **names | {"actual": f"{4 - number}.25"})
        files[f"{folder}/2020.md"] = before.replace("38.5", "37.5").replace("19]", "18]")
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    digests = {
        key: hashlib.sha256(files[f"schemes/{key.replace('@', '/')}.yml"].encode()).hexdigest()
        for key in ("county@2021", "notes@2021")
    }
    seals = "".join(f"{key}: {digest}\n" for key, digest in digests.items())
    (root / "schemes/sealed.yml").write_text(seals, encoding="utf-8", newline="\n")
    return root


def build(root: Path) -> Path:
    """The built site."""
    done = run_mkdocs(root, "build", "--strict")
    assert done.returncode == 0, done.stderr[-3000:]
    return root / "site"


class Forger:
    """Changes files of a copy of a site; `hide` brings every digest in line with what was changed."""

    def __init__(self, site: Path, project: Path) -> None:
        self.site, self.project = site, project

    def read(self, path: str) -> str:
        """A text file of the site."""
        return (self.site / path).read_bytes().decode("utf-8")

    def write(self, path: str, text: str) -> None:
        """A text file of the site written."""
        (self.site / path).write_bytes(text.encode("utf-8"))

    def replace(self, path: str, before: str, after: str, count: int = 1) -> None:
        """Something in a text file changed."""
        text = self.read(path)
        assert before in text, (path, before)
        self.write(path, text.replace(before, after, count))

    def mark(self, path: str, kind: str, text: str, number: int = 0) -> None:
        """The visible text of a marked element of a page changed; `number` says which of them."""
        html = self.read(path)
        match = list(re.finditer(rf'<(\w+)[^>]*data-sp="{kind}"[^>]*>', html))[number]
        end = html.index(f"</{match[1]}>", match.end())
        self.write(path, html[: match.end()] + text + html[end:])

    def json(self, path: str, change: Callable[[Json], object]) -> None:
        """A JSON file changed."""
        whole = json.loads(self.read(path))
        change(whole)
        self.write(path, json.dumps(whole, ensure_ascii=False, indent=1) + "\n")

    def remove(self, path: str) -> None:
        """A file or folder removed."""
        target = self.site / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()

    def cell(self, table: str, before: str, after: str) -> None:
        """A text changed in a table, in all its forms."""
        for form in ("csv", "json"):
            if (self.site / f"data/{table}.{form}").exists():
                self.replace(f"data/{table}.{form}", before, after)
        if (self.site / f"data/{table}.xlsx").exists():
            self.workbook(f"data/{table}.xlsx", before, after)

    def workbook(self, path: str, before: str, after: str) -> None:
        """A text changed in a workbook, wherever it stands first."""
        parts: dict[str, bytes] = {}
        changed = False
        with zipfile.ZipFile(self.site / path) as book:
            for name in book.namelist():
                content = book.read(name)
                for old, new in ((before, after), (f"<v>{before}</v>", f"<v>{after}</v>")):
                    own = name.endswith("sharedStrings.xml") if old == before else "worksheets/" in name
                    if own and not changed and old.encode() in content:
                        content, changed = content.replace(old.encode(), new.encode(), 1), True
                parts[name] = content
        assert changed, (path, before)
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as book:
            for name, content in parts.items():
                book.writestr(name, content)
        (self.site / path).write_bytes(buffer.getvalue())

    def hide(self) -> None:
        """Every digest and size brought in line, every file that is gone or new taken off or put on its list."""
        self._hide_tables()
        self._hide_list("data/site.json", self.site, {"data", "sitemap.xml", "sitemap.xml.gz", "pagefind", "data.new"})
        self._hide_list("data/index.json", self.site / "data", {"index.json"})

    def hide_list(self) -> None:
        """The digests of the data's own list brought in line, and nothing read that may have lost its shape."""
        self._hide_list("data/index.json", self.site / "data", {"index.json"})

    def _there(self, path: str) -> bool:
        return (self.site / "data" / path).exists()

    def _hide_tables(self) -> None:
        def resources(package: Json) -> None:
            package["resources"] = [item for item in package["resources"] if self._there(item["path"])]
            for resource in package["resources"]:
                content = (self.site / "data" / resource["path"]).read_bytes()
                resource |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}

        def distributions(catalog: Json) -> None:
            for dataset in catalog["dcat:dataset"]:
                forms = [form for form in dataset["dcat:distribution"] if self._there(form["dcat:downloadURL"]["@id"])]
                dataset["dcat:distribution"] = forms
                for form in forms:
                    content = (self.site / "data" / form["dcat:downloadURL"]["@id"]).read_bytes()
                    form["dcat:byteSize"]["@value"] = str(len(content))
                    form["spdx:checksum"]["spdx:checksumValue"] = hashlib.sha256(content).hexdigest()

        self.json("data/datapackage.json", resources)
        self.json("data/catalog.jsonld", distributions)

    def _hide_list(self, path: str, folder: Path, leave: set[str]) -> None:
        def files(listing: Json) -> None:
            types = {item["path"]: item.get("type") for item in listing["files"]}
            names = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
            ordered = [name for name in types if name in names] + [name for name in names if name not in types]
            listing["files"] = []
            for name in ordered:
                if name.partition("/")[0] in leave:
                    continue
                content = (folder / name).read_bytes()
                item = {"path": name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": str(len(content))}
                kind = {"type": types.get(name) or "table"} if path.endswith("index.json") else {}
                listing["files"].append({**item, **kind})

        self.json(path, files)
