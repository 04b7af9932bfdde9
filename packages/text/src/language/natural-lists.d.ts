/** Parts of natural that come without types. */
declare module 'natural/lib/natural/util/stopwords*.js' {
  const list: { words: string[] };
  export default list;
}

declare module 'natural/lib/natural/util/abbreviations*.js' {
  const list: { knownAbbreviations: string[] };
  export default list;
}
