// What a tool shows over the picture while it is used: ruler, box, eraser and cross-hair.

import { state } from './state.js';
import { toCanvas } from './view.js';

/** Draws it; places of a drag, of the pointer and of the cross-hair are pixels of the micrograph. */
export function drawTools(context, { drag, hover, cross }) {
    const r = devicePixelRatio || 1;
    context.lineWidth = 1.5 * r;
    context.strokeStyle = '#fff';
    if (drag?.moved && drag.kind === 'ruler') {
        const [[ax, ay], [bx, by]] = [toCanvas(...drag.from), toCanvas(...drag.at)];
        context.beginPath();
        context.moveTo(ax, ay);
        context.lineTo(bx, by);
        context.moveTo((ax + bx) / 2 + Math.hypot(bx - ax, by - ay) / 2, (ay + by) / 2);
        context.arc((ax + bx) / 2, (ay + by) / 2, Math.hypot(bx - ax, by - ay) / 2, 0, 2 * Math.PI);
        context.stroke();
        const length = Math.hypot(drag.at[0] - drag.from[0], drag.at[1] - drag.from[1]);
        const { pixelSize } = state.project;
        context.fillStyle = '#fff';
        context.font = `600 ${14 * r}px system-ui, sans-serif`;
        context.fillText(pixelSize ? `${Math.round(length * pixelSize)} Å` : `${Math.round(length)} px`,
            bx + 10 * r, by - 8 * r);
    } else if (drag?.moved && drag.kind === 'box') {
        const [[ax, ay], [bx, by]] = [toCanvas(...drag.from), toCanvas(...drag.at)];
        context.strokeRect(ax, ay, bx - ax, by - ay);
    } else if (state.tool === 'eraser' && hover) {
        context.beginPath();
        context.arc(...toCanvas(...hover), state.eraser * r, 0, 2 * Math.PI);
        context.stroke();
    }
    if (cross) {
        const [x, y] = toCanvas(...cross);
        context.beginPath();
        context.moveTo(x - 14 * r, y);
        context.lineTo(x + 14 * r, y);
        context.moveTo(x, y - 14 * r);
        context.lineTo(x, y + 14 * r);
        context.stroke();
    }
}
