from ground.web.trail import say

say("story.step_told", "演示步骤")
say("installation.restored", "从备份恢复")
