/** A style sheet is bundled by importing it; it has no value. */
declare module '*.css';
