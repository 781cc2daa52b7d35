/** Where something of the server is, named by its path below the page's own: the server may stand under a base path that only the page's address
 * tells. */
export const at = (path: string): string => new URL(path.replace(/^\//, ''), document.baseURI).href;
