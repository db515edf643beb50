// Lines over numbers as a drawing. The page's style sheet has the colours.

import { shape } from './dom.js';

const [width, height, left, right, top, bottom] = [820, 300, 56, 20, 34, 40];

/** A chart of lines [{name, className, points: [[x, y], ...]}] with words under and beside it. */
export function chart(lines, { across, title, from = null, to = null }) {
    const points = lines.flatMap(line => line.points);
    const span = (values, low, high) => {
        const [a, b] = [low ?? Math.min(...values), high ?? Math.max(...values)];
        return b > a ? [a, b] : [a, a + 1];
    };
    const [x0, x1] = span(points.map(point => point[0]));
    const [y0, y1] = span(points.map(point => point[1]), from, to);
    const x = value => left + (value - x0) / (x1 - x0) * (width - left - right);
    const y = value => height - bottom - (value - y0) / (y1 - y0) * (height - top - bottom);
    const made = shape('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title });
    for (let k = 0; k <= 4; k++) {
        const [across, up] = [x0 + (x1 - x0) * k / 4, y0 + (y1 - y0) * k / 4];
        made.append(shape('line', { class: 'axis', x1: left, x2: width - right, y1: y(up), y2: y(up) }),
            shape('text', { x: left - 8, y: y(up) + 4, 'text-anchor': 'end' }, up.toFixed(2)),
            shape('text', { x: x(across), y: height - bottom + 18, 'text-anchor': 'middle' },
                x1 - x0 > 4 ? String(Math.round(across)) : across.toFixed(2)));
    }
    made.append(shape('text', { x: (left + width - right) / 2, y: height - 4, 'text-anchor': 'middle' }, across));
    lines.forEach(({ name, className, points: line }, k) => {
        made.append(shape('polyline', { class: className, points: line.map(([a, b]) => `${x(a)},${y(b)}`).join(' ') }),
            shape('line', { class: className, x1: left + 180 * k, x2: left + 180 * k + 26, y1: 18, y2: 18 }),
            shape('text', { class: className, x: left + 180 * k + 32, y: 22 }, name));
    });
    return made;
}
