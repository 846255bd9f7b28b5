from ground.web.trail import say

say("story.step_told", "演示步骤")
