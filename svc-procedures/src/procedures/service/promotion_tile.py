"""What investment adds to the picture of the city: one figure, a mark for each project that calls for investors."""

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.city import CityFigure, Level, MapFeature, MapProperties, Words, point
from hueioc.clock import now
from hueioc.errors import Text
from procedures.queries import enquiries, projects
from procedures.schemas.projects import ProjectFilter
from procedures.states import ProjectStatus

PAGE = "/ops/investment"
OVERDUE = Text("Câu hỏi nhà đầu tư quá hạn", "Enquiries overdue")
ENQUIRIES_LATE = Text("Có câu hỏi của nhà đầu tư quá hạn", "An enquiry of an investor is overdue")


async def promotion_figure(session: AsyncSession) -> CityFigure:
    """Enquiries whose term has passed."""
    _, overdue = await enquiries.figures(session, now())
    level = Level.WARNING if overdue else Level.NORMAL
    return CityFigure(code="enquiries_overdue", label=Words.of(OVERDUE), value=overdue, unit="", level=level, href=PAGE)


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
