import { type Area, analysisQuestion } from '../analysis/view';
import { Icon } from '../components/Icons';
import { Take } from '../components/Take';
import { langTag } from '../i18n';
import { withMore } from '../question';
import { analysis, dayAsked, filters, selection } from '../state';
import { say } from './words';

const views = ['gaps', 'hotspots', 'sensitivity'] as const;

/** Where a viewer goes on from an area's rates: who lacks an organization, where they cluster, what depends on units and distances; and the list to take away of who is due to form one. */
export function Onward({ area, testid }: { area: Area; testid: string }) {
  const due = analysisQuestion('/api/gaps', area, { status: 'eligible' }, dayAsked(), filters.value.zone);
  return (
    <p class="onward">
      {views.map((name) => (
        <button
          key={name}
          type="button"
          class="row-link"
          data-testid={`${testid}-${name}`}
          onClick={() => {
            selection.value = undefined;
            analysis.value = { name, ask: {}, area };
          }}
        >
          {say(name)}
          <Icon name="forward" size={16} />
        </button>
      ))}
      <Take {...withMore(due, { f: 'xlsx', lang: langTag() })} label={say('gapsFile')} testid={`${testid}-file`} />
    </p>
  );
}
