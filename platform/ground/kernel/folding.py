"""Traditional and full-width forms folded into plain ones; names freed of what copying left in them.

Only what names and the words of forms are made of: this folds for finding and comparing, it does not
convert texts. A character that the table does not hold stays what it is.
"""

import re
import unicodedata

_PAIRS = """
張张 陳陈 劉刘 楊杨 黃黄 趙赵 吳吴 孫孙 馬马 許许 鄭郑 謝谢 韓韩 馮冯 鄧邓 葉叶 蕭萧 蔣蒋 賈贾 鄒邹 陸陆 蘇苏 盧卢
鍾钟 鐘钟 錘锤 譚谭 閻阎 閆闫 羅罗 龍龙 賀贺 顧顾 龔龚 萬万 錢钱 湯汤 嚴严 華华 魯鲁 韋韦 畢毕 聶聂 莊庄 單单 歐欧
譽誉 樓楼 齊齐 喬乔 賴赖 駱骆 紀纪 項项 應应 塗涂 關关 鄺邝 麥麦 簡简 饒饶 貝贝 衛卫 繆缪 諶谌 藍蓝 車车 連连 儲储
闞阚 鄔邬 烏乌 鞏巩 諸诸 陰阴 陽阳 長长 東东 區区 寧宁 邊边 滿满 權权 榮荣 幹干 岡冈 國国 偉伟 強强 軍军 傑杰 輝辉
紅红 麗丽 豔艳 艷艳 鳳凤 蘭兰 蓮莲 鳴鸣 學学 慶庆 興兴 貴贵 財财 寶宝 寳宝 銀银 鐵铁 鋼钢 銅铜 鋒锋 銳锐 錦锦 鈞钧
鎮镇 鉞钺 釗钊 銘铭 鏡镜 鑑鉴 鑒鉴 鍵键 錚铮 愛爱 億亿 義义 藝艺 憶忆 議议 豐丰 風风 進进 達达 運运 遠远 遷迁 選选
適适 遙遥 還还 過过 郵邮 為为 爲为 偽伪 維维 緒绪 練练 紹绍 經经 結结 統统 絹绢 綠绿 緣缘 編编 緯纬 縱纵 總总 績绩
織织 繼继 續续 純纯 紋纹 細细 終终 紓纾 綸纶 綺绮 綿绵 絢绚 綬绶 繡绣 紡纺 級级 約约 絲丝 線线 網网 緋绯 緻致 縈萦
纓缨 勝胜 勳勋 勛勋 勵励 勁劲 動动 勞劳 務务 協协 雲云 電电 靈灵 靜静 靚靓 韻韵 響响 頌颂 順顺 預预 領领 穎颖 頤颐
頓顿 願愿 顏颜 題题 額额 類类 飛飞 騰腾 駿骏 馳驰 驥骥 驍骁 騏骐 驊骅 駒驹 驕骄 騫骞 馭驭 驛驿 鵬鹏 鴻鸿 鶴鹤 鷹鹰
鸞鸾 鴛鸳 鴦鸯 鵑鹃 鵝鹅 鶯莺 鷺鹭 黨党 點点 齡龄 龜龟 亞亚 亙亘 來来 倫伦 傳传 儀仪 俠侠 優优 償偿 價价 僑侨 備备
內内 兩两 冊册 凱凯 劍剑 劃划 則则 剛刚 創创 劇剧 匯汇 卻却 厲厉 參参 叢丛 啟启 啓启 員员 問问 嘯啸 嚮向 園园 圓圆
團团 圖图 堅坚 報报 場场 塵尘 壯壮 壽寿 夢梦 奮奋 奪夺 婦妇 媽妈 嫻娴 嫺娴 嬋婵 嬌娇 孃娘 嬰婴 寬宽 審审 寫写 實实
將将 專专 尋寻 對对 導导 嶽岳 島岛 峯峰 嵐岚 嶺岭 嶸嵘 巖岩 巗岩 巒峦 帥帅 師师 帶带 幣币 幫帮 庫库 廣广 廳厅 彈弹
彥彦 後后 從从 徑径 復复 徵征 徹彻 恆恒 恥耻 悅悦 愷恺 憲宪 懷怀 懸悬 戀恋 戰战 戲戏 戶户 採采 揚扬 換换 擁拥 擇择
據据 擔担 攜携 敘叙 敵敌 數数 斂敛 斷断 於于 時时 晉晋 晝昼 暉晖 暢畅 曉晓 曄晔 曠旷 書书 會会 樸朴 條条 梟枭 棟栋
棲栖 楓枫 業业 極极 構构 槍枪 樂乐 標标 樑梁 樹树 橋桥 機机 檢检 檸柠 櫻樱 欄栏 歡欢 歲岁 歷历 曆历 歸归 殘残 氣气
決决 況况 淚泪 淨净 淵渊 淺浅 渾浑 湧涌 溈沩 溝沟 溫温 滄沧 滅灭 滬沪 漢汉 漣涟 漸渐 漁渔 潔洁 潛潜 潤润 澤泽 澗涧
濃浓 濟济 濤涛 濱滨 瀟潇 瀾澜 灃沣 灑洒 灘滩 灝灏 灣湾 災灾 煒炜 煥焕 煙烟 熱热 燁烨 燈灯 營营 燦灿 燭烛 爍烁 爐炉
爭争 爺爷 爾尔 牽牵 狀状 獅狮 獎奖 獨独 獲获 獻献 現现 琺珐 瑋玮 瑪玛 瑤瑶 瓊琼 瑩莹 璉琏 環环 璽玺 瓏珑 產产 畫画
異异 當当 發发 髮发 盜盗 盡尽 監监 盤盘 眾众 睜睁 矯矫 碩硕 礎础 礪砺 禍祸 禎祯 禕祎 禦御 禪禅 禮礼 禱祷 稈秆 種种
稱称 穀谷 穌稣 積积 穩稳 窪洼 窮穷 競竞 筆笔 節节 範范 築筑 篤笃 簽签 籌筹 籃篮 籬篱 糧粮 紮扎 縣县 罷罢 羥羟 翹翘
習习 聖圣 聞闻 聯联 聰聪 聲声 聽听 肅肃 腦脑 臉脸 膽胆 臨临 臺台 與与 舉举 舊旧 艦舰 艱艰 芻刍 莢荚 莖茎 莧苋 菸烟
萊莱 葦苇 蒼苍 蓀荪 蔭荫 蔔卜 蓋盖 蔥葱 蕓芸 蕘荛 薈荟 薊蓟 薑姜 薔蔷 薩萨 藥药 藹蔼 蘆芦 蘊蕴 蘋苹 蘿萝 處处 虛虚
號号 虧亏 蛻蜕 螢萤 蟬蝉 術术 衝冲 袞衮 裏里 裡里 補补 裝装 複复 襲袭 見见 規规 視视 親亲 覺觉 覽览 觀观 計计 討讨
訓训 記记 訪访 設设 訴诉 診诊 詔诏 詠咏 詢询 試试 詩诗 誠诚 話话 該该 詳详 誌志 認认 語语 說说 誦诵 調调 談谈 請请
諒谅 論论 諾诺 謀谋 謙谦 講讲 證证 識识 譜谱 譯译 護护 讀读 變变 讓让 讚赞 贊赞 豎竖 貞贞 負负 貢贡 責责 貿贸 費费
資资 賓宾 賜赐 賞赏 賢贤 質质 賦赋 購购 賽赛 贏赢 贛赣 趨趋 躍跃 軒轩 軟软 載载 較较 輔辅 輕轻 輪轮 輯辑 輸输 轄辖
轉转 轎轿 辦办 辭辞 辯辩 農农 這这 鄉乡 醫医 釋释 針针 鈴铃 鈺钰 鉅巨 鉛铅 鋪铺 錄录 錫锡 錶表 鍛锻 鎖锁 鎧铠 鏗铿
鐸铎 鑄铸 門门 閃闪 開开 閑闲 閒闲 間间 閔闵 閣阁 閏闰 閱阅 闊阔 闖闯 陣阵 隊队 階阶 際际 隨随 險险 隱隐 隸隶 雋隽
雖虽 雙双 雛雏 雜杂 難难 霧雾 霽霁 頂顶 頡颉 頻频 顯显 飄飘 養养 餘余 館馆 驗验 體体 髙高 鬥斗 魚鱼 鮑鲍 鮮鲜 鯉鲤
鯤鲲 鱗鳞 鳥鸟 麼么 黙默 齋斋 齒齿 龐庞 喆哲 堃坤 昇升 陞升 羣群 崑昆 崙仑 菓果 鉄铁 仝同 甯宁 邨村 祐佑 谿溪 脩修
晳皙 櫆魁 煇辉 炤照 慤悫 翶翱 鼕冬 倖幸 祕秘 俻备 兒儿 凈净 彙汇 週周 遊游 薦荐 蠻蛮 賬账 趕赶 閩闽 陝陕 鄰邻 鎔镕
鎬镐 馱驮 鄖郧 瀋沈 瀏浏 衹只 懇恳 憫悯 樺桦 榿桤 璿璇 瓔璎 礫砾 祿禄 絨绒 綱纲 繪绘 罌罂 翬翚 聳耸 苧苎 藎荩 誼谊
諭谕 諧谐 謨谟 贇赟 軾轼 邁迈 鄴邺 釵钗 鈦钛 鋁铝 錕锟 鍥锲 鏈链 閎闳 闐阗 隴陇 颯飒 飭饬 駟驷 騅骓 鯨鲸 鴿鸽 鵰雕
鸝鹂
繫系 屬属 檔档 無无 療疗 離离 喪丧 帳账 傷伤 崗岗 廠厂 組组 紙纸 貧贫 係系 癥症 腫肿
癱瘫 別别 聾聋 啞哑 屆届 幾几 給给 繳缴 稅税 債债 損损 壞坏
"""
_SIMPLE = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})

_DEBRIS = re.compile(r"[(（]\s*[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńň\s]{1,20}\d?\s*[)）]", re.IGNORECASE)
_ROLE = re.compile(r"[(（](?:户主|本人)[)）]")
_NAME = re.compile(
    "[\u3400-\u9fff\U00020000-\U0003ffff〇\ue000-\uf8ff]+(?:[·.][\u3400-\u9fff]+)*|[A-Za-z][A-Za-z .'·-]*"
)
_DOTS = re.compile("[•‧・．∙●]")


def simplified(text: str) -> str:
    """Full-width and compatibility forms as plain ones, traditional characters of names as simplified."""
    return unicodedata.normalize("NFKC", text).translate(_SIMPLE)


def tidied_name(text: str) -> str:
    """A person's name without the blanks of justified columns and the `字(pinyin)` that web pages leave.

    `张 三` → `张三`, `仉(zhǎng)某` → `仉某`, `张三（户主）` → `张三`. The characters stay as they were
    written: traditional ones may be the person's own. Empty where it is no name.
    """
    plain = _DOTS.sub("·", unicodedata.normalize("NFKC", _DOTS.sub("·", text)))
    plain = _ROLE.sub("", _DEBRIS.sub("", plain)).strip()
    if not plain.isascii():
        plain = "".join(plain.split())
    return plain if _NAME.fullmatch(plain) else ""
