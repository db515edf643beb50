// Keys, and the help that lists them. They act only while the picture or the gallery has the focus.

import { byId, button, element, storage } from './dom.js';
import { step } from './edits.js';
import * as gallery from './gallery.js';
import { neighbour, suggest } from './list.js';
import { autoContrast } from './pick.js';
import { setLook, setShow, setThreshold, setTool, state } from './state.js';
import { addAtCross, cancel, eraser, moveCross, removeAtCross } from './tools.js';
import { fit, oneToOne, zoom } from './view.js';

const cutoffs = [0, 5, 10, 20, 40];

function nextCutoff(way) {
    const at = cutoffs.findLastIndex(one => one <= state.look.lowpass);
    if (state.project.pixelSize) {
        setLook({ lowpass: cutoffs[(at + way + cutoffs.length) % cutoffs.length] });
    }
}

const turn = name => setShow({ [name]: !state.show[name] });
const move = (x, y) => event => moveCross(x * (event.shiftKey ? 10 : 1), y * (event.shiftKey ? 10 : 1));
const threshold = way => event => setThreshold(state.threshold + way * (event.shiftKey ? 0.1 : 0.01));

// [keys, what they do in words, what they do]; several keys may do the same.
const picture = [
    ['1', 'tool: particle', () => setTool('particle')],
    ['2', 'tool: not a particle', () => setTool('not')],
    ['3', 'tool: ruler', () => setTool('ruler')],
    ['4 e', 'tool: eraser', () => setTool('eraser')],
    ['[', 'smaller eraser', () => eraser(0.8)],
    [']', 'larger eraser', () => eraser(1.25)],
    ['n PageDown', 'next micrograph', () => neighbour(1)],
    ['p PageUp', 'previous micrograph', () => neighbour(-1)],
    ['s', 'suggested micrograph, unlike those with examples', suggest],
    ['+ =', 'zoom in', () => zoom(1.25)],
    ['-', 'zoom out', () => zoom(0.8)],
    ['f', 'fit', fit],
    ['0', 'one to one', oneToOne],
    ['h', 'hide the marks while held', () => setShow({ marks: false })],
    ['m', 'show or hide the mask', () => turn('mask')],
    ['c', 'only picks near the threshold', () => turn('near')],
    ['a', 'auto contrast', autoContrast],
    ['i', 'invert', () => setLook({ invert: !state.look.invert })],
    ['l', 'next low-pass: off, 5, 10, 20, 40 Å (Shift: previous)', event => nextCutoff(event.shiftKey ? -1 : 1)],
    [', <', 'threshold 0.01 down (Shift: 0.1)', threshold(-1)],
    ['. >', 'threshold 0.01 up (Shift: 0.1)', threshold(1)],
    ['ArrowLeft', 'cross-hair left (Shift: 10 times)', move(-4, 0)],
    ['ArrowRight', 'cross-hair right', move(4, 0)],
    ['ArrowUp', 'cross-hair up', move(0, -4)],
    ['ArrowDown', 'cross-hair down', move(0, 4)],
    ['Enter', 'mark at the cross-hair', addAtCross],
    ['Delete Backspace', 'remove at the cross-hair or pointer, or all chosen', removeAtCross],
    ['Escape', 'leave the cross-hair, choose nothing', cancel],
];
const words = [
    ['Click', 'mark with the tool'], ['Drag', 'move the picture, or a mark'], ['Wheel', 'zoom at the pointer'],
    ['Shift-click, middle click', 'remove'], ['Right click', 'not a particle'], ['Shift-drag', 'choose marks in a box'],
    ['Ctrl-Z', 'undo'], ['Ctrl-Y, Ctrl-Shift-Z', 'redo'], ['?', 'this help'],
    ['Gallery: arrows', 'move (Shift: choose several)'], ['Gallery: G B U', 'good, bad, unsure'],
    ['Gallery: Space', 'show it in its micrograph'],
];
const custom = JSON.parse(storage.get('keys') ?? '{}');
const keysOf = ([keys]) => (custom[keys] ?? keys).split(' ');
const nice = key => key.replace('Arrow', '').replace('Page', 'Page ').replace(/^[a-z]$/, one => one.toUpperCase());
const on = () => byId('keys-on').checked;

document.addEventListener('keydown', event => {
    const { key, target } = event;
    const control = event.ctrlKey || event.metaKey;
    const typing = target.matches('input:not([type=range], [type=checkbox]), select, textarea');
    if (typing || document.querySelector('dialog[open]')) {
        return;
    }
    const letter = key.toLowerCase();
    if (control && (letter === 'z' || letter === 'y')) {
        step(letter === 'y' || event.shiftKey ? 'redo' : 'undo');
    } else if (key === '?') {
        open();
    } else if (control || event.altKey || !on() || !act(event)) {
        return;
    }
    event.preventDefault();
});

function act(event) {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.target === byId('gallery')) {
        return gallery.key(key, event.shiftKey);
    }
    const found = event.target === byId('picture') && picture.find(one => keysOf(one).includes(key));
    found && found[2](event);
    return Boolean(found);
}

document.addEventListener('keyup', event => {
    if (event.key.toLowerCase() === 'h' && event.target === byId('picture') && on()) {
        setShow({ marks: true });
    }
});

function open() {
    const line = (keys, text) => element('p', {}, element('span', {}, ...keys), element('span', {}, text));
    byId('help-keys').replaceChildren(...words.map(([keys, text]) => line([element('kbd', {}, keys)], text)),
        ...picture.map(one => line([button(keysOf(one).map(nice).join(' or '), event => learn(event, one),
            { title: 'Press to choose another key', 'aria-label': `${one[1]}: ${keysOf(one).join(', ')}` })], one[1])));
    byId('help').showModal();
}

// The next key that is pressed takes the place of those that did it before; Escape keeps them.
function learn({ target }, one) {
    target.textContent = 'Press a key';
    target.addEventListener('keydown', event => {
        event.preventDefault();
        if (event.key !== 'Escape' && event.key !== 'Tab') {
            custom[one[0]] = event.key.length === 1 ? event.key.toLowerCase() : event.key;
            storage.set('keys', JSON.stringify(custom));
        }
        target.textContent = keysOf(one).map(nice).join(' or ');
    }, { once: true });
}

byId('help-open').addEventListener('click', open);
byId('help-close').addEventListener('click', () => byId('help').close());
byId('keys-on').checked = storage.get('keys-on') !== 'false';
byId('keys-on').addEventListener('change', () => storage.set('keys-on', on()));
