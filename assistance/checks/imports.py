"""核对结果: what civil affairs wrote into the list, or a table of their own, one person a row."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q

from assistance.checks import queries, rules
from assistance.checks.events import CheckAnswersImported
from assistance.checks.models import CheckAnswer, CheckBatch, CheckPerson, CheckRequest
from assistance.checks.permissions import KEEP_CHECKS
from assistance.households.queries import hash_of_id
from ground.events.services import publish
from ground.intake.kinds import Batch, Field, ImportKind, Total, Written, import_kind
from ground.kernel import clock

FIGURES = {"dwelling": "不动产", "vehicle": "机动车", "business": "工商登记", "shares": "股权投资"}
ANSWERS, FINDINGS = "核对答复", "有发现"


@import_kind("checks.answers", label="核对结果", permission=KEEP_CHECKS, order=40)
class Answers(ImportKind):
    says = "核对机构填回的名单，一人一行，按身份证号或档案编号认人。空白的行视为还没有答复。"
    noun = "人"
    opens = "checks:list"
    fills_merged = True
    fields = (
        Field("file_no", "档案编号", longest=30, synonyms=("编号", "档案号", "家庭编号")),
        Field(
            "name", "姓名", "person", longest=40, personal=True, synonyms=("核对对象", "成员姓名")
        ),
        Field(
            "id_no",
            "身份证号",
            "id_number",
            personal=True,
            synonyms=("身份证号码", "公民身份号码", "证件号码", "身份证"),
        ),
        Field(
            "words",
            "核对结果",
            longest=rules.LONGEST_WORDS,
            synonyms=("核对情况", "结果", "查询结果", "核对意见", "反馈情况", "备注"),
            hint="例如：无异常；有车1辆、房产2套",
        ),
        *(
            Field(code, label, "number", least=0, most=999, synonyms=synonyms)
            for (code, label), synonyms in zip(
                FIGURES.items(),
                (
                    ("房产", "住房", "房屋套数", "房产套数"),
                    ("车辆", "车辆数", "机动车数量"),
                    ("工商", "经营实体", "市场主体"),
                    ("股权", "持股"),
                ),
                strict=True,
            )
        ),
        Field("answered_on", "核对日期", "date", synonyms=("答复日期", "反馈日期", "日期")),
    )

    def begin(self) -> None:
        self._seen: dict[int, tuple[int, Any]] = {}

    def totals(self) -> list[Total]:
        inside = CheckAnswer.objects.filter(
            person__request__file__unit__path__startswith=self.organisation.path
        )
        hits = inside.exclude(found={}).count()
        return [
            Total(ANSWERS, Decimal(inside.count()), "份"),
            Total(FINDINGS, Decimal(hits), "份"),
        ]

    def examine(self, batch: Batch) -> None:
        by_number, by_name, by_file = self._people(batch)
        values = batch.values
        people: list[CheckPerson | None] = [None] * len(batch.rows)
        readings: list[rules.Reading | None] = [None] * len(batch.rows)
        for at in batch.good():
            figures = {code: self._figure(values[code][at]) for code in FIGURES}
            words = values["words"][at]
            if words is None and all(number is None for number in figures.values()):
                batch.leave(at)  # nobody has answered yet
                continue
            person = self._person(batch, at, by_number, by_name, by_file)
            if person is None:
                continue
            read = rules.read_answer(words) if words else rules.Reading({})
            reading = rules.with_figures(read, figures)
            if self._is_refused(batch, at, person, reading):
                continue
            if reading.unsure:
                batch.warn(at, "words", "看不出是哪一类发现，按“其他发现”登记，由经办人核实")
            people[at], readings[at] = person, reading
            self.gains[ANSWERS] += 1
            self.gains[FINDINGS] += not reading.is_clear
        values["person"], values["reading"] = people, readings

    def _people(self, batch: Batch) -> tuple[dict[str, Any], dict[Any, Any], dict[str, Any]]:
        """Everybody asked about whom a row may mean, with their answers: two queries for a batch."""
        values, good = batch.values, batch.good()
        hashes = {hash_of_id(number) for at in good if (number := values["id_no"][at])}
        numbers = {values["file_no"][at] for at in good if values["file_no"][at]}
        said = Prefetch(
            "answers", CheckAnswer.objects.order_by("-pk").defer("words"), to_attr="said"
        )
        found = (
            CheckPerson.objects.filter(
                Q(member__id_hash__in=hashes) | Q(request__file__file_no__in=numbers),
                request__file__unit__path__startswith=self.organisation.path,
            )
            .select_related("request__batch", "request__file", "member", "consent")
            .prefetch_related(said)
            .order_by("pk")
        )
        by_number: dict[str, CheckPerson] = {}
        by_name: dict[Any, list[CheckPerson]] = {}
        by_file: dict[str, list[CheckPerson]] = {}
        latest: dict[str, int] = {}
        rows = _asked_last(found)
        for one in rows:  # of a family asked about more than once, the last request counts
            latest[one.request.file.file_no] = one.request_id
        for one in rows:
            number = one.request.file.file_no
            if one.request_id != latest[number]:
                continue
            if one.member is not None:
                by_number[one.member.id_hash] = one
            by_name.setdefault((number, one.name), []).append(one)
            by_file.setdefault(number, []).append(one)
        return by_number, by_name, by_file

    def _person(
        self,
        batch: Batch,
        at: int,
        by_number: dict[str, Any],
        by_name: dict[Any, Any],
        by_file: dict[str, Any],
    ) -> CheckPerson | None:
        """Whom a row means: by the ID number; else by file number and name, or the only one asked."""
        number, file_no = batch.values["id_no"][at], batch.values["file_no"][at]
        name = batch.values["name"][at]
        if number:
            found = by_number.get(hash_of_id(number))
            if found is None:
                batch.refuse(at, "id_no", "没有向核对机构问过这个人，请核对身份证号")
            elif file_no and found.request.file.file_no != file_no:
                batch.refuse(at, "file_no", "档案编号与身份证号不是同一家，请核对")
                return None
            return found
        if not file_no:
            batch.refuse(at, "id_no", "请填写身份证号，或档案编号和姓名")
            return None
        among = by_name.get((file_no, name), []) if name else by_file.get(file_no, [])
        if len(among) == 1:
            return among[0]  # type: ignore[no-any-return]
        why = (
            "这一家问了不止一人，请填写身份证号或姓名" if among else "核对名单里没有这一家或这个人"
        )
        batch.refuse(at, "file_no", why)
        return None

    def _is_refused(
        self, batch: Batch, at: int, person: CheckPerson, reading: rules.Reading
    ) -> bool:
        """Whether something speaks against taking the answer; the same answer again is left."""
        key = "id_no" if batch.values["id_no"][at] else "file_no"
        answer = queries.latest(person)
        on = batch.values["answered_on"][at]
        first, before = self._seen.setdefault(person.pk, (batch.rows[at], reading.found))
        is_again = first != batch.rows[at]
        if is_again and before != reading.found:
            batch.refuse(at, key, f"与第{first}行是同一人，结果却不同，请核对")
        elif is_again or (answer is not None and answer.found == reading.found):
            batch.leave(at)
        elif why := _closed(person, answer):
            batch.refuse(at, key, why)
        elif on is not None and not queries.answerable_from(person) <= on <= self.today:
            batch.refuse(at, "answered_on", "核对日期应在发出（授权）日期与今天之间")
        else:
            if answer is not None:
                batch.warn(at, "words", "与上次登记的答复不同，导入后以这一次为准")
            return False
        return True

    def _figure(self, value: Any) -> int | None:
        return None if value is None else int(value)

    def write(self, batch: Batch, wanted: Sequence[int]) -> Written:
        values, today = batch.values, clock.today()
        made = CheckAnswer.objects.bulk_create(
            CheckAnswer(
                person=values["person"][at],
                way=CheckAnswer.Way.IMPORTED,
                found=dict(values["reading"][at].found),
                words=values["words"][at] or "",
                answered_on=values["answered_on"][at] or today,
                recorded_by=self.by,
                recorded_on=today,
            )
            for at in wanted
        )
        return Written({CheckAnswer: [one.pk for one in made]})

    def finish(self, *, batch_id: int, created: int) -> None:
        if created:
            publish(CheckAnswersImported(intake_id=batch_id, answers=created))


def _asked_last(people: Iterable[CheckPerson]) -> list[CheckPerson]:
    """Of somebody who signed anew and was asked about again, the later row."""
    last = {(one.request_id, one.member_id or -one.pk): one for one in people}
    return list(last.values())


def _closed(person: CheckPerson, answer: CheckAnswer | None) -> str:
    """Why nothing more is taken about a person; empty where it is."""
    request = person.request
    if request.batch.state == CheckBatch.State.BUILDING:
        return "这一批核对还没有发出，请先发出名单"
    if request.state == CheckRequest.State.WITHDRAWN:
        return f"这一户已撤出核对：{request.withdrawn_why}"
    if queries.consent_gone(person):
        return queries.why_closed(person)
    if request.state in {CheckRequest.State.CLEAR, CheckRequest.State.CLEARED}:
        return "这一户的核对已经办结，结果却不同，请到该户页面核实"
    if answer is not None and request.state == CheckRequest.State.HIT:
        return "已按上次的答复办理，结果却不同，请到该户页面登记"
    return ""
