import { at } from '../base';
import type { CollectionId } from '../generated/schema';
import { langTag, t } from '../i18n';
import { useLoad } from '../load';
import type { Feature } from '../records';
import { mayEdit } from '../session';
import { openDesk, takeStop } from '../state';
import { Failed } from './Failed';
import { Icon } from './Icons';

/** The desk at which a tour is arranged, which comes with files of its own when it is first opened. */
export function DeskPanel({ id }: { id: string }) {
  const part = useLoad('desk', async () => (await import('../desk/Desk')).Desk);
  if (part.state === 'failed') return <Failed message={part.message} again={part.again} />;
  if (!part.value) return <p class="note">{t('loading')}</p>;
  return <part.value key={id} id={id} />;
}

const visitable: ReadonlySet<CollectionId> = new Set(['enterprises', 'organizations', 'centers', 'places']);

/** On a card: of a tour, its stops and its page for phones; of what can be visited, while a tour is arranged, the way into it. */
export function TourTools({ collection, feature }: { collection: CollectionId; feature: Feature }) {
  const take = takeStop.value;
  if (take && visitable.has(collection))
    return (
      <button type="button" data-testid="take-stop" onClick={() => take(collection, feature)}>
        <Icon name="plus" size={16} />
        {t('takeStop')}
      </button>
    );
  if (collection !== 'tours') return null;
  const { zone, status } = feature.properties;
  return (
    <>
      <button type="button" data-testid="desk-open" onClick={() => openDesk(feature.id)}>
        <Icon name={mayEdit(zone ?? null) ? 'edit' : 'forward'} size={16} />
        {t(mayEdit(zone ?? null) ? 'deskArrange' : 'deskLook')}
      </button>
      {status !== 'withdrawn' && (
        <a data-testid="tour-phone" href={at(`/t/${encodeURIComponent(feature.id)}`)} target="_blank" rel="noopener">
          <Icon name="phone" size={16} />
          {t('tourPhone')}
        </a>
      )}
      {status !== 'withdrawn' && (
        <a
          data-testid="tour-pdf"
          href={at(`/api/tours/${encodeURIComponent(feature.id)}?f=pdf&lang=${langTag()}`)}
          download
        >
          <Icon name="download" size={16} />
          {t('tourPaper')}
        </a>
      )}
    </>
  );
}
