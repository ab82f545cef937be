"""The dialect: official texts come out as they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.prose.texts import document, drawn

NUMBER = '<span class="sp-number">{}</span> '


def one(text: str) -> str:
    return NUMBER.format("1.") + text


SIGNS = [
    "得分=60*0.95+40*0.9=93 分",
    "得分 = 60 * 0.95 + 40 * 0.9 = 93 分",
    "得分 60 *0.95+40* 0.9",
    "得分=权重*完成率*100",
    "得分 =权重 *完成率* 系数",
    "(a+b)*c*(d)",
    "（甲+乙）*0.6*（丙）",
    "2**3**4",
    "S=a**2+b**2",
    "138****1234 和 139****5678",
    "李*和王*、赵*明、钱*华",
    "张**、李**等 2 人",
    "注（*）和注（**）及（**）",
    "填写____，____，共____项",
    "文件 figure_1_total 和 a_b_c",
    "甲_乙_丙",
    "3~5 个，~~不划线~~，约~10",
    "#3办件和 #4 机组",
    "-3.5%，比上年低",
    "+3.5%",
    "1、甲",
    "（一）甲",
    "①甲",
    "1.5 倍",
    "A&B 公司",
    "C:\\图 \\甲",
    "D:\\_归档\\#1\\(新)\\a.doc",
    "C:\\Program Files\\_x",
    "\\\\服务器\\共享\\a.doc",
    "\\\\10.1.2.3\\d$\\_x",
    "__init__",
    "__name__和__doc__",
    "[[_TOC_]]",
    "甲 _3.5%_",
    "_a_ 和 __b__",
    "若 a<b 且 c>d",
    "x<y 时",
    "a<b and c>d",
    "P<p 值",
    "<甲公司>",
    ">60 分",
    ">= 60 分",
    ">＝60 分",
    "x < 3 且 y > 2",
    "[备注]: 说明",
    "[1] 见附件",
    "[^1]: 脚注",
    "脚注[^1]",
    "`未配对的反引号",
    "“引号”——破折号……",
    "￥100 @ $5 ^ | 竖线",
    "a\ue000b\ue001\ufffcc",
    "{.sp-score-link} {: id=__config }",
    "===",
    "2025. 12. 31",
    "+",
    ">",
    "1.",
    "a@b.cn",
    "www.gov.cn",
    "![图",
    "[甲](",
    "[甲] (乙)",
    "**",
    "甲****乙",
    "** 有空格 **",
    "***甲",
]


@pytest.mark.parametrize("text", SIGNS)
def test_signs_stay_signs(text: str) -> None:
    assert document(text).text.strip() == text
    assert "<em>" not in drawn(text)
    assert "<strong>" not in drawn(text)


EMPHASIS = {
    "**重点**工作": "<strong>重点</strong>工作",
    "**“重点”**工作": "<strong>“重点”</strong>工作",
    "工作**“重点”**。": "工作<strong>“重点”</strong>。",
    "抓好**“一网通办”**，**落实**责任": "抓好<strong>“一网通办”</strong>，<strong>落实</strong>责任",
    "完成**93**分": "完成<strong>93</strong>分",
    "**一、基本情况。**全年": "<strong>一、基本情况。</strong>全年",
    "**（一）资金**（续）": "<strong>（一）资金</strong>（续）",
    "*重点*": "<em>重点</em>",
    "（*重点*）": "（<em>重点</em>）",
    "_重点_ 和 __粗体__": "<em>重点</em> 和 <strong>粗体</strong>",
    "***重点***": "<em><strong>重点</strong></em>",
    "**甲*乙**": "<strong>甲*乙</strong>",
    "see *this* now": "see <em>this</em> now",
    "**-3.5%**": "<strong>-3.5%</strong>",
    "**{{ total }}**": "<strong>{{ total }}</strong>",
    "`60*0.95*2`": "<code>60*0.95*2</code>",
    r"\*甲\*": "*甲*",
    r"C:\\图\\_甲": "C:\\图\\_甲",
    r"\\\\服务器\\共享": r"\\服务器\共享",
    "_**重点**_": "<em><strong>重点</strong></em>",
}


@pytest.mark.parametrize("text", EMPHASIS)
def test_emphasis_is_emphasis(text: str) -> None:
    assert drawn(text) == f"<p>{EMPHASIS[text]}</p>"


OPERANDS = ["60", "0.95", "a", "(b)", "权重", "完成率", "（甲）", "95%"]


@given(st.lists(st.sampled_from(OPERANDS), min_size=2, max_size=6), st.sampled_from(["*", " * ", "**"]), st.booleans())
def test_no_product_loses_its_signs(operands: list[str], sign: str, lead: bool) -> None:
    """Between numbers, names and brackets a star is a star; a power stands between Latin signs only."""
    if sign == "**":
        operands = [operand for operand in operands if operand.isascii()] or ["2"]
    text = ("得分=" if lead else "") + sign.join(operands)
    assert document(text).text == text


BLOCKS = {
    # Numbers stay as typed, whatever stands between.
    "1. 甲\n\n说明。\n\n2. 乙": (
        f'<ol class="sp-typed"><li>{one("甲")}</li></ol><p>说明。</p>'
        f'<ol class="sp-typed"><li>{NUMBER.format("2.")}乙</li></ol>'
    ),
    "1. 甲\n3. 丙": f'<ol class="sp-typed"><li>{one("甲")}</li><li>{NUMBER.format("3.")}丙</li></ol>',
    "1986. 这一年": f'<ol class="sp-typed"><li>{NUMBER.format("1986.")}这一年</li></ol>',
    "01) 甲": f'<ol class="sp-typed"><li>{NUMBER.format("01)")}甲</li></ol>',
    "1. 甲\n\n2. 乙": f'<ol class="sp-typed"><li><p>{one("甲")}</p></li><li><p>{NUMBER.format("2.")}乙</p></li></ol>',
    # Right below a line.
    "主要做法如下：\n- 一是\n- 二是": "<p>主要做法如下：</p><ul><li>一是</li><li>二是</li></ul>",
    "主要做法如下：\n2. 二\n3. 三": (
        '<p>主要做法如下：</p><ol class="sp-typed">'
        f"<li>{NUMBER.format('2.')}二</li><li>{NUMBER.format('3.')}三</li></ol>"
    ),
    "如下：\n    - 一是": "<p>如下：</p><ul><li>一是</li></ul>",
    "如下：\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n后面。": (
        '<p>如下：</p><table><thead><tr><th scope="col">甲</th><th scope="col">乙</th></tr></thead>'
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table><p>后面。</p>"
    ),
    "1. 甲\n| 子 |\n|---|\n| 1 |\n2. 乙": (
        f'<ol class="sp-typed"><li>{one("甲")}</li></ol><table><thead><tr><th scope="col">子</th></tr></thead>'
        f'<tbody><tr><td>1</td></tr></tbody></table><ol class="sp-typed"><li>{NUMBER.format("2.")}乙</li></ol>'
    ),
    "- | 甲 |\n  |---|\n  | 1 |": (
        '<ul><li><table><thead><tr><th scope="col">甲</th></tr></thead>'
        "<tbody><tr><td>1</td></tr></tbody></table></li></ul>"
    ),
    # What stands inside.
    "1. 甲\n  - 子\n  - 丑\n2. 乙": (
        f'<ol class="sp-typed"><li>{one("甲")}<ul><li>子</li><li>丑</li></ul></li><li>{NUMBER.format("2.")}乙</li></ol>'
    ).replace("甲<ul>", "甲\n<ul>"),
    "3. 丙\n- 外层": f'<ol class="sp-typed"><li>{NUMBER.format("3.")}丙</li></ol><ul><li>外层</li></ul>',
    "- 甲\n  - 乙\n    - 丙": "<ul><li>甲\n<ul><li>乙\n<ul><li>丙</li></ul></li></ul></li></ul>",
    # Arithmetic across lines.
    "得分为 90\n+ 3\n- 5": "<p>得分为 90\n+ 3\n- 5</p>",
    # Rows are never cut.
    "|甲|乙|\n|---|---|\n|1|2|3|\n|4|": (
        '<table><thead><tr><th scope="col">甲</th><th scope="col">乙</th><td></td></tr></thead>'
        "<tbody><tr><td>1</td><td>2</td><td>3</td></tr><tr><td>4</td><td></td><td></td></tr></tbody></table>"
    ),
    "甲|乙\n:-:|-:\na\\|b|`c`": (
        '<table><thead><tr><th scope="col" class="sp-center">甲</th>'
        '<th scope="col" class="sp-right">乙</th></tr></thead>'
        '<tbody><tr><td class="sp-center">a|b</td><td class="sp-right"><code>c</code></td></tr></tbody></table>'
    ),
    # Indents make no code.
    "    四个空格": "<p>四个空格</p>",
    "\t制表符": "<p>制表符</p>",
    "　　全角缩进": "<p>　　全角缩进</p>",
    "```\n  a*b*c\n```": "<pre><code>  a*b*c\n</code></pre>",
    # Rules and titles.
    "正文写完了。\n---": "<p>正文写完了。</p><hr>",
    "第一行\n第二行\n---": "<p>第一行第二行</p><hr>",
    "基本情况\n----": '<h2 id="基本情况">基本情况</h2>',
    "## **一、基本情况**": '<h2 id="一-基本情况"><strong>一、基本情况</strong></h2>',
    "##一、基本情况": '<h2 id="一-基本情况">一、基本情况</h2>',
    "##　基本情况": '<h2 id="基本情况">基本情况</h2>',
    "## 甲 ##": '<h2 id="甲">甲</h2>',
    "## 甲{#A1}": '<h2 id="A1">甲</h2>',
    "## 甲 {: #A1 .wide }": '<h2 id="A1">甲</h2>',
    "## 甲 {.wide}": '<h2 id="甲-wide">甲 {.wide}</h2>',
    "## C#": '<h2 id="text-c">C#</h2>',
    "> 引文\n> 第二行": "<blockquote><p>引文第二行</p></blockquote>",
    # Lines.
    "比全年平均低\n4.7 个百分点": "<p>比全年平均低\n4.7 个百分点</p>",
    "全年完成投资，\n2025 年": "<p>全年完成投资，2025 年</p>",
    "甲完成。\n乙完成。": "<p>甲完成。<br>\n乙完成。</p>",
    "甲\n（二）乙\n二是丙\n①丁": "<p>甲<br>\n（二）乙<br>\n二是丙<br>\n①丁</p>",
    "路径 D:\\\n乙": "<p>路径 D:\\\n乙</p>",
    "甲  \n乙": "<p>甲<br>\n乙</p>",
    "　　甲\n　　乙": "<p>　　甲<br>\n　　乙</p>",
    "one\ntwo": "<p>one\ntwo</p>",
    # Addresses.
    "见 https://www.gov.cn/a(1)。后": (
        '<p>见 <a href="https://www.gov.cn/a(1)" rel="noopener">https://www.gov.cn/a(1)</a>。后</p>'
    ),
    "（https://a.cn/b）": '<p>（<a href="https://a.cn/b" rel="noopener">https://a.cn/b</a>）</p>',
    "**https://a.cn**": '<p><strong><a href="https://a.cn" rel="noopener">https://a.cn</a></strong></p>',
    "<a@b.cn>": '<p><a href="mailto:a@b.cn">a@b.cn</a></p>',
    "[一](a(1).pdf)": '<p><a href="a(1).pdf">一</a></p>',
    "![图](<e/图 1.png>)": '<p><img alt="图" src="e/图 1.png"></p>',
    "![图](e/图 1.png)": '<p><img alt="图" src="e/图 1.png"></p>',
    "[附件[1]](a.pdf)": '<p><a href="a.pdf">附件[1]</a></p>',
    "[![图](a.png)](b.pdf)": '<p><a href="b.pdf"><img alt="图" src="a.png"></a></p>',
    "[一](e/a\\_b.pdf)": '<p><a href="e/a_b.pdf">一</a></p>',
    "[`]`](a.pdf)": '<p><a href="a.pdf"><code>]</code></a></p>',
    # References.
    r"\{{ total }}": "<p>{{ total }}</p>",
    "`{{ total }}`": "<p><code>{{ total }}</code></p>",
    # HTML and its codes are text.
    "<b>粗</b>&nbsp;&lt;": "<p>&lt;b&gt;粗&lt;/b&gt;&amp;nbsp;&amp;lt;</p>",
}


@pytest.mark.parametrize("text", BLOCKS)
def test_blocks(text: str) -> None:
    assert drawn(text) == BLOCKS[text]


def test_a_text_is_read_alike_whatever_was_read_before() -> None:
    """The parser is made once and keeps nothing."""
    before = drawn("1. 甲\n- 乙 `a` [b](c.pdf)")
    document("> - ```\n![[[**")
    assert drawn("1. 甲\n- 乙 `a` [b](c.pdf)") == before
