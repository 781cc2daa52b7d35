import 'maplibre-gl/dist/maplibre-gl.css';
import './styles/base.css';
import './styles/header.css';
import './styles/layout.css';
import './styles/detail.css';
import './styles/panel.css';
import './styles/quality.css';
import './styles/map.css';
import './styles/print.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './components/App';
import { follow, restore } from './history';
import { followChanges } from './live';
import { mapState, start } from './state';
import { dress } from './theme';

restore();
dress();
follow();
effect(() => {
  document.documentElement.dataset.map = mapState.value;
});
window.beltmap = { map: null };
const root = document.getElementById('app');
if (root) render(<App />, root);
followChanges();
void start();
