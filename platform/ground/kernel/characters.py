"""Chinese names read aloud, as people search for them by pinyin and by initials.

Traditional forms are folded first (`ground.kernel.folding`); a character without a reading is still
found by itself.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from pypinyin.constants import PINYIN_DICT


def _table(text: str, between: str) -> dict[str, list[str]]:
    entries = (entry.split(":") for entry in text.split())
    return {one: readings.split(between) for one, readings in entries}


# How a character is read as a surname, where its usual reading is another; both where both are heard.
_SURNAMES = _table(
    """
    曾:zeng 仇:qiu 单:shan 解:xie/jie 查:zha 盖:ge/gai 区:ou 任:ren 朴:piao/pu 翟:zhai/di 缪:miao 晁:chao
    乐:yue/le 员:yun 折:she 黑:he 繁:po 覃:qin/tan 召:shao 秘:bi 冼:xian 洗:xian 宓:mi/fu 能:nai 逄:pang 隗:wei/kui
    谌:chen/shen 宁:ning 纪:ji 过:guo 种:chong 祭:zhai 逯:lu 郇:xun/huan 訾:zi 佴:nai 褚:chu 重:chong 柏:bai/bo
    阚:kan 葛:ge 华:hua 牟:mou/mu 那:na 尉:wei/yu 石:shi 沈:shen 燕:yan 应:ying 句:gou 盛:sheng 相:xiang
    俞:yu 於:yu 呙:guo 幺:yao 么:yao 贾:jia 都:du 钭:tou 阙:que 隽:juan 车:che 叶:ye 吕:lv/lu 六:lu 陆:lu
    占:zhan 适:kuo 殷:yin 殖:shi 沙:sha 参:can 观:guan 干:gan 藏:zang 臧:zang 郗:xi/chi 哈:ha 奇:ji/qi 长:chang
    强:qiang 撒:sa 仉:zhang 弗:fei 难:ning 眭:sui 睢:sui 麻:ma 孔:kong 番:pan/fan 不:fou 费:fei/bi 曲:qu
    万:wan 阿:a 迟:chi 褶:zhe 薄:bo 卜:bu 给:ji 恽:yun 芮:rui 莘:shen/xin 佟:tong 忻:xin 瞿:qu 闫:yan 仝:tong
    """,
    "/",
)
_TWO_SURNAMES = _table(
    """
    欧阳:ou-yang 司马:si-ma 上官:shang-guan 诸葛:zhu-ge 东方:dong-fang 皇甫:huang-fu 尉迟:yu-chi 公孙:gong-sun
    慕容:mu-rong 令狐:ling-hu 长孙:zhang-sun 宇文:yu-wen 司徒:si-tu 司空:si-kong 夏侯:xia-hou 澹台:tan-tai
    万俟:mo-qi 单于:chan-yu 轩辕:xuan-yuan 赫连:he-lian 闻人:wen-ren 呼延:hu-yan 钟离:zhong-li 宗政:zong-zheng
    濮阳:pu-yang 淳于:chun-yu 太叔:tai-shu 申屠:shen-tu 公冶:gong-ye 仲孙:zhong-sun 鲜于:xian-yu 闾丘:lv-qiu
    南宫:nan-gong 独孤:du-gu 端木:duan-mu 西门:xi-men 百里:bai-li 东郭:dong-guo 拓跋:tuo-ba 完颜:wan-yan
    """,
    "-",
)
# Characters of given names that families read in more than one way.
_TWO_WAYS = _table(
    """
    乐:le/yue 晟:sheng/cheng 茜:qian/xi 朝:chao/zhao 行:xing/hang 长:chang/zhang 重:chong/zhong 阿:a 曾:zeng
    传:chuan 强:qiang 盛:sheng 朴:pu 都:du 俞:yu 参:shen/can 骁:xiao 睿:rui 炜:wei 昕:xin 奇:qi 率:shuai 见:jian
    薇:wei 翟:zhai 倩:qian 芮:rui 贾:jia 弹:tan 调:tiao/diao 藏:cang/zang 缪:miao 祭:ji 兴:xing 单:dan 陆:lu
    柏:bai/bo 葛:ge 燕:yan 相:xiang 术:shu 石:shi 车:che 谷:gu 亘:gen/xuan 谊:yi 垚:yao 尧:yao 圳:zhen 晖:hui
    """,
    "/",
)
MOST_WAYS = 4


def is_han(letter: str) -> bool:
    """Whether this is a Chinese character; rare ones of the later planes and of private use included."""
    return (
        "\u3400" <= letter <= "\u9fff"
        or letter >= "\U00020000"
        or letter == "〇"
        or "\ue000" <= letter <= "\uf8ff"
    )


def surname_length(name: str) -> int:
    return 2 if len(name) > 2 and name[:2] in _TWO_SURNAMES else 1  # noqa: PLR2004


def read_aloud(name: str) -> Iterator[tuple[str, ...]]:
    """The ways to read a (simplified) name, as syllables without tones: usually one, at most four.

    ü is `v`, as it is typed. A character that no dictionary holds is left out.
    """
    syllables = []
    if surname_length(name) == 2:  # noqa: PLR2004
        syllables = [[one] for one in _TWO_SURNAMES[name[:2]]]
    elif name[:1] in _SURNAMES:
        syllables = [_SURNAMES[name[0]]]
    syllables += [found for one in name[len(syllables) :] if (found := _readings(one))]
    return islice(product(*syllables), MOST_WAYS)


@lru_cache(maxsize=20_000)
def _readings(letter: str) -> list[str]:
    if letter in _TWO_WAYS:
        return _TWO_WAYS[letter]
    first = PINYIN_DICT.get(ord(letter), "").split(",")[0]
    return [typed_pinyin(first)] if first else []


def typed_pinyin(text: str) -> str:
    """Pinyin as it is typed: small letters, no tones, ü as `v`: `Lǚ`, `LYU`, `lv` → `lv`."""
    bare = unicodedata.normalize("NFD", text.casefold())
    kept = "".join(one for one in bare if one == "\u0308" or not unicodedata.combining(one))
    plain = unicodedata.normalize("NFC", kept).replace("u:", "v").replace("ü", "v")
    return re.sub(r"\b([ln])yu", r"\1v", plain)  # as passports have it
