/** The language in use. Another one is another file of the same shape, chosen here. */
import { en, type Strings } from './en';

export const t: Strings = en;
