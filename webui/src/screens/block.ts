/** What a writing block is made of beside notes, by its three parts: these screens come in one file of their own (../parts/later.tsx). */
export * from './lists';
export * from './teaching';
export * from './work';
