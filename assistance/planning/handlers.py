from assistance.planning import services
from ground.events import handles
from ground.events.events import DayBegan
from ground.jobs.events import JobEnded
from ground.jobs.models import Job


@handles(JobEnded)
def release_plan(ended: JobEnded) -> None:
    """Solving failed or was cancelled: the plan is a draft again."""
    if ended.kind == "planning.solve" and ended.state != Job.State.DONE:
        services.stop_solving(job_key=ended.job_key)


@handles(DayBegan)
def end_groups_of_last_year(day: DayBegan) -> None:
    """Plans begin on this day: what they follow has ended."""
    services.end_groups_before(on=day.on)
