export { barChart, type BarChartOptions, type BarSeries } from './charts/bar.js';
export { Chart, type ChartOptions } from './charts/chart.js';
export {
  confusionMatrix,
  countConfusions,
  type ConfusionMatrixOptions,
} from './charts/confusion.js';
export { plotHistory, type HistoryPlotOptions } from './charts/history.js';
export { lineChart, type LineChartOptions, type Series } from './charts/line.js';
export { scatterChart, type ScatterChartOptions } from './charts/scatter.js';
export type { HistoryLike, HistoryValues } from './data/history.js';
export { shortNumber, type Numbers } from './data/numbers.js';
export { Figure, type PngOptions, type SvgOptions, type TerminalOptions } from './figure.js';
export type { ColormapName } from './images/colormap.js';
export { ImageGrid, imageGrid, type ImageGridOptions, type Tone } from './images/grid.js';
export type { ImageLike, PixelData, PixelRows, ValueRange } from './images/raster.js';
export { imagesFromTensor } from './images/tensor.js';
export { Report, type ReportOptions } from './report/report.js';
export { formatTable, type Alignment, type Cell, type TableData } from './terminal/table.js';
export type { ThemeName } from './theme.js';
