/** English for the screens that come in the later files of the app, one file for each part of them. A translation has the same shape. */
import { capture } from './capture';
import { checklist } from './checklist';
import { ofClass } from './class';
import { common } from './common';
import { coverage } from './coverage';
import { door } from './door';
import { errors } from './errors';
import { goals } from './goals';
import { lists } from './lists';
import { note } from './note';
import { office } from './office';
import { paper } from './paper';
import { past } from './past';
import { photos } from './photos';
import { practices } from './practices';
import { records } from './records';
import { search } from './search';
import { settings } from './settings';
import { timer } from './timer';
import { told } from './told';
import { work } from './work';

export const strings = { ...capture, ...checklist, ...ofClass, ...common, ...coverage, ...door, ...errors, ...goals, ...lists, ...note, ...office, ...paper, ...past, ...photos, ...practices, ...records, ...search, ...settings, ...timer, ...told, ...work };

export type SeldomStrings = typeof strings;
