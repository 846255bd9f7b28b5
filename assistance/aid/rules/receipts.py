"""What may be said about a receipt: who signed, who collected for whom, who handed out before whose eyes."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from assistance.aid.rules import REASON_LENGTH, check_text
from ground.kernel.errors import RuleBroken
from ground.kernel.identifiers import id_number
from ground.kernel.scanning import kinds_in

PERSON_LENGTH = 40
RELATION_LENGTH = 20


@dataclass(frozen=True)
class Proxy:
    """Who collected for somebody else (代领). The number is plain: sealed when it is written, never shown."""

    name: str
    relation: str
    id_no: str = field(repr=False)
    reason: str


@dataclass(frozen=True)
class Hands:
    """Who handed out (经办人), and who saw it (证明人)."""

    handed_by: str = ""
    witness: str = ""


def proxy_of(proxy: Proxy) -> Proxy:
    """The proxy as it is kept. Raises RuleBroken naming the field."""
    lines = {
        "proxy_name": ("代领人姓名", PERSON_LENGTH, proxy.name),
        "proxy_relation": ("代领人与收款人关系", RELATION_LENGTH, proxy.relation),
        "proxy_reason": ("代领原因", REASON_LENGTH, proxy.reason),
    }
    name, relation, reason = (
        check_plain_text(text, field=name_of_field, label=label, longest=longest)
        for name_of_field, (label, longest, text) in lines.items()
    )
    try:
        number = id_number(proxy.id_no)
    except RuleBroken as broken:
        raise RuleBroken(
            broken.code, f"代领人{broken.message}", fields={"proxy_id_no": broken.message}
        ) from None
    return Proxy(name, relation, number, reason)


def check_plain_text(
    text: str, *, field: str, label: str, longest: int, nothing_of: str = "个人号码"
) -> str:
    """A line of text that must be there, fit, and hold nobody's number (`nothing_of`, as it is said)."""
    plain = check_text(text, field=field, label=label, longest=longest)
    if kinds_in(plain):
        raise RuleBroken(
            f"{field}_personal",
            f"{label}里请不要写{nothing_of}",
            fields={field: "不要写个人号码"},
        )
    return plain


def hands_of(hands: Hands, *, needed: int, signers: Collection[str]) -> Hands:
    """Who handed out and who saw it: two different people where the local rule wants two."""
    handed_by = check_plain_text(
        hands.handed_by, field="handed_by", label="经办人", longest=PERSON_LENGTH
    )
    if not hands.witness.strip():
        if needed > 1:
            raise RuleBroken(
                "witness_missing",
                "现场发放须有两人：请填写证明人",
                fields={"witness": "不能为空"},
            )
        return Hands(handed_by)
    witness = check_plain_text(
        hands.witness, field="witness", label="证明人", longest=PERSON_LENGTH
    )
    if witness == handed_by:
        raise RuleBroken(
            "witness_same", "经办人和证明人须为两人", fields={"witness": "须与经办人不同"}
        )
    if witness in signers:
        raise RuleBroken(
            "witness_signed", "签收人不能为自己证明", fields={"witness": "须与签收人不同"}
        )
    return Hands(handed_by, witness)


def check_day(signed_on: date, today: date) -> None:
    if signed_on > today:
        raise RuleBroken(
            "signed_later", "签收日期不能晚于今天", fields={"signed_on": "不能晚于今天"}
        )


def check_takes_receipts(*, state: str, label: str) -> None:
    if state == "archived":
        raise RuleBroken("batch_archived", "批次已归档，回执不能再增减")
    if state not in {"sent", "settled", "complete"}:
        raise RuleBroken("batch_state", f"批次当前为“{label}”，发放入账后才能登记回执")


def check_to_sign(*, wanted: int, found: int, elsewhere: Collection[str], signed: int) -> None:
    """What is signed for is paid, and has no receipt yet."""
    if not wanted:
        raise RuleBroken(
            "nothing_to_sign", "请至少选择一笔缺回执的款项", fields={"payments": "未选择款项"}
        )
    if found != wanted:
        raise RuleBroken(
            "payment_unknown", f"有{wanted - found}笔款项不在这个批次中，请刷新后重新选择"
        )
    if elsewhere:
        raise RuleBroken(
            "payment_state",
            f"有款项当前为“{'、'.join(elsewhere)}”，已发放的款项才能登记回执：请刷新后核对",
        )
    if signed:
        raise RuleBroken(
            "receipt_exists", f"有{signed}笔已登记过回执；有误的请先作废原回执，再重新登记"
        )


def check_kind(*, is_bank: bool, kind: str, channels: Collection[str]) -> None:
    """A slip shows what a bank paid, a note of goods what was given in kind; the rest is signed."""
    if (kind == "slip") != is_bank:
        raise RuleBroken(
            "receipt_kind",
            "银行发放的款项以银行回单为回执" if is_bank else "现场发放的款项须由领取人签收",
            fields={"kind": "与发放方式不符"},
        )
    if kind == "goods" and set(channels) != {"goods_signed"}:
        raise RuleBroken(
            "receipt_kind",
            "实物签收单只用于实物签收的款项：现金请用签领表或屏幕签名",
            fields={"kind": "与发放方式不符"},
        )


def check_archiver(*, made_by: int, archiver: int) -> None:
    if archiver == made_by:
        raise RuleBroken("own_work", "制单人不能归档自己编制的批次，请由其他帮扶干部或财务人员归档")


def check_to_archive(*, state: str, label: str, open_: int) -> None:
    if state not in {"settled", "complete"}:
        raise RuleBroken("batch_state", f"批次当前为“{label}”，全部发放入账后才能归档")
    if open_:
        raise RuleBroken("returned_left", f"有{open_}笔银行退票还没有重发或放弃：办结后再归档")


def check_has_dossier(*, state: str, label: str) -> None:
    if state not in {"settled", "complete", "archived"}:
        raise RuleBroken("batch_state", f"批次当前为“{label}”，全部发放入账后才有卷宗")


def check_readable(types: Collection[str]) -> None:
    """A paper is a picture or a PDF, so that a dossier can hold it."""
    if any(one != "application/pdf" and not one.startswith("image/") for one in types):
        raise RuleBroken(
            "receipt_file",
            "回执只收照片和 PDF，请拍照或导出 PDF 后上传",
            fields={"pages": "须为照片或 PDF"},
        )


def archive_reason_of(reason: str, *, missing: int, longest: int) -> str:
    """With receipts missing a batch is archived for a reason; with all of them none is needed."""
    if not missing:
        return ""
    if not reason.strip():
        raise RuleBroken(
            "archive_reason_missing",
            f"还缺{missing}笔回执：请写明原因后归档，或先收齐回执",
            fields={"reason": "不能为空"},
        )
    return check_plain_text(reason, field="reason", label="缺回执原因", longest=longest)
