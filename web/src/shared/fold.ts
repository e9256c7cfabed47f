/** Search without diacritics: "Thuỷ Xuân" is found by "thuy xuan". */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/đ/g, 'd')
    .replace(/[\s-]+/g, ' ')
    .trim();
}
