import '../styles/coverage.css';

// What the page loads when coverage is first looked at.
export { Card } from './Card';
export { Coverage } from './Coverage';
export { Legend } from './Legend';
export { Printed } from './Printed';
export { Screen } from './Screen';
