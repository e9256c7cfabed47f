import type { Report, ReportSummary } from '../../shared/api/types';

/** A full report as the card shows it. */
export function summaryOf(report: Report): ReportSummary {
  return {
    ...report,
    category: report.category.name,
    photo: report.media[0] ?? null,
    rating: report.rating?.rating ?? null,
  };
}
