import { useEffect, useRef, useState } from 'preact/hooks';
import type { Drawing } from '../map/draw';
import type { Geometry } from '../records';
import { mapState } from '../state';
import { type Draft, errors, setGeometry, unreadable } from './draft';
import { ErrorOf } from './Fields';
import {
  CoordinateError,
  formatCoordinates,
  parseCoordinates,
  type Shape,
  sameGeometry,
  shapeOf,
  shapesOf,
} from './values';
import { say } from './words';

const hints = { point: 'drawPoint', line: 'drawLine', polygon: 'drawPolygon' } as const;
const wrong = { malformed: 'coordinatesMalformed', outside: 'coordinatesOutside', few: 'coordinatesFew' } as const;

/** Where a record is: drawn on the map, or typed. Both are the same geometry, each follows the other. */
export function Place({ draft: d }: { draft: Draft }) {
  const shapes = shapesOf(d.collection);
  const [shape, setShape] = useState<Shape>(shapeOf(d.geometry) ?? shapes[0] ?? 'point');
  const [text, setText] = useState(formatCoordinates(d.geometry));
  const typedOf = useRef<Geometry | null>(d.geometry);
  const drawing = useRef<Drawing | undefined>(undefined);
  const current = useRef({ shape, geometry: d.geometry });
  current.current = { shape, geometry: d.geometry };

  useEffect(() => {
    let stopped = false;
    const { map } = window.beltmap;
    if (!map) return;
    void import('../map/draw').then(({ drawOn }) => {
      if (stopped) return;
      drawing.current = drawOn(map, (geometry) => {
        typedOf.current = geometry;
        setText(formatCoordinates(geometry));
        unreadable.value = false;
        setGeometry(geometry);
      });
      show();
      document.documentElement.dataset.drawing = 'true';
    });
    return () => {
      stopped = true;
      drawing.current?.stop();
      drawing.current = undefined;
      delete document.documentElement.dataset.drawing;
    };
  }, [d.collection, mapState.value === 'none']);
  const show = (): void => drawing.current?.show(current.current.shape, current.current.geometry);
  // A geometry that came from neither hand here: another version, another collection.
  useEffect(() => {
    if (sameGeometry(typedOf.current, d.geometry)) return;
    typedOf.current = d.geometry;
    setShape(shapeOf(d.geometry) ?? shape);
    current.current.shape = shapeOf(d.geometry) ?? shape;
    setText(formatCoordinates(d.geometry));
    show();
  }, [d.geometry]);
  useEffect(() => {
    if (!shapes.includes(shape)) choose(shapes[0] ?? 'point');
  }, [d.collection]);

  const put = (geometry: Geometry | null): void => {
    typedOf.current = geometry;
    current.current.geometry = geometry;
    unreadable.value = false;
    setGeometry(geometry);
    show();
  };
  const choose = (next: Shape): void => {
    setShape(next);
    current.current.shape = next;
    setText('');
    put(null);
  };
  const type = (next: string): void => {
    setText(next);
    try {
      put(parseCoordinates(shape, next));
    } catch (err) {
      if (!(err instanceof CoordinateError)) throw err;
      unreadable.value = true;
      const message = say(wrong[err.why], { n: err.line });
      errors.value = [...errors.value.filter((e) => e.field !== 'geometry'), { field: 'geometry', message }];
    }
  };
  const several = d.geometry !== null && shapeOf(d.geometry) === undefined;
  const invalid = errors.value.some((e) => e.field === 'geometry');
  return (
    <fieldset class="edit-place" data-testid="edit-place">
      <legend>{say('place')}</legend>
      {shapes.length > 1 && (
        <div class="edit-shapes">
          {shapes.map((one) => (
            <label key={one}>
              <input type="radio" name="shape" value={one} checked={shape === one} onChange={() => choose(one)} />
              {say(one)}
            </label>
          ))}
        </div>
      )}
      <p class="note">{several ? say('manyParts') : say(mapState.value === 'none' ? 'noMapHere' : hints[shape])}</p>
      {shape === 'point' ? (
        <PointInput text={text} invalid={invalid} onType={type} />
      ) : (
        <label class="edit-coordinates">
          <span>{say('coordinates')}</span>
          <textarea
            name="coordinates"
            rows={6}
            spellcheck={false}
            value={text}
            aria-invalid={invalid}
            aria-describedby="error-geometry"
            onInput={(event) => type(event.currentTarget.value)}
          />
        </label>
      )}
      <p class="note">{say('datum')}</p>
      <ErrorOf name="geometry" />
      {d.geometry && (
        <p class="actions">
          <button type="button" data-testid="redraw" onClick={() => choose(shape)}>
            {say(mapState.value === 'none' ? 'noPlace' : 'redraw')}
          </button>
        </p>
      )}
    </fieldset>
  );
}

function PointInput({ text, invalid, onType }: { text: string; invalid: boolean; onType: (text: string) => void }) {
  const [lon = '', lat = ''] = text.split(',').map((part) => part.trim());
  const typed = (a: string, b: string): void => onType(a.trim() || b.trim() ? `${a}, ${b}` : '');
  return (
    <div class="edit-point">
      <label>
        <span>{say('lon')}</span>
        <input
          name="lon"
          inputMode="decimal"
          autocomplete="off"
          value={lon}
          aria-invalid={invalid}
          aria-describedby="error-geometry"
          onInput={(event) => typed(event.currentTarget.value, lat)}
        />
      </label>
      <label>
        <span>{say('lat')}</span>
        <input
          name="lat"
          inputMode="decimal"
          autocomplete="off"
          value={lat}
          aria-invalid={invalid}
          aria-describedby="error-geometry"
          onInput={(event) => typed(lon, event.currentTarget.value)}
        />
      </label>
    </div>
  );
}
