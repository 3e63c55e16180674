"""What follows when a fact is recorded? One file per consequence."""

from application.reactions.when_assignment_contested_tell_author import (
    when_assignment_contested_tell_author,
)
from application.reactions.when_office_reminded_tell_who_leads_it import (
    when_office_reminded_tell_who_leads_it,
)
from application.reactions.when_plan_approved_tell_executors import when_plan_approved_tell_executors
from application.reactions.when_plan_returned_tell_author import when_plan_returned_tell_author
from application.reactions.when_plan_submitted_ask_deciders import when_plan_submitted_ask_deciders
from application.reactions.when_report_settled_tell_who_sent_it import (
    when_report_settled_tell_who_sent_it,
)
from application.reactions.when_step_decided_ask_the_next import when_step_decided_ask_the_next

REACTIONS = (
    when_plan_submitted_ask_deciders,
    when_step_decided_ask_the_next,
    when_plan_returned_tell_author,
    when_plan_approved_tell_executors,
    when_assignment_contested_tell_author,
    when_report_settled_tell_who_sent_it,
    when_office_reminded_tell_who_leads_it,
)
