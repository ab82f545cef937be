"""What verification says, in Chinese and in English, and what it hands back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

WORDS: Mapping[str, tuple[str, str]] = {
    "differs": ("公布的是 {published}，应为 {expected}", "published as {published}, should be {expected}"),
    "declared": ("自称 {published}，计算结果是 {expected}", "declared as {published}, computed as {expected}"),
    "stated": ("填报 {published}，计算结果是 {expected}", "stated as {published}, computed as {expected}"),
    "step": ("算式 {formula} 的结果应为 {expected}", "the formula {formula} gives {expected}"),
    "last-step": ("计算过程的结果不是得分 {expected}", "the steps do not lead to the marks, {expected}"),
    "no-steps": ("有得分而没有计算过程", "there are marks and no steps that lead to them"),
    "unreadable": ("文件无法读取：{reason}", "the file cannot be read: {reason}"),
    "not-json": ("不是有效的 JSON：{reason}", "not valid JSON: {reason}"),
    "not-ours": ("不是本格式第 1 版的 {expected} 数据", "not data of the type {expected}, version 1 of the format"),
    "shapeless": (
        "数据的结构与格式不符，无法核对：{reason}",
        "not of the form that data has, and cannot be compared: {reason}",
    ),
    "no-key": ("缺少 {key}", "{key} is missing"),
    "extra-key": ("{key} 无从复算", "{key} cannot be recomputed from anything"),
    "rule-key": ("复算程序不认识参数 {key}", "verification does not know the parameter {key}"),
    "not-text": ("应为文字", "a text is expected"),
    "not-object": ("应为对象", "an object is expected"),
    "not-list": ("应为列表", "a list is expected"),
    "not-flag": ("应为 true 或 false", "true or false is expected"),
    "not-number": ("“{text}”不是数", "{text} is not a number"),
    "not-one-of": ("“{text}”不在允许的取值之中", "{text} is none of the possible values"),
    "digest": ("文件内容与目录中的校验码不符", "the content is not that of the digest in the index"),
    "bytes": ("公布的是 {published} 字节，应为 {expected}", "published as {published} bytes, should be {expected}"),
    "no-file": ("目录列有此文件，但文件不存在", "listed in the index, but there is no such file"),
    "extra-file": ("目录没有列出此文件", "not listed in the index"),
    "bad-path": ("不是数据文件夹内的路径", "not a path inside the data"),
    "misplaced": ("内容应放在 {expected}", "what it holds belongs to {expected}"),
    "twice": ("同一单位、方案、考核期的报告已有 {other}", "{other} is a report of the same unit, scheme and period"),
    "no-scheme": ("数据中没有方案 {scheme}", "the data has no scheme {scheme}"),
    "no-class": ("方案没有把单位 {unit} 列入任何类别", "no class of the scheme lists the unit {unit}"),
    "no-group": ("方案没有把单位 {unit} 列入比较的分组", "no group of the scheme lists the unit {unit}"),
    "not-carried": ("下层的 {key} 没有沿用", "{key} of the layer below are not kept"),
    "no-entry": ("指标 {indicator} 没有填报，也没有说明不适用", "{indicator} has no entry"),
    "no-method": ("复算程序不认识计分方法 {method}", "verification does not know the method {method}"),
    "not-allowed": ("方案不允许此项不适用", "the scheme does not allow it not to apply"),
    "out-of-range": ("得 {marks} 分，不在 0 至 {full} 分之间", "{marks} marks are not between 0 and {full}"),
    "no-value": ("缺少计分所需的 {key}", "{key}, which the marks rest on, is missing"),
    "not-in-list": ("“{name}”不在方案的列表中", "{name} is not in the scheme's list"),
    "no-row": ("方案的表中没有适用的一行", "no row of the scheme's table fits"),
    "no-result": ("算式 {formula} 没有结果", "the formula {formula} has no result"),
    "no-children": ("所辖单位都没有得分", "none of the units below has a score"),
    "no-ratio": ("数值 {value} 无法计算比值", "no ratio can be made with {value}"),
    "other-target": (
        "目标值 {published} 不是方案规定的 {expected}",
        "the target {published} is not the scheme's {expected}",
    ),
    "price": ("扣分 {published} 不是方案规定的 {expected}", "the price {published} is not the scheme's {expected}"),
    "exclusive": ("{one} 与 {other} 不得同时扣分", "{one} and {other} exclude each other"),
    "matter": ("{matter} 已在 {other} 申报加分", "{matter} is claimed under {other} as well"),
    "no-votes": ("没有有效票", "there is no valid vote"),
    "no-panel": (
        "{count} 个评委的分数不够，或者超出满分值",
        "{count} marks are too few, or one is too high",
    ),
    "outside-level": ("比例 {share} 不在等级的范围内", "the share {share} lies outside the level"),
    "no-units": ("目录没有列出 units.json，不是一份完整的数据", "the index lists no units.json: this is no whole data"),
    "no-site": (
        "数据没有列出站点的页面（site.json），页面无法核对；用当前版本重新生成站点",
        "the data does not list the pages of the site (site.json): build the site again with this version",
    ),
    "twice-listed": ("同一路径列了两次", "the path is listed twice"),
    "extra-page": ("数据没有列出此页面", "a page that the data does not list"),
    "no-data-of-page": ("数据中没有与此页面对应的内容", "the data has nothing that this page shows"),
    "no-page-of-data": ("{data} 没有页面，或页面没有标记", "{data} has no page, or one without marks"),
    "no-mark": ("页面没有标记 {mark}", "the page has no mark for {mark}"),
    "printed": (
        "{what}：页面上是“{printed}”，数据中是 {expected}",
        "{what}: printed as “{printed}”, the data has {expected}",
    ),
    "not-printed": ("页面上没有数据中的文字“{text}”（{place}）", "the page does not have the text “{text}” of {place}"),
    "no-layer": ("页面没有 {layer} 一层的得分", "the page has no scores of the layer {layer}"),
    "not-leading": ("最前面的得分不是 {layer} 一层的", "the scores that come first are not those of the layer {layer}"),
    "other-layer": ("页面上的得分“{printed}”不属于数据中的任何一层", "“{printed}” is of no layer of the data"),
    "not-in-ranking": ("报告不在任何得分与名次表中", "the report is in no ranking table"),
    "no-report-of-row": ("表中一行“{printed}”没有对应的报告", "the row “{printed}” leads to no report of the data"),
    "number-of-withdrawn": ("已撤回的报告仍显示数字：{printed}", "a number of a withdrawn report is shown: {printed}"),
    "no-table": ("没有内容相同的 {twin}", "there is no {twin} with the same content"),
    "twin": (
        "第 {row} 行“{column}”是“{cell}”，{twin} 中是“{other}”",
        "row {row}, “{column}” is “{cell}”, in {twin} “{other}”",
    ),
    "twin-size": ("行或列的数目与 {twin} 不同", "not as many rows or columns as in {twin}"),
    "row-differs": (
        "{whose}，“{column}”是“{cell}”，按数据应为“{expected}”",
        "{whose}: “{column}” is “{cell}”, from the data “{expected}”",
    ),
    "row-missing": ("缺少一行：{whose}", "a row is missing: {whose}"),
    "row-extra": ("多出一行：{whose}", "a row too many: {whose}"),
    "column-unknown": ("复算程序不认识“{column}”一列", "verification does not know the column {column}"),
    "word-differs": (
        "{whose}，“{column}”是“{cell}”，其他同类行是“{expected}”",
        "{whose}: “{column}” is “{cell}”, of all others alike “{expected}”",
    ),
    "described": (
        "{what}：{path} 记载的是 {published}，应为 {expected}",
        "{what} of {path}: {published}, should be {expected}",
    ),
    "source-differs": (
        "源文件 {path} 与数据记载的校验码不符",
        "the source file {path} is not the one of the digest in the data",
    ),
    "no-source": ("项目中没有源文件 {path}", "the project has no source file {path}"),
    "not-on-site": (
        "状态是 {status}，但站点的数据中没有",
        "its status is {status}, but the data of the site does not have it",
    ),
    "not-in-source": (
        "源文件 {path} 中没有数据中的“{text}”",
        "the source file {path} does not have “{text}”, which the data has",
    ),
    "seal-differs": ("方案 {scheme} 与封存的校验码不符", "the scheme {scheme} is not the one that was sealed"),
    "no-digest": ("校验码无效", "this is no digest"),
    "too-deep": ("层次过深或数字过大", "nested too deep, or a number is too large"),
}


UNCOVERED: Mapping[str, tuple[str, str]] = {
    "signature": (
        "数据、表格和页面被同样改动的，只有数字签名能发现",
        "what was changed alike in data, tables and pages; only a signature could show it",
    ),
    "words": (
        "正文、佐证材料、统计图表等没有标记的内容只与站点自己的校验码核对",
        "what bears no mark (prose, evidence, statistics, looks) is held against the site's own digests only",
    ),
    "rules": (
        "方案中不影响任何已公布得分的规定，只能与源文件核对",
        "rules of a scheme on which no published score depends can be held against its source only",
    ),
    "described": (
        "计算步骤的说明文字、数据目录里地址和标题以外的说明，只与站点自己的校验码核对",
        "words of steps, and all but addresses and titles in what describes tables, have the site's own digests only",
    ),
    "search": ("搜索索引和站点地图没有核对", "the search index and the site map are not compared"),
    "history": (
        "首次公开、最近更正的日期来自 git，只在各表之间核对",
        "the days of publication and correction come from git and are compared between tables only",
    ),
    "project": (
        "没有与来源核对；加 --project 与项目的源文件和封存的方案核对",
        "sources were not compared; --project DIR holds them against the files and seals of the project",
    ),
    "project-mark": (
        "项目与站点被同样改动的，只有 git 的提交记录和数字签名能发现",
        "what was changed alike in the project and the site; only commits and signatures could show it",
    ),
    "unsealed": ("方案 {schemes} 没有封存，无从核对", "the schemes {schemes} are not sealed"),
    "tables": ("数据文件夹中没有表格", "the folder of the data has no tables"),
    "pages": (
        "只给出了数据文件夹，页面没有核对；改为给出站点文件夹",
        "pages were not compared, as only the folder of the data was given; give that of the site",
    ),
}
"""What a verification did not cover."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the file, the place in it (a JSON Pointer), what, and the arguments of the sentence."""

    file: str
    place: str
    code: str
    args: Mapping[str, str] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """The sentence with its place, in `zh…` or in English."""
        template = WORDS[self.code][0 if language.startswith("zh") else 1]
        return f"{self.file}{'#' if self.place else ''}{self.place}: {template.format_map(self.args)}"

    def data(self, language: str) -> dict[str, object]:
        """The fault as plain data for JSON."""
        template = WORDS[self.code][0 if language.startswith("zh") else 1]
        said = template.format_map(self.args)
        return {"file": self.file, "place": self.place, "code": self.code, "message": said, "args": dict(self.args)}


class Refused(Exception):  # noqa: N818 - an answer about data, not an error of the program
    """Raised where something cannot be read or recomputed; the fault says what and where."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


@dataclass
class Verdict:
    """What came of it."""

    reports: int = 0
    numbers: int = 0
    """How many published numbers were computed again and compared."""
    pages: int = 0
    """How many pages were read."""
    uncovered: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """What was not covered: keys of `UNCOVERED` with the arguments of their sentences."""
    faults: list[Fault] = field(default_factory=list)

    def uncovered_words(self, language: str) -> list[str]:
        """What was not covered, in sentences."""
        index = 0 if language.startswith("zh") else 1
        return [UNCOVERED[code][index].format_map(args) for code, args in self.uncovered.items()]
