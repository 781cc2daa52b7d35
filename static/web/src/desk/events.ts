/** What a server told of by an event. */
interface Told {
  readonly name: string;
  readonly data: unknown;
}

/** The events of an answer, as they come. */
export async function* events(answer: Response): AsyncGenerator<Told> {
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) return;
    rest += decoder.decode(part.value, { stream: true });
    const { told, left } = parseEvents(rest);
    rest = left;
    yield* told;
  }
}

/** The whole events at the beginning of a stream, and what is left of it. */
export function parseEvents(text: string): { told: Told[]; left: string } {
  const blocks = text.split('\n\n');
  const left = blocks.pop() ?? '';
  const told = blocks.map((block) => {
    const line = (name: string): string =>
      block
        .split('\n')
        .find((l) => l.startsWith(`${name}: `))
        ?.slice(name.length + 2) ?? '';
    return { name: line('event'), data: JSON.parse(line('data') || 'null') as unknown };
  });
  return { told, left };
}
