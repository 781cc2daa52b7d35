import { useEffect, useRef, useState } from 'preact/hooks';
import { fileFormats, fileOf } from '../api';
import type { Filters } from '../filters';
import { number } from '../format';
import type { CollectionId } from '../generated/schema';
import { t } from '../i18n';
import { Icon } from './Icons';

const words = { csv: 'fileCSV', xlsx: 'fileXLSX', gpkg: 'fileGPKG', kml: 'fileKML' } as const;

/** A button that unfolds links to files of what the list shows, all of its pages. They are plain links: the browser saves what it is sent. */
export function Download(props: { collection: CollectionId; filters: Filters; matched: number }) {
  const { collection, filters, matched } = props;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const links = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (open) links.current?.scrollIntoView({ block: 'nearest' }); // the panel of a phone may end above them
  }, [open]);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it takes no keys of its own, it hears those of the button and the links
    <div
      class="download"
      onFocusOut={(event) => {
        const to = event.relatedTarget as Node | null;
        if (to && !event.currentTarget.contains(to)) setOpen(false);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        close();
      }}
    >
      <button
        type="button"
        ref={button}
        data-testid="download"
        aria-expanded={open}
        aria-controls="download-links"
        onClick={() => setOpen(!open)}
      >
        <Icon name="download" size={18} />
        {t('download')}
      </button>
      <div id="download-links" class="download-links" ref={links} hidden={!open}>
        <p>{matched === 1 ? t('downloadOne') : t('downloadAll', { n: number(matched) })}</p>
        <ul>
          {fileFormats.map((format) => (
            <li key={format}>
              <a href={fileOf(collection, filters, format)} download="" data-format={format} onClick={close}>
                {t(words[format])}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
