"""银行回盘: what the bank says of each payment, one row each (domain.md, 3.2, P5)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from assistance.banks import queries, rules, services
from assistance.banks.permissions import TAKE_ANSWERS
from assistance.banks.queries import Candidate
from assistance.banks.rules import SAID_WORDS, Said, Verdict
from assistance.banks.services.answers import Act
from ground.intake.kinds import Batch, Field, ImportKind, Total, Written, import_kind

OPEN_NUMBER, OPEN_AMOUNT = "银行尚无结果（笔）", "银行尚无结果（元）"
CAME_BACK = "这笔款项此前已成功入账，这次是成功后退票：导入后冲回入账，款项退回账户待重发。请核对银行的退款凭证"
LONGEST = 100


@import_kind("banks.answers", label="银行回盘", permission=TAKE_ANSWERS, order=60)
class Answers(ImportKind):
    says = "银行返回的代发结果，一笔一行，按附言编号认款；银行不返回附言的，按账号和金额认款。"
    noun = "笔"
    opens = "banks:answers"
    mending = (
        "银行的文件不要改动：可以先导入其余的行；这些行请向银行核实，取得新的回盘文件后再导入，"
        "已经入账的不会重复。"
    )
    undoing = "撤销后，这次入账的每一笔由冲正凭证冲回，原来的凭证和银行的回盘都保留，款项重新等待银行结果。"
    fields = (
        Field(
            "reference",
            "附言编号",
            longest=LONGEST,
            synonyms=("附言", "备注编号", "流水附言", "用途附言", "客户附言", "摘要"),
        ),
        Field(
            "account",
            "账号",
            longest=40,
            personal=True,
            synonyms=("收款账号", "卡号", "收款人账号", "银行账号", "账户"),
        ),
        Field(
            "name",
            "户名",
            longest=60,
            personal=True,
            synonyms=("收款人姓名", "收款户名", "姓名", "收款人"),
        ),
        Field("amount", "金额", "money", synonyms=("交易金额", "代发金额", "发生额", "金额（元）")),
        Field(
            "outcome",
            "处理结果",
            longest=LONGEST,
            synonyms=("交易结果", "处理状态", "交易状态", "状态", "结果", "代发结果", "返回码"),
        ),
        Field(
            "reason",
            "失败原因",
            longest=200,
            synonyms=("原因", "退票原因", "返回信息", "错误信息", "响应信息", "说明"),
        ),
        Field(
            "answered_on", "处理日期", "date", synonyms=("交易日期", "入账日期", "日期", "退票日期")
        ),
    )

    def begin(self) -> None:
        self._seen: dict[int, tuple[int, Said]] = {}
        self._contradicted: set[int] = set()
        self._words: dict[int, Any] = {}
        self._acts: list[Act] = []

    def totals(self) -> list[Total]:
        number, amount = queries.open_totals(self.organisation)
        found = [
            Total(OPEN_NUMBER, Decimal(number)),
            Total(OPEN_AMOUNT, amount),
        ]
        for word in SAID_WORDS.values():
            found += [
                Total(f"本次{word}（笔）", Decimal(0)),
                Total(f"本次{word}（元）", Decimal(0)),
            ]
        return found

    def examine(self, batch: Batch) -> None:
        candidates = self._candidates(batch)
        acts: list[Act | None] = [None] * len(batch.rows)
        amounts: dict[Said, list[Decimal]] = {one: [] for one in Said}
        closed: list[Decimal] = []
        for at in batch.good():
            acts[at] = self._act(batch, at, candidates[at])
        for act in acts:
            if act is None or act.line_id in self._contradicted:
                continue
            amounts[act.said].append(act.amount)
            if act.said is not Said.UNKNOWN and not act.is_back:
                closed.append(act.amount)
        for said, found in amounts.items():
            self._count(f"本次{SAID_WORDS[said]}", found)
        self._count("银行尚无结果", closed, sign=-1)
        batch.values["act"] = acts

    def _act(self, batch: Batch, at: int, one: Candidate | str | None) -> Act | None:
        """What a row does to the line that it means; None where it does nothing, which is said there."""
        values = batch.values
        hashed: str | None = values["hash"][at]
        key = "reference" if values["reference"][at] or not hashed else "account"
        if isinstance(one, str):
            batch.refuse(at, key, one)
            return None
        said = self._said(batch, at, one)
        if said is None:
            return None
        verdict, wrong, why = rules.judged(
            one.known if one else None, said=said, amount=values["amount"][at], account_hash=hashed
        )
        if one is None or verdict == Verdict.REFUSED:
            batch.refuse(at, key if wrong == "reference" else wrong, why)
            return None
        if not self._is_news(batch, at, key, one, said, verdict):
            return None
        self._seen[one.line_id] = (batch.rows[at], said)
        return Act(
            one.line_id,
            one.payment_id,
            one.known.amount,
            said,
            values["reason"][at] or values["outcome"][at] or "",
            values["answered_on"][at] or self.today,
            is_back=verdict == Verdict.BACK,
        )

    def _is_news(
        self, batch: Batch, at: int, key: str, one: Candidate, said: Said, verdict: Verdict
    ) -> bool:
        """Whether a row says of its payment what neither an earlier answer nor an earlier row has said."""
        if (first := self._seen.get(one.line_id)) is not None:
            self._again(batch, at, key, one.line_id, said, first)
            return False
        if verdict == Verdict.SAME:
            batch.leave(at)
            return False
        if verdict == Verdict.BACK and not one.is_sure:
            batch.refuse(at, key, "有几笔已成功的款项账号和金额都相同，请按附言编号回盘")
            return False
        if not self._is_on_a_day(batch, at, one):
            return False
        if verdict == Verdict.BACK:
            batch.warn(at, "outcome", CAME_BACK)
        return True

    def _candidates(self, batch: Batch) -> list[Candidate | str | None]:
        """Which line each row means, or the sentence that says why none: two statements."""
        values = batch.values
        values["hash"] = hashes = _hashes(values["account"])
        pairs = [rules.read_reference(one) if one else None for one in values["reference"]]
        named = queries.by_reference(self.organisation, {one for one in pairs if one})
        without = [at for at, one in enumerate(pairs) if one is None]
        by_account = queries.by_account(
            self.organisation, {hashed for at in without if (hashed := hashes[at])}
        )
        found: list[Candidate | str | None] = [named.get(one) if one else None for one in pairs]
        for at in without:
            amount, hashed = values["amount"][at], hashes[at]
            if hashed is None or amount is None:
                told = values["reference"][at]
                found[at] = (
                    "附言编号不是本系统代发文件里的编号，账号、金额也不全，认不出是哪一笔：请核对是不是别的文件的回盘"
                    if told
                    else "请填写附言编号，或账号和金额：按这一行认不出是哪一笔"
                )
            else:
                found[at] = _only_one(by_account.get((hashed, amount), []))
        self._learn({one.file_id for one in found if isinstance(one, Candidate)})
        return found

    def _learn(self, files: set[int]) -> None:
        if new := files - self._words.keys():
            self._words |= queries.words_of_files(new)

    def _said(self, batch: Batch, at: int, one: Candidate | None) -> Said | None:
        words, reason = batch.values["outcome"][at], batch.values["reason"][at]
        if not words and not reason:
            batch.leave(at)  # the bank has not answered yet
            return None
        own = self._words.get(one.file_id) if one else None
        said = rules.outcome_of(words or reason, own)
        if said is Said.PAID and words and reason and rules.tells_failure(reason):
            why = f"处理结果是成功，原因却写着“{reason[:30]}”，请向银行核实后改成一致"
            batch.refuse(at, "reason", why)
            return None
        if said is None:
            batch.refuse(
                at, "outcome", "看不出银行的处理结果：请在银行文件模板的回盘用语中补上这个说法"
            )
        return said

    def _again(
        self, batch: Batch, at: int, key: str, line: int, said: Said, first: tuple[int, Said]
    ) -> None:
        """The same payment a second time: nothing new, or a contradiction, and then neither row counts."""
        row, before = first
        if before == said:
            batch.leave(at)
            return
        self._contradicted.add(line)
        why = "与第{}行是同一笔款项，结果却不同，请向银行核实"
        batch.refuse(at, key, why.format(row))
        if row in batch.rows:
            batch.refuse(batch.rows.index(row), key, why.format(batch.rows[at]))

    def _is_on_a_day(self, batch: Batch, at: int, one: Candidate) -> bool:
        on = batch.values["answered_on"][at]
        if on is not None and one.sent_on is not None and not one.sent_on <= on <= self.today:
            batch.refuse(
                at, "answered_on", "处理日期应在送交银行之日与今天之间，请核对是不是旧的回盘"
            )
            return False
        return True

    def _count(self, what: str, amounts: Sequence[Decimal], sign: int = 1) -> None:
        self.gains[f"{what}（笔）"] += sign * len(amounts)
        self.gains[f"{what}（元）"] += sign * sum(amounts, Decimal(0))  # type: ignore[assignment]

    def write(self, batch: Batch, wanted: Sequence[int]) -> Written:
        """Kept for the end: money moves for all rows at once, and is taken back by entries, not removed."""
        acts = batch.values["act"]
        self._acts += [acts[at] for at in wanted]
        return Written()

    def finish(self, *, batch_id: int, created: int) -> None:
        if created:
            acts = [one for one in self._acts if one.line_id not in self._contradicted]
            services.take_answer(by=self.by, intake_id=batch_id, acts=acts)

    def take_back(self, *, batch_id: int, only_check: bool = False) -> int:
        if only_check:
            services.check_undoable(intake_id=batch_id)
            return 0
        return services.undo_answer(by=self.by, intake_id=batch_id, reason="撤销银行回盘导入")


def _hashes(accounts: Sequence[str | None]) -> list[str | None]:
    hashed = iter(queries.hashes_of_accounts("".join(one.split()) for one in accounts if one))
    return [next(hashed) if one else None for one in accounts]


def _only_one(candidates: list[Candidate]) -> Candidate | str | None:
    """The line that an account and an amount mean: the only one that waits, or the only one at all."""
    waiting = [one for one in candidates if not one.known.is_final]
    if len(waiting) == 1:
        return waiting[0]
    if not waiting and len({one.known.said for one in candidates}) == 1:
        return candidates[-1]._replace(is_sure=len(candidates) == 1)
    if candidates:
        return f"有{len(candidates)}笔账号和金额都相同的款项，请按附言编号回盘，或逐笔核实"
    return None
