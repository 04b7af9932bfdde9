/** The two looks of every drawing. */
export type ThemeName = 'light' | 'dark';

/** The colours that differ between a light and a dark page. */
export interface Theme {
  /** Text and titles. */
  ink: string;
  /** Axis labels, captions. */
  muted: string;
  /** Grid lines and frames. */
  line: string;
  /** The page itself. */
  paper: string;
}

export const THEMES: Readonly<Record<ThemeName, Theme>> = {
  light: { ink: '#1f2430', muted: '#5d6678', line: '#dfe3ea', paper: '#ffffff' },
  dark: { ink: '#e6e9f0', muted: '#9aa4b8', line: '#343b4a', paper: '#161a22' },
};

/** Series colours: told apart by people with colour blindness, readable on white and on black. */
export const SERIES_COLORS: readonly string[] = [
  '#3b82d6',
  '#e8842c',
  '#3aa576',
  '#c85a9b',
  '#8b6fd1',
  '#b8952d',
  '#2ba6b8',
  '#d65252',
  '#7d8798',
  '#9c6b4a',
];

/** Right and wrong, for captions. */
export const GOOD = '#2f9e6b';
export const BAD = '#d64545';

export const FONT =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', Arial, sans-serif";
