/** A fenced code block of a Markdown page. */
export interface CodeBlock {
  /** 1-based line of the opening fence. */
  line: number;
  code: string;
}

/**
 * The blocks of a page that are whole programs: fenced as `js` or `ts`. A fragment says so by
 * `js fragment`, and is not returned.
 */
export function programs(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { line: number; info: string; lines: string[] } | undefined;
  for (const [index, text] of markdown.split('\n').entries()) {
    const fence = /^```(.*)$/.exec(text);
    if (!fence) {
      open?.lines.push(text);
    } else if (!open) {
      open = { line: index + 1, info: fence[1]!.trim(), lines: [] };
    } else {
      if (open.info === 'js' || open.info === 'ts') {
        blocks.push({ line: open.line, code: open.lines.join('\n') });
      }
      open = undefined;
    }
  }
  return blocks;
}
