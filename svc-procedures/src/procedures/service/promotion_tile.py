"""What investment adds to the picture of the city: two figures, a mark for each project that calls for investors."""

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.city import CityFigure, Level, MapFeature, MapProperties, Words, point
from hueioc.clock import now
from hueioc.errors import Text
from procedures.queries import enquiries, projects
from procedures.schemas.projects import ProjectFilter
from procedures.states import ProjectStatus

PAGE = "/ops/investment"
CALLING = Text("Dự án kêu gọi đầu tư", "Projects calling for investors")
OVERDUE = Text("Câu hỏi nhà đầu tư quá hạn", "Enquiries overdue")
ENQUIRIES_LATE = Text("Có câu hỏi của nhà đầu tư quá hạn", "An enquiry of an investor is overdue")


async def promotion_figures(session: AsyncSession) -> list[CityFigure]:
    """Projects that call for investors, and enquiries whose term has passed."""
    calling = await projects.calling(session)
    _, overdue = await enquiries.figures(session, now())
    level = Level.WARNING if overdue else Level.NORMAL
    return [
        _figure("enquiries_overdue", OVERDUE, overdue, level),
        _figure("projects_calling", CALLING, calling, Level.NORMAL),
    ]


async def project_features(session: AsyncSession, limit: int) -> list[MapFeature]:
    """Published projects that call for investors and whose place is known."""
    rows = await projects.published(session, ProjectFilter(status=ProjectStatus.CALLING), limit)
    return [
        MapFeature(
            id=str(row.id),
            geometry=point(row.lat, row.lon),
            properties=MapProperties(
                kind="project",
                title=Words(vi=row.name_vi, en=row.name_en or row.name_vi),
                level=Level.NORMAL,
                at=row.updated_at,
                href=PAGE,
            ),
        )
        for row in rows
        if row.lat is not None and row.lon is not None
    ]


def _figure(code: str, label: Text, value: int, level: Level) -> CityFigure:
    return CityFigure(code=code, label=Words.of(label), value=value, unit="", level=level, href=PAGE)
