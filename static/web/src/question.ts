import { getJSON, send } from './api';
import { at } from './base';

/** What the API is asked: an address, and the GeoJSON that is sent to it where the area is one that no address names. */
export interface Question {
  readonly path: string;
  readonly body?: string;
}

const headers = { 'Content-Type': 'application/geo+json' } as const;

/** The same question with more parameters. */
export function withMore(question: Question, more: Readonly<Record<string, string>>): Question {
  const { path } = question;
  return { ...question, path: `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(more)}` };
}

/** What answers to a question are kept by. */
export const keyOf = ({ path, body = '' }: Question): string => `${path} ${body}`;

/** The API's answer, however it is asked. */
export async function answerOf<T>({ path, body }: Question, signal: AbortSignal): Promise<T> {
  if (body === undefined) return getJSON<T>(path, signal);
  return (await (await send('POST', path, body, headers, signal)).json()) as T;
}

/** The very question as a command, where no link can hold it; an account's desk has a token of its own to put in. */
export function commandOf({ path, body }: Question, signedIn: boolean): string {
  const lines = [
    'curl',
    ...(signedIn ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    `-H 'Content-Type: ${headers['Content-Type']}'`,
    `--data '${body ?? ''}'`,
    `'${at(path)}'`,
  ];
  return lines.join(' ');
}

/** Sends the question and hands the file that is answered to the browser, under the name that the server gave it. */
export async function saveFile({ path, body }: Question): Promise<void> {
  const answer = await send('POST', path, body, headers);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = nameOfFile(answer.headers.get('Content-Disposition'));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser reads it in its own time
}

/** The name of a file by the header of RFC 6266, the one in the page's language first. */
export function nameOfFile(disposition: string | null): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  try {
    if (encoded) return decodeURIComponent(encoded);
  } catch {
    // A name that cannot be read is none.
  }
  return /filename="([^"]+)"/i.exec(disposition ?? '')?.[1] ?? '';
}
