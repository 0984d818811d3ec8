export { strings } from '../en';
