import { THEMES, type Theme } from '../theme.js';

const { light, dark } = THEMES;

/** The colours of charts follow the page: SVG colours are attributes, which CSS overrides. */
const followTheme = (['ink', 'muted', 'line'] as const satisfies (keyof Theme)[])
  .flatMap((name) => [
    `svg [fill="${light[name]}"]{fill:var(--${name})}`,
    `svg [stroke="${light[name]}"]{stroke:var(--${name})}`,
  ])
  .join('\n');

const variables = (theme: Theme, panel: string, accent: string) =>
  `--ink:${theme.ink};--muted:${theme.muted};--line:${theme.line};--paper:${theme.paper};` +
  `--panel:${panel};--accent:${accent}`;

/** The report's style sheet: system fonts, one column, light or dark as the reader's system is. */
export const STYLE = `
:root{color-scheme:light dark;${variables(light, '#f6f7f9', '#2563b0')}}
@media (prefers-color-scheme:dark){:root{${variables(dark, '#1d222c', '#7db2f0')}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);
  font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","DejaVu Sans",Arial,sans-serif}
main{max-width:54rem;margin:0 auto;padding:3.5rem 1.5rem 5rem}
header{margin-bottom:2.5rem}
h1{font-size:2rem;line-height:1.2;letter-spacing:-.02em;margin:0 0 .4rem}
h2{font-size:1.25rem;line-height:1.3;letter-spacing:-.01em;margin:3rem 0 .9rem}
h3{font-size:1rem;margin:2rem 0 .6rem}
p{margin:0 0 1rem;max-width:42rem;text-wrap:pretty}
.subtitle{color:var(--muted);font-size:1.05rem;margin:0}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.75rem;margin:0 0 2rem}
.facts div{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:.8rem 1rem}
.facts dt{color:var(--muted);font-size:.8rem;line-height:1.4}
.facts dd{margin:.1rem 0 0;font-size:1.35rem;font-weight:600;letter-spacing:-.01em;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
figure{margin:0 0 1.5rem}
.drawing{overflow-x:auto}
.drawing svg{display:block;max-width:100%;height:auto}
figcaption{color:var(--muted);font-size:.875rem;margin-top:.5rem;max-width:42rem}
.scroll{overflow-x:auto;margin:0 0 1.5rem}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.42rem .9rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th,.right{white-space:nowrap}
th{color:var(--muted);font-weight:500;font-size:.82rem}
th:first-child,td:first-child{padding-left:0}
.right{text-align:right}.center{text-align:center}
pre{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:1rem 1.1rem;margin:0 0 1.5rem;
  overflow-x:auto;font:.78rem/1.2 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
footer{margin-top:4rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--muted);font-size:.82rem}
${followTheme}
@media print{main{max-width:none;padding:0}figure,table,pre{break-inside:avoid}}
`.trim();
