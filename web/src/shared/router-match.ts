/** Which page a path means. Pure. */
export interface Match<Name extends string> {
  name: Name;
  params: Record<string, string>;
}

export function matchPath<Name extends string>(
  table: Record<Name, string>,
  path: string,
): Match<Name> | null {
  const parts = split(path);
  for (const [name, pattern] of Object.entries(table) as [Name, string][]) {
    const wanted = split(pattern);
    if (wanted.length !== parts.length) continue;
    const params: Record<string, string> = {};
    const fits = wanted.every((piece, at) => {
      const part = parts[at] ?? '';
      if (!piece.startsWith(':')) return piece === part;
      params[piece.slice(1)] = part;
      return true;
    });
    if (fits) return { name, params };
  }
  return null;
}

function split(path: string): string[] {
  return path
    .split('/')
    .filter(Boolean)
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
}
