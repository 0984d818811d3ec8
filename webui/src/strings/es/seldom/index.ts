export { strings } from '../../en/seldom';
