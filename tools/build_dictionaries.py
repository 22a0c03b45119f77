"""Derive the parts of ``dictionaries/`` that come from packages; rows written by hand are kept.

    python tools/build_dictionaries.py reduplications places
    python tools/build_dictionaries.py ocr --corpora DIR      # needs clean text to prove that a row is safe
    python tools/build_dictionaries.py verify --corpora DIR   # count false alarms of every confusion
    python tools/build_dictionaries.py sort                   # sort and deduplicate what was edited by hand

Needs ``pip install jieba jionlp numpy`` (only their data files are read). A derived row is known by
its ``source``: running a command again replaces those rows and no others. Clean text is ``*.txt``
or ``*.txt.xz``, one sentence a line.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import lzma
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
DICTIONARIES = ROOT / "dictionaries"
sys.path.insert(0, str(ROOT))

from proofer.language.dictionaries import COLUMNS, Entry, load, wrong_in  # noqa: E402

Array = NDArray[np.int64]
JIEBA = "jieba (MIT)"
JIONLP = "jionlp (Apache-2.0)"
BOTH = "jieba (MIT), jionlp (Apache-2.0)"
GLYPHS = "look-alike table"
DERIVED = (JIEBA, JIONLP, BOTH, GLYPHS)

_HAN = re.compile(r"[一-鿿]+\Z")
PATTERNS = {
    "AABB": re.compile(r"(.)\1(?!\1)(.)\2\Z"),
    "ABB": re.compile(r"(.)(?!\1)(.)\2\Z"),
    "AAB": re.compile(r"(.)\1(?!\1)(.)\Z"),
    "ABAB": re.compile(r"(.)(?!\1)(.)\1\2\Z"),
}
# Names of people and places that a part-of-speech tag calls something else, fragments and
# misspellings.
_DROP = """
十十五五 会会议议 生生物物 产产品品 半半路路 么么唱唱 继继续续 继继存存 继继承承 继继绳绳 鬼鬼崇崇 白白朱朱
乾乾净净 乾乾翼翼 干干翼翼 兢兢乾乾 兢兢干干 殷殷田田 殷殷屯屯 得得活活 刮刮杂杂 失失慌慌 正正气气 巴巴爸爸
熠熠闪闪 行行色色 几几乎乎 稳稳固固 公公正正 事事物物 隐隐藏藏 孤孤独独 光光荣荣 正正确确 容容易易 勇勇敢敢
热热烈烈 严严格格 安安全全 稳稳定定 清清洁洁 圆圆满满 矮矮肥肥 深深刻刻 修修改改 风风韵韵 原原委委 平平定定
神神经经 乡乡镇镇 总总林林 纷纷洋洋 疯疯狂狂 悠悠闲闲 抖抖筛筛 阴阴沈沈 叮叮噹噹 灰灰濛濛 迷迷濛濛 匪匪翼翼
唯唯喏喏 涨涨跌跌 月月年年 益点点 第点点 双点点 点三三 俩双双 一九九 四三三 二一一 一六六 通嘻嘻 沈奕奕
准妈妈 子点点 智点点 衡点点 色妹妹 淫妹妹 兔妹妹 科学学 方向向 干部部 方慢慢 库喃喃 通喃喃 小穴穴 周纤纤
哑婆婆 留思思 能容容 丛团团 重名名 旧框框 来发发 淘票票 淘集集 一球球 罗诤诤 箫芳芳 狐闹闹 全舰舰 唯一一
双小小 苏小小 支小小 须一一 望多多 天笑笑 小彬彬 好漂漂 小鸡鸡 吃豆豆 亲姊姊 情哥哥 沙市市 津市市 北西西
北东东 好东东 加利利 密西西 江州州 西京京 黄原原 哈利利 那沙沙 南东东 大拜拜 小拜拜 墨黑黑 沈甸甸 暗沈沈
对鹏鹏 拼少少 溼漉漉 溼淋淋 乾瘪瘪 囍喜喜 活蹦蹦 干静静 娃哈哈 热得得 试想想 等你你 哆罗罗 齐戳戳 直愕愕
猪殃殃 兵哥哥 生毛毛 大本本 姑佬佬 密密的 贝贝网 朝朝盈 帕帕季 米米乐 钢钢网 民民贷 三三购 投投君 周周盈
季季鑫 行行贷 克克贷 二二熊 京京来 分分彩 芭芭拉 魍魍儿 曲曲折 实实在 冷冷青 当当网 对对碰 濛濛谷 呵呵哈
点点通 当当价 拍拍烧 招招制 招招沉 生生撑 深深房 深深宝 泡泡网 乖乖虎 背背佳 哈哈网 宝宝版 买买提 国国民
工工资 学学习 录录音 虫虫新 考考试 扮扮演 打打破 抗抗议 观观众 磨磨练 归归还 元元旦 贸贸然 真真假 鬼鬼祟
哗哗啦 佳佳艾 数数兼 恩恩不 溜溜严 笑笑生 踏踏看 狗狗网 言言殊 代代木 山山脉 山山谷 拉拉山 平平加 弄弄坪
南南西 南南东 北北东 北北西 加加林 喀喀湖 沱沱河 勒勒车 西西里 日日春 小小说 可可西 三三行 双双把 一一例
七七日 九九表 二二八 一一二 局局长 科科长 组组长 处处长 团团长 排排长 师师长 拍拍网 妹妹网 妹妹图 妹妹低
水水生 上上品 招招势 丫丫币 酷酷吧 酷酷贴 贴贴乐 缘缘堂 梭梭林 高高手 接接看 烘烘手 熟熟手 单单会 单单能
单单在 单单有 娘娘庙 密密缝 谈谈性 套套片 嗨嗨网 碗碗腔 钉钉子 洞洞装 一一记 一一对 一一分 零零发 四四二
演演看 变变看
"""
DROP = frozenset(_DROP.split())
_ABB_TAGS = frozenset(
    {"z", "n", "m", "mq", "d", "l", "i", "o", "y", "ns", "nz", "v", "j", "nt", "t"}
)
_AAB_TAGS = frozenset({"z", "v", "n", "i", "l", "m", "d", "q", "vn", "a", "nz", "o"})
# Parts of speech (jieba's tags) among which real words are found; the others are names.
TAGS = {"ABB": _ABB_TAGS, "AAB": _AAB_TAGS}


def rows_of(path: Path) -> tuple[list[str], list[str], dict[str, list[str]]]:
    """Return the comments, the header and the rows (by first cell) of a dictionary file."""
    comments: list[str] = []
    header: list[str] = []
    rows: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").split("\n") if path.exists() else []:
        if line.startswith("#"):
            comments.append(line)
        elif line and not header:
            header = line.split("\t")
        elif line:
            cells = line.split("\t")
            rows.setdefault(cells[0], cells)
    return comments, header, rows


def write(path: Path, rows: Iterable[list[str]], *, replace: bool = True) -> None:
    """Write rows sorted; with ``replace``, rows derived earlier go and rows written by hand stay and win."""
    comments, header, old = rows_of(path)
    kept = {key: row for key, row in old.items() if not replace or row[-1] not in DERIVED}
    merged = {row[0]: row for row in rows} | kept
    lines = [*comments, "\t".join(header or COLUMNS[path.parent.name][0])]
    lines += ["\t".join(merged[key]) for key in sorted(merged)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{path.relative_to(ROOT)}: {len(merged)} rows")


def data_of(package: str) -> Path:
    """Return the folder of an installed package without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        sys.exit(f"pip install {package}")
    return Path(spec.origin).parent


def jieba_words() -> dict[str, tuple[int, str]]:
    """Return the words of jieba's dictionary with frequency and part of speech."""
    lines = (data_of("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines()
    return {word: (int(count), tag) for word, count, tag in (line.split() for line in lines)}


def jionlp_lines(name: str) -> list[str]:
    """Return the lines of a data file of jionlp."""
    archive = zipfile.ZipFile(data_of("jionlp") / "dictionary" / f"{name}.zip")
    return archive.read(archive.namelist()[0]).decode().split("\n")


def jionlp_words() -> dict[str, int]:
    """Return jionlp's word list with counts."""
    return dict(
        json.loads(line) for line in jionlp_lines("word_distribution") if line.startswith('["')
    )


def reduplications() -> None:
    """Write AABB, ABB, AAB and ABAB words of both lists."""
    jieba, jionlp = jieba_words(), jionlp_words()
    rows = []
    for word in sorted(jieba.keys() | jionlp.keys()):
        if not _HAN.match(word) or word in DROP:
            continue
        pattern = next((name for name, shape in PATTERNS.items() if shape.match(word)), None)
        tag = jieba.get(word, (0, "-"))[1]
        if pattern is None or (pattern in TAGS and tag not in TAGS[pattern]):
            continue
        source = BOTH if word in jieba and word in jionlp else JIEBA if word in jieba else JIONLP
        rows.append([word, pattern, _why(word, pattern, jieba), source])
    for pattern in PATTERNS:
        write(
            DICTIONARIES / "reduplications" / f"{pattern.lower()}.tsv",
            [row for row in rows if row[1] == pattern],
        )


def _why(word: str, pattern: str, jieba: dict[str, tuple[int, str]]) -> str:
    stem = word[1:3] if pattern != "ABAB" else word[:2]
    if pattern == "AABB":
        return f"“{stem}”的重叠式，四个字缺一不可" if stem in jieba else "四字重叠词，缺一不可"
    if pattern == "ABAB":
        return f"“{stem}”的重叠式"
    if pattern == "ABB":
        return "数量词重叠" if word[0] in "一几" else "叠音后缀的三字词，本身完整"
    if word[2] in "的地然":
        return f"叠字“{word[:2]}”加“{word[2]}”"
    return "叠字起头的三字词，本身完整"


def places() -> None:
    """Write provinces and prefecture-level divisions with their short names."""
    rows: dict[str, list[str]] = {}
    for line in jionlp_lines("china_location"):
        cells = line.split("\t")
        depth = len(cells) - len(line.lstrip("\t").split("\t"))
        values = [cell.strip() for cell in cells if cell.strip()]
        if (
            depth > 1
            or len(values) != 3
            or values[0] in ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
        ):
            continue
        name, _, shorts = values
        category = "province" if depth == 0 else "prefecture"
        rows.setdefault(
            name, [name, category, "省级行政区" if depth == 0 else "地级行政区", JIONLP]
        )
        for short in shorts.split("/"):
            if len(short) > 1 and short != name:
                rows.setdefault(short, [short, category, f"“{name}”的简称", JIONLP])
    write(DICTIONARIES / "places" / "china.tsv", rows.values())


def idioms(least: int = 300) -> None:
    """Write the idioms that jionlp counted at least so often, except those that are a wrong form."""
    wrong = load().kind("confusions")
    known = rows_of(DICTIONARIES / "phrases" / "politics.tsv")[2]
    rows = []
    for line in jionlp_lines("chinese_idiom"):
        word, _, count = line.strip().partition("\t")
        if not 4 <= len(word) <= 8 or not _HAN.match(word) or int(count) < least:
            continue
        if word not in known and not any(True for _ in wrong_in(word, wrong)):
            rows.append([word, "成语", JIONLP])
    write(DICTIONARIES / "phrases" / "idioms.tsv", rows)


# Groups of characters that OCR takes for each other: shapes that differ by a stroke or a component.
LOOK_ALIKES = """
己已 末未 日曰 日目 人入 干千 干于 土士 天夭 大太 力刀 壮状 侯候 折拆 析折 拔拨 待侍 待特 持特 免兔 鸟乌
母毋 治冶 恩思 晨展 季李 季委 科料 孤狐 徒徙 徒陡 辨辩 辩辫 戊戌 崇祟 券卷 券劵 今令 住往 住佳 住任 壁璧
竟竞 仑仓 问间 闻间 间同 真直 具且 阻组 阻祖 组祖 蓝篮 密蜜 塞寨 塞赛 遣遗 遣谴 贯贡 贯责 宣宜 历厉 圈图
圆图 圆园 商高 古占 西酉 名各 乎平 署暑 衷哀 衷衰 哀衰 茶荼 亨享 丁了 厂广 儿几 几凡 凡九 气乞 叉又 斤斥
户尸 毛手 牛午 巨臣 由田 由申 史吏 可司 白自 自目 电申 困因 因固 师帅 技枝 扬杨 扬场 场杨 枪抢 构购 构沟
购沟 权杈 村材 体休 代伐 仅权 他她 她地 他地 即既 却卸 印卬 劝动 功切 勤勒 励厉 厘厦 压庄 愿原 友反 受爱
叹汉 员贝 呈皇 否杏 含舍 含合 味昧 呜鸣 品晶 哑亚 喝唱 躁燥 噪躁 噪燥 澡操 围国 坏坯 怀坏 环坏 坚竖 垮跨
城域 堆推 推椎 幕慕 慕暮 墓幕 基墓 墨黑 复夏 外处 夺奋 奋奇 奖桨 浆桨 奸好 字学 宇字 守宁 官宫 害寄 寒塞
导异 尊遵 局屈 届居 层屋 履屡 覆履 岗岚 币市 布市 带滞 幅副 副福 幅福 年牛 幸辛 幻幼 序库 床庆 废度 庭延
廷延 廷庭 建健 键健 建键 张涨 涨胀 弘弛 驰弛 形型 彩采 征证 径经 微徽 快决 块快 忙忆 恕怒 急总 性姓 恢灰
患惠 情清 请情 请清 晴睛 情晴 精清 惊掠 愉偷 输偷 填镇 慎填 懂董 战占 托拖 执挂 护扩 扩矿 旷矿 扭纽 承永
承丞 抑仰 抓扒 投没 没设 投设 抗坑 报服 抱拘 抱抛 押抽 拍柏 拖施 施旅 拥佣 择泽 括活 活话 拾抬 挂桂 按接
挑桃 挖控 振震 损捐 授援 搏博 稿搞 摄慑 摸模 撤撒 播潘 收牧 攻政 放敌 故敌 效郊 效校 校较 数敷 斗头 斯期
新祈 方万 族旗 早旱 旷扩 昨咋 景影 暂智 曾会 朝潮 湖潮 术木 木本 术本 札礼 杂朵 条务 来米 板扳 极板 级极
果呆 架驾 栋拣 株珠 核该 根恨 根银 桥骄 检验 险检 棉绵 锦绵 植值 直值 概慨 次决 观欢 规现 观规 欧殴 步涉
武式 残浅 殷股 般股 般船 航船 母每 每海 永水 氷水 求永 江红 汇江 污汗 汽气 沙砂 河何 可河 油抽 沿治 注往
泰秦 洋详 洗冼 洞同 津律 流派 测侧 则测 济挤 农浓 消销 深探 渐惭 温湿 港巷 源原 源愿 滑骨 满瞒 漏露 演寅
漠模 激缴 邀激 灾火 灭火 炉护 炼练 练拣 热势 集焦 然燃 照昭 熔溶 煤媒 谋煤 谋媒 爆曝 片斤 版板 牌脾 物勿
独烛 狠狼 猛锰 主王 玉主 玩坑 理埋 班斑 瑞端 用甩 男另 界介 留溜 略络 疗辽 疫疲 病痛 症证 登澄 百白 的约
益盖 监蓝 盘盆 盟监 盟盖 相想 省看 眼限 着看 督替 矩短 码妈 研妍 破坡 确硝 碑牌 减碱 磨魔 示未 社杜 祝视
神袖 票栗 祸锅 离禽 秀季 私秋 秋秩 种钟 租组 秩铁 积织 称秤 程呈 稳隐 究穷 空室 窄穿 童章 竭揭 笔毫 第弟
等筹 答签 策荣 管营 箱籍 类粪 粉纷 糖塘 索素 紧坚 果累 繁敏 纪记 纯钝 纳讷 纵从 线钱 细佃 织识 职织 识职
终络 绍招 结洁 绝色 统绕 续读 绩债 责债 维准 推准 绿缘 录绿 编偏 遍编 遍偏 缩宿 网冈 罗岁 著署 美关 群郡
考老 者老 著者 耐射 耗耕 联取 肃萧 育盲 背肯 胆担 性胜 胡湖 能熊 脱说 致到 艰难 难滩 节苇 芽牙 英央 范苑
茂戊 若苦 药约 莱菜 落洛 蒙豪 蓄畜 薄簿 藏臧 虚虎 融隔 衔街 衡街 被彼 裁栽 载裁 装袋 要耍 览贤 触独 解懈
订计 认队 讨计 训川 议仪 讲进 许诈 论伦 访仿 评坪 诉拆 试式 诚城 成诚 成城 语悟 说悦 调谓 谈淡 象像 负贞
财材 败贩 货贷 质盾 贵贯 费贵 资贪 贸贺 赛寒 起赶 超越 趋趣 距矩 路略 踪综 转传 辅铺 辈辉 边过 迁迂 迈边
运远 近迎 还环 违连 速连 述迷 追迫 退迟 送选 适话 透诱 途涂 通涌 造遭 遇偶 那哪 部陪 都部 酬筹 酒配 重董
野墅 量童 针什 钢纲 铅沿 铜钢 铝铅 锋峰 蜂锋 锡踢 长张 门们 闭闲 阅阔 防妨 阳阴 际标 陈阵 降隆 院浣 随堕
雷需 露霞 青责 静净 面而 革草 须顺 预顶 项顶 项预 领颂 频烦 题提 提堤 颜额 凤风 饮饭 饱饰 香杳 马鸟 驻驼
验脸 魂魄 鲁鱼 鲜解 麦表 齐斋 贝见 员负 货资 贷资 价阶 件伴 任仕 伟传 优伏 优忧 优扰 何伺 你妳 使便 侵浸
促捉 保堡 信倍 倍培 债侦 停亭 偿赏 储诸 储偌 元无 先光 免勉 兑说 关天 典曲 养券 内肉 册删 再冉 冲仲 冻冰
凌陵 凝疑 出山 击山 划戈 列到 初刹 判刑 别则 制刷 刻刺 刺剌 前剪 剥录 割害 办为 加如 务分 劣务 努怒 劳荣
勇男 募幕 包句 北比 区医 升井 半平 协办 卓草 单车 南商 占点 卫工 厚原 厅斤 去云 参叁 双又 叔叙 取最 口日
召台 台合 右石 吉古 吊币 后启 向问 吨顿 听所 吸级 命合 和利 知如 咨资 哲誓 售焦 唯维 啦拉 喜嘉 器嚣 四西
回同 圾级 址扯 均匀 坐座 堂常 党堂 党常 境镜 墙塘 士上 上土 声产 壳売 多名 夜液 失矢 头买 实头 买卖 奏秦
套奎 妇扫 妈妇 始治 姻烟 娱误 婚昏 宅它 安要 完宪 宏宠 宗崇 定走 宝玉 审申 客容 家象 宾兵 寄奇 寻导 封到
将奖 少小 尘尖 尝赏 尤龙 层尽 属尾 岁多 岛鸟 崔催 川州 工王 左右 巧功 巩筑 己巳 已巳 市巾 帐账 帝常 平手
庆庄 店后 府俯 康庸 廉康 开井 弃奔 式代 弥称 强张 归旧 当富 彻切 彻砌 得碍 徐途 循盾 心必 志忘 忠患 忽怱
怎作 恒桓 恶悉 悲愁 惯贯 愈俞 意音 感惑 慢漫 慧惠 戏戎 成戍 我找 戒戎 或成 截载 房户 扁遍 打扛 扎礼 批抵
择译 抚扰 拆析 拒柜 招拓 拜排 拟似 指脂 挥辉 挽晚 据居 捷提 掌堂 排徘 掘握 掩淹 描猫 插捕 摊滩 撑掌 擦察
支文 改政 救教 整警 敢取 散撒 敬警 斜科 断继 日月 旨首 旬句 昌冒 明朋 易晃 星是 显晃 晚晓 普晋 暖缓 援缓
暗音 更便 最景 月用 有友 朗郎 望里 期其
"""


def sort_all() -> None:
    """Sort and deduplicate every file."""
    for path in sorted(DICTIONARIES.rglob("*.tsv")):
        write(path, (), replace=False)


class Corpus:
    """Clean text as an array of code points, to find thousands of strings in one pass."""

    def __init__(self, folder: Path) -> None:
        files = sorted([*folder.glob("*.txt"), *folder.glob("*.txt.xz")])
        texts = [
            (
                lzma.decompress(file.read_bytes()) if file.suffix == ".xz" else file.read_bytes()
            ).decode()
            for file in files
        ]
        units = np.frombuffer("\n".join(texts).encode("utf-32-le"), dtype=np.uint32)
        self.units = np.where(units > 0xFFFF, 0xFFFD, units).astype(np.uint16)
        self.text = self.units.tobytes().decode("utf-16-le", "replace")

    def find(self, strings: Iterable[str]) -> dict[str, list[int]]:
        """Return where each string (two characters or more) begins."""
        found: dict[str, list[int]] = {string: [] for string in strings}
        heads: dict[str, list[str]] = {}
        for string in found:
            heads.setdefault(string[:4], []).append(string)
        for start, names, index, places in self._heads(heads):
            for name, place in zip(index, places, strict=True):
                for string in heads[names[name]]:
                    if self.text.startswith(string, start + int(place)):
                        found[string].append(start + int(place))
        return found

    def count(self, strings: Iterable[str]) -> Counter[str]:
        """Return how often each string of two to four characters occurs."""
        counts: Counter[str] = Counter()
        for _, names, index, _ in self._heads(strings):
            for name, count in zip(*np.unique(index, return_counts=True), strict=True):
                counts[names[name]] += int(count)
        return counts

    def _heads(self, heads: Iterable[str]) -> Iterator[tuple[int, list[str], Array, Array]]:
        """Yield, for each stretch of text: its start, the sorted heads, and which of them begins at which place."""
        by_size: dict[int, set[str]] = {}
        for head in heads:
            by_size.setdefault(len(head), set()).add(head)
        step = 4_000_000
        for size, group in by_size.items():
            names = sorted(group)
            keys = np.array([_packed(name) for name in names], dtype=np.uint64)
            for start in range(0, len(self.units), step):
                part = self.units[start : start + step + size - 1].astype(np.uint64)
                grams = np.zeros(max(0, len(part) - size + 1), dtype=np.uint64)
                for offset in range(size):
                    grams = (grams << np.uint64(16)) | part[offset : offset + len(grams)]
                index = np.minimum(np.searchsorted(keys, grams), len(keys) - 1)
                places = np.nonzero(keys[index] == grams)[0]
                yield start, names, index[places], places


def _packed(string: str) -> int:
    value = 0
    for character in string:
        value = value << 16 | ord(character)
    return value


# How often a word must occur in clean text to be worth rows of its own, by its length.
FREQUENT = {2: 700, 3: 200, 4: 400}
# How often two halves may meet by chance in the clean text (54 million characters) and still be a
# row: what never occurs there although its halves are common may well occur in the next million.
CHANCE = 0.1


def look_alikes() -> dict[str, set[str]]:
    """Return each character with those that it is taken for."""
    pairs: dict[str, set[str]] = {}
    for group in LOOK_ALIKES.split():
        for character in group:
            pairs.setdefault(character, set()).update(set(group) - {character})
    return pairs


def ocr(corpora: Path) -> None:
    """Write misreadings of frequent words that never occur in clean text."""
    corpus, shipped = Corpus(corpora), load()
    known = {
        word
        for word in jieba_words().keys() | jionlp_words().keys() | set(_idioms())
        if _HAN.match(word)
    }
    known.update(
        *(shipped.kind(kind) for kind in ("terms", "phrases", "names", "places", "reduplications"))
    )
    by_hand = {
        term: entry for term, entry in shipped.kind("confusions").items() if entry.source != GLYPHS
    }
    misread = _misread(known, corpus.count({word for word in known if len(word) in FREQUENT}))
    seen = corpus.count(misread)
    chance = _chances(corpus, misread)
    kept: dict[str, list[str]] = {}
    for wrong in sorted(misread, key=len):
        best = sorted(misread[wrong], reverse=True)[:3]
        if (
            chance[wrong] > CHANCE
            or seen[wrong]
            or not _pieces(wrong).isdisjoint(kept)
            or any(True for _ in wrong_in(wrong, by_hand))
        ):
            continue
        if not any(True for _, word, _ in best for _ in wrong_in(word, by_hand)):
            words = dict.fromkeys(word for count, word, _ in best if count * 50 >= best[0][0])
            kept[wrong] = [wrong, "|".join(words), "", best[0][2], GLYPHS]
    write(DICTIONARIES / "confusions" / "ocr.tsv", kept.values())


def _misread(known: set[str], counts: Counter[str]) -> dict[str, list[tuple[int, str, str]]]:
    """Return what no dictionary knows but looks like a frequent word: to frequency, word and reason."""
    pairs = look_alikes()
    misread: dict[str, list[tuple[int, str, str]]] = {}
    for word in known:
        if len(word) not in FREQUENT or counts[word] < FREQUENT[len(word)]:
            continue
        for at, right in enumerate(word):
            for wrong in pairs.get(right, ()):
                string = word[:at] + wrong + word[at + 1 :]
                if string not in known:
                    reason = f"“{right}”与“{wrong}”形近"
                    misread.setdefault(string, []).append((counts[word], word, reason))
    return misread


def _chances(corpus: Corpus, strings: Iterable[str]) -> dict[str, float]:
    """Return how often the two halves of each string should meet by chance, at the worst place to split it."""
    halves = {
        string: [(string[:at], string[at:]) for at in range(1, len(string))] for string in strings
    }
    parts = {part for pairs in halves.values() for pair in pairs for part in pair}
    counts = Counter(corpus.text) + corpus.count(part for part in parts if len(part) > 1)
    size = len(corpus.text)
    return {
        string: max(counts[head] * counts[tail] / size for head, tail in pairs)
        for string, pairs in halves.items()
    }


def _pieces(string: str) -> set[str]:
    return {
        string[start:end]
        for start in range(len(string))
        for end in range(start + 2, len(string) + 1)
    }


def _idioms() -> Iterator[str]:
    return (line.split("\t")[0] for line in jionlp_lines("chinese_idiom") if line)


def verify(corpora: Path) -> None:
    """Print how often each confusion fires on clean text, the loudest first."""
    corpus = Corpus(corpora)
    entries = load().kind("confusions")
    places = corpus.find(entries)
    fires = {
        term: [at for at in places[term] if _fires(entry, corpus.text, at)]
        for term, entry in entries.items()
    }
    total = sum(map(len, fires.values()))
    print(
        f"{total} in {len(corpus.text):,} characters: {total / len(corpus.text) * 1e6:.2f} in a million"
    )
    for term in sorted(fires, key=lambda term: -len(fires[term])):
        if fires[term]:
            samples = (
                corpus.text[max(0, at - 5) : at + len(term) + 5].replace("\n", "⏎")
                for at in fires[term][:3]
            )
            print(
                len(fires[term]),
                term,
                "→",
                "|".join(entries[term].replacements),
                " / ".join(samples),
                sep="\t",
            )


def _fires(entry: Entry, text: str, at: int) -> bool:
    start = max(0, at - 12)
    return at - start in entry.occurrences(text[start : at + 24])


COMMANDS = {"reduplications": reduplications, "places": places, "idioms": idioms, "sort": sort_all}
MEASURED = {"ocr": ocr, "verify": verify}


def main() -> None:
    """Run the named steps."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("steps", nargs="+", choices=[*COMMANDS, *MEASURED])
    parser.add_argument("--corpora", type=Path, help="folder of clean text for ocr and verify")
    arguments = parser.parse_args()
    for step in arguments.steps:
        if step in COMMANDS:
            COMMANDS[step]()
        elif arguments.corpora is None:
            parser.error(f"{step} needs --corpora")
        else:
            MEASURED[step](arguments.corpora)


if __name__ == "__main__":
    main()
