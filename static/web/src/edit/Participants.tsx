import { getLinked } from '../api';
import type { CollectionId } from '../generated/schema';
import { useLoad } from '../load';
import { change, type Draft } from './draft';
import { Picker } from './Picker';
import { say } from './words';

const kinds: readonly CollectionId[] = ['enterprises', 'organizations', 'centers', 'places'];

/** Who takes part in a belt. It stands in the participants' records, which are changed when the form is saved. */
export function Participants({ draft: d }: { draft: Draft }) {
  const now = useLoad(`participants ${d.id}`, async (signal) => {
    if (!d.base) return [];
    const pages = await Promise.all(kinds.map((kind) => getLinked(kind, 'belts', d.id, 500, signal)));
    return pages.flatMap((page, i) => page.features.map((f) => `${kinds[i]}/${f.id}`));
  });
  const members = now.value ?? [];
  const chosen = [...members.filter((ref) => !d.leaving.includes(ref)), ...d.joining];
  return (
    <section class="edit-field" data-testid="edit-participants">
      <span id="edit-participants-label">{say('members')}</span>
      <Picker
        id="edit-participants"
        label="edit-participants-label"
        collections={kinds}
        chosen={chosen}
        onChange={(refs) =>
          change({
            joining: refs.filter((ref) => !members.includes(ref)),
            leaving: members.filter((ref) => !refs.includes(ref)),
          })
        }
      />
    </section>
  );
}
