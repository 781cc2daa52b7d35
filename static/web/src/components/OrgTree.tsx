import { getItem, getLinked } from '../api';
import { nameOf, t } from '../i18n';
import { useLoad } from '../load';
import type { Feature } from '../records';
import { select } from '../state';
import { Stars } from './Mark';

interface Family {
  readonly above: readonly Feature[]; // the highest first
  readonly below: readonly Feature[];
  readonly more: number;
}

const maxBelow = 50;

/** Where an organization stands: those above it up to the top, and those directly below. */
export function OrgTree({ feature }: { feature: Feature }) {
  const loaded = useLoad(`tree ${feature.id}`, (signal) => family(feature, signal));
  const found = loaded.value;
  if (!found || (found.above.length === 0 && found.below.length === 0)) return null;
  const chain = [...found.above, feature];
  const nest = (depth: number): preact.JSX.Element => {
    const node = chain[depth] as Feature;
    const last = depth === chain.length - 1;
    return (
      <ul>
        <li>
          <Node node={node} current={last} />
          {!last && nest(depth + 1)}
          {last && found.below.length > 0 && (
            <ul>
              {found.below.map((child) => (
                <li key={child.id}>
                  <Node node={child} />
                </li>
              ))}
              {found.more > 0 && <li class="note">+{found.more}</li>}
            </ul>
          )}
        </li>
      </ul>
    );
  };
  return (
    <section class="tree" data-testid="org-tree" aria-labelledby="tree-title">
      <h3 id="tree-title">{t('orgTree')}</h3>
      {nest(0)}
    </section>
  );
}

function Node({ node, current = false }: { node: Feature; current?: boolean }) {
  const p = node.properties;
  const name = nameOf({ id: node.id, name_zh: p.name_zh, name_en: p.name_en });
  if (current) {
    return (
      <span class="tree-node current" aria-current="true">
        {name} <Stars value={p.stars} />
      </span>
    );
  }
  return (
    <button type="button" class="tree-node" onClick={() => select({ collection: 'organizations', id: node.id })}>
      {name} <Stars value={p.stars} />
    </button>
  );
}

async function family(feature: Feature, signal: AbortSignal): Promise<Family> {
  const below = getLinked('organizations', 'parent', feature.id, maxBelow, signal);
  const above: Feature[] = [];
  let parent = feature.properties.parent;
  // A wrong link could make a circle; no tree of organizations is this deep.
  while (typeof parent === 'string' && parent && above.length < 8) {
    const next: Feature = await getItem('organizations', parent, signal);
    above.unshift(next);
    parent = next.properties.parent;
  }
  const page = await below;
  return { above, below: page.features, more: page.numberMatched - page.features.length };
}
