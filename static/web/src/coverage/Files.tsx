import { at } from '../base';
import { Icon } from '../components/Icons';
import { langTag } from '../i18n';
import { say } from './words';

/** The same figures as files to take away. A workbook's headers are in the page's language. */
export function Files({ path, name, formats }: { path: string; name: string; formats: readonly string[] }) {
  return (
    <p class="coverage-files">
      {formats.map((format) => (
        <a
          key={format}
          class="row-link"
          data-testid={`${name}-${format}`}
          href={at(`${path}&f=${format}${format === 'xlsx' ? `&lang=${langTag()}` : ''}`)}
          download=""
        >
          <Icon name="download" size={16} />
          {say(`take_${format as 'xlsx' | 'csv' | 'geojson'}`)}
        </a>
      ))}
    </p>
  );
}
