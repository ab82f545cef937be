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
    "too-deep": ("层次过深或数字过大", "nested too deep, or a number is too large"),
}


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
    faults: list[Fault] = field(default_factory=list)
