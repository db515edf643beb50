// Elements are made here and nowhere else, and text goes in as text: no name of a file can become markup.

export const byId = id => document.getElementById(id);

/** An element with properties, data and children; children are elements or text. */
export function element(name, properties = {}, ...children) {
    const made = document.createElement(name);
    fill(made, properties);
    made.append(...children.filter(child => child !== null && child !== undefined));
    return made;
}

/** An element of a drawing. The page has one drawing of its own, from which the name space is taken. */
export function shape(name, properties = {}, text = '') {
    const made = document.createElementNS(byId('shapes').namespaceURI, name);
    for (const [key, value] of Object.entries(properties)) {
        made.setAttribute(key, value);
    }
    made.textContent = text;
    return made;
}

function fill(made, properties) {
    for (const [key, value] of Object.entries(properties)) {
        if (key === 'press') {
            made.addEventListener('click', value);
        } else if (key.includes('-') || key === 'role' || key === 'for') {
            made.setAttribute(key, value);
        } else {
            made[key] = value;
        }
    }
}

export const button = (text, press, properties = {}) =>
    element('button', { type: 'button', press, ...properties }, text);

/** A number with separators of thousands. */
export const count = number => number.toLocaleString('en-US');

/** "1 pick", "2 picks": the words differ where the number does. */
export const many = (number, one, more = one + 's') => `${count(number)} ${number === 1 ? one : more}`;

/** Seconds in words a person would use. */
export function duration(seconds) {
    if (seconds < 60) {
        return `${Math.max(1, Math.round(seconds))} s`;
    }
    return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** Calls at most once in so many milliseconds, with the last arguments. */
export function later(milliseconds, act) {
    let waiting = 0;
    return (...values) => {
        clearTimeout(waiting);
        waiting = setTimeout(() => act(...values), milliseconds);
    };
}

/** What the browser itself keeps: panel sizes, theme and keys. It may keep nothing. */
export const storage = {
    get(name) {
        try {
            return localStorage.getItem('deepem-' + name);
        } catch {
            return null;
        }
    },
    set(name, value) {
        try {
            localStorage.setItem('deepem-' + name, value);
        } catch {
            // Forbidden by the browser: the choice holds until the page is left.
        }
    },
};
