"""After the approvals: a spot check, what it finds, a family that asks what is kept about it.

The brief of June says nothing of this; who was drawn and what was found is made up.
"""

from datetime import date
from decimal import Decimal

from assistance.households.models import HardshipFile
from assistance.reviews import services as reviews
from assistance.reviews.models import Proposal, Review
from assistance.rights import services as rights
from assistance.rights.models import PersonRequest
from ground.kernel import clock
from runtime.story.scene import HAILI, place, who
from runtime.story.telling import Step

LEFT_OPEN = 2  # of the sample: the demo shows what still waits


def sample_drawn() -> None:
    """The lot is drawn in public; whoever kept a file may not look at it again."""
    round_ = reviews.draw_sample(
        by=who("approver"),
        organisation=who("approver").organisation,
        year=2008,
        seed="36 08 17 22",
        due_on=date(2008, 7, 10),
        strata="category",
        share=Decimal(30),
    )
    for review in round_.reviews.order_by("pk"):
        reviews.assign_review(by=who("approver"), review=review, reviewer=who("reviewer"))


def sample_looked_at() -> None:
    """One family's need has grown since May: it should stand in another class. The others stay."""
    drawn = list(Review.objects.open().select_related("file").order_by("pk"))
    grown = next(one for one in drawn if one.file.category == HardshipFile.Category.RELATIVE)
    others = [one for one in drawn if one != grown][:-LEFT_OPEN]
    for review in others:
        reviews.record_review(
            by=who("reviewer"),
            review=review,
            way=Review.Way.VISIT,
            result=Review.Result.STAYS,
            done_on=clock.today(),
            finding="入户核实，家庭情况与档案一致",
        )
    reviews.record_review(
        by=who("reviewer"),
        review=grown,
        way=Review.Way.VISIT,
        result=Review.Result.RECLASSIFY,
        done_on=clock.today(),
        category=HardshipFile.Category.DEEP,
        finding="家中老人新近住院，自付医药费增加，应按深度困难帮扶",
    )


def family_informed() -> None:
    reviews.inform_family(
        by=who("reviewer"),
        proposal=Proposal.objects.get(),
        informed_on=clock.today(),
        way=Proposal.Informed.VISIT,
    )


def access_asked() -> None:
    _ask(0, PersonRequest.Kind.ACCESS, "想看看单位和工会存了我家哪些材料，并复印一份。")


def access_granted() -> None:
    """The copy that is handed over is the answer."""
    rights.give_copy(
        by=who("union"),
        request=PersonRequest.objects.get(kind=PersonRequest.Kind.ACCESS),
        to="本人",
    )


def correction_asked() -> None:
    _ask(1, PersonRequest.Kind.CORRECT, "搬了家，住址和电话要改成新的。")


def _ask(nth: int, kind: PersonRequest.Kind, content: str) -> None:
    rights.receive_request(
        by=who("union"),
        file=HardshipFile.objects.filter(unit=place(HAILI)).order_by("pk")[nth],
        kind=kind,
        asked_by=PersonRequest.AskedBy.SELF,
        content=content,
        received_on=clock.today(),
        identity_seen=True,
    )


def steps() -> list[Step]:
    return [
        Step(
            "sample-drawn",
            date(2008, 6, 10),
            "当众抽取30%的在档家庭抽查，分派给没有经办过的同志",
            sample_drawn,
            by="approver",
            hour=10,
        ),
        Step(
            "sample-looked-at",
            date(2008, 6, 17),
            "抽查入户：一户应调整困难类别，其余相符，还有两户待查",
            sample_looked_at,
            by="reviewer",
            hour=15,
        ),
        Step(
            "family-informed",
            date(2008, 6, 19),
            "把拟调整的类别告知家庭，等待审批",
            family_informed,
            by="reviewer",
            hour=10,
        ),
        Step(
            "access-asked",
            date(2008, 6, 17),
            "一户职工申请查阅本人信息，核对证件后受理",
            access_asked,
            by="union",
            hour=16,
        ),
        Step(
            "access-granted",
            date(2008, 6, 20),
            "打印本人信息副本当面交付，查阅申请就此答复",
            access_granted,
            by="union",
            hour=10,
        ),
        Step(
            "correction-asked",
            date(2008, 6, 24),
            "另一户申请更正住址和电话，受理待办",
            correction_asked,
            by="union",
            hour=10,
        ),
    ]
