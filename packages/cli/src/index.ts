export { main } from './main.js';
export type { BackendReport, Check, DoctorReport, Speed } from './doctor/report.js';
