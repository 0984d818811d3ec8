/** What the children write: pieces and their stages, samples of one task, and how much support each needs. */
export { Assessment } from './assessment';
export { Assessments } from './assessments';
export { Genres } from './genres';
export { Piece } from './piece';
export { Pieces } from './pieces';
export { StatusOfClass } from './statusofclass';
export { StudentWork } from './studentwork';
export { Support } from './support';
