import { useState } from 'preact/hooks';
import { at } from '../base';
import { t } from '../i18n';
import { commandOf, type Question, saveFile } from '../question';
import { signedIn } from '../session';
import { Icon } from './Icons';

/** A file to take away: a link, or where the question cannot be one, a button that sends it. */
export function Take({ path, body, label, testid }: Question & { label: string; testid: string }) {
  if (body !== undefined) return <Sent asked={{ path, body }} label={label} testid={testid} />;
  return (
    <a class="row-link" data-testid={testid} href={at(path)} download="">
      <Icon name="download" size={16} />
      {label}
    </a>
  );
}

function Sent({ asked, label, testid }: { asked: Question; label: string; testid: string }) {
  const [state, setState] = useState<{ readonly busy: boolean; readonly wrong?: string }>({ busy: false });
  return (
    <>
      <button
        type="button"
        class="row-link"
        data-testid={testid}
        aria-disabled={state.busy}
        onClick={() => {
          if (state.busy) return;
          setState({ busy: true });
          saveFile(asked).then(
            () => setState({ busy: false }),
            (err: Error) => setState({ busy: false, wrong: err.message }),
          );
        }}
      >
        <Icon name="download" size={16} />
        {state.busy ? t('loading') : label}
      </button>
      {state.wrong && (
        <span class="field-error" role="alert">
          {state.wrong}
        </span>
      )}
    </>
  );
}

/** How a figure was made that no link can ask for: the command that asks for it. */
export function MadeBy({ asked, title, testid }: { asked: Question; title: string; testid: string }) {
  return (
    <details class="made-by" data-testid={testid}>
      <summary>{title}</summary>
      <pre>{commandOf(asked, signedIn.value)}</pre>
    </details>
  );
}
