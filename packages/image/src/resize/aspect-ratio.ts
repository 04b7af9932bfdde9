/** A part of an image. */
export interface Window {
  top: number;
  left: number;
  height: number;
  width: number;
}

/** The largest middle part of an image that has the wanted size's aspect ratio, as Keras cuts it. */
export function centralWindow(
  height: number,
  width: number,
  [wantedHeight, wantedWidth]: readonly [number, number],
): Window {
  const fit = (most: number, exact: number) => Math.max(Math.min(most, Math.trunc(exact)), 1);
  const rows = fit(height, (width * wantedHeight) / wantedWidth);
  const columns = fit(width, (height * wantedWidth) / wantedHeight);
  return {
    top: Math.trunc((height - rows) / 2),
    left: Math.trunc((width - columns) / 2),
    height: rows,
    width: columns,
  };
}

/** Rows and columns to put around an image, the same on both sides, for the wanted aspect ratio. */
export function border(
  height: number,
  width: number,
  [wantedHeight, wantedWidth]: readonly [number, number],
): { rows: number; columns: number } {
  const tall = Math.max(height, Math.trunc((width * wantedHeight) / wantedWidth));
  const wide = Math.max(width, Math.trunc((height * wantedWidth) / wantedHeight));
  return { rows: Math.trunc((tall - height) / 2), columns: Math.trunc((wide - width) / 2) };
}
