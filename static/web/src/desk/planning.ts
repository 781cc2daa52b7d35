import { effect, signal } from '@preact/signals';
import { ApiError, aborted, send } from '../api';
import { lang, t } from '../i18n';
import { announced } from '../state';
import type { Plan } from './board';
import { late, opened, ownOrders, step } from './desk';
import { events } from './events';
import { say } from './words';
import { inOrder, problemOf } from './work';

/** How far the search for the best order is, 0 … 1; nothing while none is going on. */
export const share = signal<number | undefined>(undefined);
/** What came of the last search. */
export const verdict = signal('');
export const planFault = signal('');

let running: AbortController | undefined;

/** What stays where it is in the best order. */
export interface Fixed {
  readonly first: boolean;
  readonly last: boolean;
}

/** Ends a search. The server stops computing when nobody listens any more. */
export function cancel(): void {
  if (!running) return;
  running.abort();
  announced.value = say('planCanceled');
}

/** Looks for the best order. Of one group it becomes a step; of several each has an order of its own, which is shown beside the tour's. */
export async function bestOrder(fixed: Fixed): Promise<void> {
  const now = opened.value;
  if (!now || running) return;
  const work = now.steps.present;
  const abort = new AbortController();
  running = abort;
  [share.value, verdict.value, planFault.value] = [0, '', ''];
  try {
    const plan = await ask(
      {
        ...problemOf(now.base, work),
        late: late.value,
        ...(fixed.first && work.stops[0] ? { first: work.stops[0].id } : {}),
        ...(fixed.last && work.stops.length > 1 ? { last: work.stops.at(-1)?.id } : {}),
      },
      abort.signal,
    );
    // What was done meanwhile is not what was planned.
    if (opened.value?.steps.present !== work) return;
    if (plan.groups.length > 1) ownOrders.value = plan;
    else step(say('stepBest'), inOrder(work, plan.order[0] ?? []), 'best');
    verdict.value = plan.exact
      ? say('planExact', { ends: plan.ends })
      : say('planGap', { ends: plan.ends, bound: plan.bound });
    announced.value = verdict.value;
  } catch (err) {
    if (!aborted(err)) planFault.value = (err as Error).message;
  } finally {
    running = undefined;
    share.value = undefined;
  }
}

// What came of a search is true of the order that it was made of.
effect(() => {
  lang.value;
  opened.value;
  verdict.value = '';
  planFault.value = '';
});

async function ask(problem: unknown, signal: AbortSignal): Promise<Plan> {
  const headers = { 'Content-Type': 'application/json', Accept: 'text/event-stream' };
  const answer = await send('POST', '/api/tours/plan', JSON.stringify(problem), headers, signal);
  for await (const { name, data } of events(answer)) {
    if (name === 'progress') share.value = (data as { share: number }).share;
    if (name === 'plan') return data as Plan;
    if (name === 'problem') {
      const { status, detail } = data as { status: number; detail: string };
      throw new ApiError(status, detail);
    }
  }
  throw new ApiError(0, t('errorNetwork'));
}
