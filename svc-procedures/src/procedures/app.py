"""Administrative procedures: the whole wiring on one screen."""

from hueioc.errors import Text
from hueioc.service import Service
from hueioc.views import ListView
from procedures import events
from procedures.consumers import CONSUMERS, ERASURE
from procedures.jobs import JOBS
from procedures.models import Base
from procedures.routes import enquiries, epidemic, projects
from procedures.seed import seed
from procedures.service import campaigns, project_documents
from procedures.settings import Settings
from procedures.views import epidemic as epidemic_views
from procedures.views import projects as project_views

service = Service(
    name="procedures",
    title=Text("Dịch vụ công", "Public services"),
    port=8106,
    settings=Settings,
    metadata=Base.metadata,
    routers=(projects.public, projects.ops, enquiries.public, enquiries.ops, epidemic.public, epidemic.ops),
    prefixes=(
        "/v1/procedures",
        "/v1/ops/procedures",
        "/v1/investment",
        "/v1/ops/investment",
        "/v1/epidemic",
        "/v1/ops/epidemic",
    ),
    events=(*events.PUBLISHED, ERASURE.answer),
    consumers=CONSUMERS,
    views=(project_views.PROJECT,),
    lists=(
        ListView(
            view=project_views.PROJECTS,
            dirty_on=("evt.procedures.project.",),
            render=project_documents.first_page,
        ),
        ListView(view=project_views.CHOICES, dirty_on=(), render=project_documents.choices, refresh_s=300),
        ListView(
            view=epidemic_views.STATE, dirty_on=("evt.procedures.campaign.",), render=campaigns.state, refresh_s=300
        ),
        ListView(view=epidemic_views.FIGURES, dirty_on=(), render=campaigns.figures, refresh_s=30),
    ),
    jobs=JOBS,
    documents=project_documents.rebuild,
    seed=seed,
)
