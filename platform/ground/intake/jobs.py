"""The long steps of an intake."""

from ground.intake import services
from ground.jobs.registry import job

rehearse = job("intake.rehearse", label="预演导入", limit_minutes=15)(services.rehearse)
commit = job("intake.commit", label="导入", limit_minutes=15)(services.commit)
undo = job("intake.undo", label="撤销导入", limit_minutes=15)(services.undo)
