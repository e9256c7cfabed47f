/** Sums of a project as people in Vietnam say them: in billions of đồng, millions of dollars. Pure. */
const BILLION = 1_000_000_000;
const MILLION = 1_000_000;

export interface Range {
  min: number | null;
  max: number | null;
}

/** "1.525 – 2.000 tỷ đồng", one number where both ends are one, nothing where none is known. */
export function capitalText(range: Range, currency: 'VND' | 'USD', language: string): string {
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const unit = currency === 'VND' ? BILLION : MILLION;
  const ends = [...new Set([range.min, range.max].filter((end) => end !== null))];
  if (!ends.length) return '';
  const words = { VND: { vi: 'tỷ đồng', en: 'billion VND' }, USD: { vi: 'triệu USD', en: 'million USD' } };
  const said = ends.map((end) => format.format(end / unit)).join(' – ');
  return `${said} ${words[currency][language === 'en' ? 'en' : 'vi']}`;
}
