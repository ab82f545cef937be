"""Invented prose of a usual range of words, so that an index of many reports is as large as a real one.

A sentence is one of a hundred patterns with things, places and numbers filled in. The names of villages and firms are
drawn from hundreds of characters, as it is rare words that make an index grow with the reports.
"""

import random

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林罗高梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
CHARACTERS = (
    "安白柏北碧滨彩沧草岑茶昌潮澄池赤川春翠大丹稻德堤殿东洞渡段鹅恩发法丰枫凤福甫阜港高根谷关光贵桂果海汉合和荷黑恒红虹洪"
    "湖花华怀环槐黄惠慧集吉济佳嘉坚涧建剑江蛟礁金津锦劲京景静镜九居菊巨军峻开康柯空口库宽魁坤昆兰岚蓝朗乐雷黎李丽利莲良"
    "两林临灵岭流柳龙隆鹿禄路麓伦罗洛骆绿麻马满茂梅美门孟米绵民明墨木牧南宁牛农暖磐盘沛蓬鹏坪平屏坡浦溪七栖齐奇旗启前茜"
    "桥秦青清晴庆琼丘曲泉群仁荣容榕瑞若三桑沙山杉珊善上韶社深沈升生圣盛石时士双水顺硕思松嵩苏穗孙索塔台太泰潭塘桃腾天田"
    "铁汀通桐铜头图湾万汪旺威微为维渭文汶瓮卧乌无吴五西希熙霞仙贤咸显香湘祥翔向象小晓孝新兴杏雄秀旭萱雪薰鸭崖雅烟延岩炎"
    "砚雁燕央杨阳瑶业叶一依宜义亦益逸银印英鹰永咏勇优尤油游有于余渔榆雨玉郁豫元园源远月岳云芸运泽樟长昭照肇哲珍真镇正政芝"
    "知直止志中众舟洲珠竹柱庄卓紫棕祖醉尊左佐"
)
PLACES = (
    "村",
    "镇",
    "乡",
    "社区",
    "街道",
    "新村",
    "片区",
    "园区",
    "工业园",
    "林场",
    "水库",
    "大道",
    "河段",
    "小区",
    "示范点",
    "合作社",
)
FIRMS = (
    "农业",
    "科技",
    "机械",
    "建材",
    "食品",
    "物流",
    "纺织",
    "电子",
    "新能源",
    "生物",
    "文旅",
    "化工",
    "医药",
    "装备制造",
)
_OFFICES_A = ("财政局", "审计局", "发展改革局", "教育局", "民政局", "人社局", "住建局", "交通运输局", "水利局")
_OFFICES_B = ("农业农村局", "林业局", "应急管理局", "市场监管局", "生态环境分局", "卫生健康局", "文化旅游局")
_OFFICES_C = ("统计局", "司法局", "退役军人事务局", "商务局")
OFFICES = _OFFICES_A + _OFFICES_B + _OFFICES_C
FIELDS = {
    "budget": (
        "全年预算安排{n}万元，实际支出{n}万元，预算执行率{p}%",
        "{office}按月通报支出进度，收回结余结转资金{n}万元",
        "专项资金实行专账核算、专款专用，未发现截留挪用",
        "政府采购计划{n}万元，实际节约{n}万元，节约率{p}%",
        "聘请第三方机构对{thing}开展事前绩效评估，核减预算{n}万元",
        "因项目前期手续未完备，{place}{thing}资金年底尚有{n}万元未支付",
        "会计核算规范，资产管理台账与实物核对一致",
        "债务风险总体可控，全年化解隐性债务{n}万元",
    ),
    "growth": (
        "{firm}投资{n}万元的{thing}在{place}建成投产",
        "规模以上工业增加值同比增长{p}%，高于全市平均水平",
        "新引进{firm}等{k}家企业，协议资金{n}万元",
        "固定资产投资同比增长{p}%，其中民间投资占{p}%",
        "招商引资到位资金{n}万元，完成年度目标的{p}%",
        "培育专精特新企业{k}家，{firm}获评省级企业技术中心",
        "社会消费品零售总额增长{p}%，进出口总额下降{p}%",
        "落实减税降费政策，为{k}户市场主体减免税费{n}万元",
    ),
    "farm": (
        "{place}建成高标准农田{n}亩，粮食播种面积稳定在{n}亩",
        "发展{thing}{n}亩，带动{place}{k}户农户增收",
        "{place}农村人居环境整治通过验收，卫生厕所普及率{p}%",
        "{place}集体经济收入超过{n}万元，成立合作社{k}个",
        "完成人工造林{n}亩，{place}补植补种{n}亩，成活率{p}%",
        "开展动物疫病强制免疫{k}次，免疫密度{p}%",
        "脱贫人口人均纯收入增长{p}%，无规模性返贫",
        "建设{place}至{place}灌溉渠道{k}公里，改善灌溉面积{n}亩",
    ),
    "people": (
        "城镇新增就业{n}人，失业人员再就业{k}人",
        "{place}小学新建教学楼投入使用，新增学位{n}个",
        "改造{place}老旧小区{k}个，加装电梯{k}部",
        "为{n}名困难群众发放补助{n}万元，社会化发放率{p}%",
        "{place}卫生院完成改扩建，家庭医生签约率{p}%",
        "组织技能培训{k}期，培训{n}人次，满意度{p}%",
        "{place}养老服务中心开放床位{k}张，入住率{p}%",
        "办理群众来信来访{k}件，按期办结率{p}%",
    ),
    "green": (
        "空气质量优良天数比例{p}%，细颗粒物浓度下降{p}%",
        "{place}断面水质稳定达到三类，黑臭水体整治完成{k}处",
        "关停{place}排放不达标企业{k}家，立案查处{k}件",
        "{place}生活垃圾分类覆盖率{p}%，无害化处理率{p}%",
        "落实河长制，巡河{n}次，清理{place}乱堆乱放{k}处",
        "单位生产总值能耗下降{p}%，{firm}完成清洁生产审核",
    ),
    "safe": (
        "排查安全隐患{n}处，整改{n}处，整改率{p}%",
        "{place}发生一般生产安全事故{k}起，已按规定调查处理",
        "对{firm}等{k}家企业开展安全生产专项检查",
        "开展{place}防汛演练{k}次，转移群众{n}人",
        "食品抽检合格率{p}%，查处假冒伪劣案件{k}件",
        "刑事案件立案数下降{p}%，命案现案全破",
    ),
    "office": (
        "{date}，{office}印发《{place}{thing}实施方案》（示{word}发〔{year}〕{k}号）",
        "{surname}某同志任组长，{office}、{office}等单位参加",
        "推进一网通办，{k}项高频事项实现跨区域办理",
        "主动公开政府信息{n}条，受理依申请公开{k}件，均按期答复",
        "召开专题会议{k}次，研究解决{place}{thing}用地问题",
        "{office}牵头建立工作台账，明确责任人和完成时限",
        "接受社会监督，邀请人大代表、政协委员视察{k}次",
    ),
}
_THINGS_A = ("道路改造", "供水管网", "污水处理厂", "标准化厂房", "产业路", "茶叶基地", "中药材", "油茶")
_THINGS_B = ("蔬菜大棚", "冷链物流", "光伏电站", "充电设施", "文化广场", "图书馆", "实训基地", "公交站台")
_THINGS_C = ("停车场", "电子商务中心", "加工车间", "数字平台", "生猪养殖", "柑橘种植", "水产养殖", "桥梁加固")
_THINGS_D = ("河道治理", "山塘整治", "校舍维修", "体育公园", "监测站", "应急仓库")
THINGS = _THINGS_A + _THINGS_B + _THINGS_C + _THINGS_D
LINKS = ("。", "。", "，", "；", "。同时，", "。此外，", "，其中", "。在此基础上，", "。截至年底，")


class Writer:
    """Writes invented sentences from one source of chance."""

    def __init__(self, chance: random.Random, year: str) -> None:
        self.chance, self.year = chance, year

    def name(self) -> str:
        """A name of two characters."""
        return "".join(self.chance.choices(CHARACTERS, k=2))

    def place(self) -> str:
        """A village, a park, a reservoir."""
        return self.name() + self.chance.choice(PLACES)

    def sentence(self, field: str) -> str:
        """One clause, filled in."""
        chance = self.chance
        made = chance.choice(FIELDS[field])
        while "{" in made:
            words = {
                "n": str(chance.randint(20, 9999)),
                "k": str(chance.randint(2, 99)),
                "p": f"{chance.uniform(1, 100):.1f}",
                "place": self.place(),
                "firm": f"{self.name()}{chance.choice(FIRMS)}公司",
                "thing": chance.choice(THINGS),
                "office": chance.choice(OFFICES),
                "surname": chance.choice(SURNAMES),
                "date": f"{chance.randint(1, 12)}月{chance.randint(1, 28)}日",
                "word": chance.choice(("政", "财", "发改", "办", "考")),
                "year": self.year,
            }
            start = made.index("{")
            end = made.index("}", start)
            made = made[:start] + words[made[start + 1 : end]] + made[end + 1 :]
        return made

    def paragraph(self, sentences: int) -> str:
        """Clauses of one field of work."""
        field = self.chance.choice(list(FIELDS))
        parts = [self.sentence(field)]
        for _ in range(sentences - 1):
            parts += [self.chance.choice(LINKS), self.sentence(field)]
        return "".join(parts) + "。"

    def paragraphs(self, count: int, sentences: int) -> str:
        """Paragraphs apart by empty lines."""
        return "\n\n".join(self.paragraph(sentences) for _ in range(count))
