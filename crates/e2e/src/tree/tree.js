// What assistive technology is told of a page, as HTML-AAM and the computation of accessible names have it: of them what
// the console needs. The body of a function; its argument says what to get.
const call = arguments[0];

if (!window.rollcallComplaints) {
    const heard = window.rollcallComplaints = [];
    // What a test itself sends is no complaint.
    addEventListener('error', event => event.isTrusted && heard.push(`error: ${event.message}`));
    addEventListener('unhandledrejection', event => heard.push(`rejection: ${event.reason}`));
    document.addEventListener('securitypolicyviolation', event =>
        heard.push(`content security policy: ${event.violatedDirective} ${event.blockedURI}`));
}

const oneLine = text => text.replace(/\s+/g, ' ').trim();

const INPUTS = {
    button: 'button', submit: 'button', reset: 'button', image: 'button', file: 'button', color: 'ColorWell',
    checkbox: 'checkbox', radio: 'radio', range: 'slider', number: 'spinbutton', search: 'searchbox', hidden: '',
    text: 'textbox', email: 'textbox', tel: 'textbox', url: 'textbox', password: 'textbox',
};
const TAGS = {
    article: 'article', aside: 'complementary', button: 'button', dialog: 'dialog', fieldset: 'group', figure: 'figure',
    form: 'form', h1: 'heading', h2: 'heading', h3: 'heading', h4: 'heading', h5: 'heading', h6: 'heading', hr: 'separator',
    li: 'listitem', main: 'main', meter: 'meter', nav: 'navigation', ol: 'list', optgroup: 'group', option: 'option',
    output: 'status', p: 'paragraph', progress: 'progressbar', search: 'search', summary: 'DisclosureTriangle', table: 'table', tbody: 'rowgroup',
    td: 'cell', textarea: 'textbox', tfoot: 'rowgroup', thead: 'rowgroup', time: 'time', tr: 'row', ul: 'list',
};
const FROM_CONTENT = new Set(('DisclosureTriangle button cell checkbox columnheader gridcell heading link menuitem menuitemcheckbox ' +
    'menuitemradio option radio row rowheader switch tab tooltip').split(' '));
const OF_A_PART = 'article, aside, main, nav, section';

function roleOf(element) {
    const given = element.getAttribute('role')?.trim().split(/\s+/)[0];
    if (given && given !== 'none' && given !== 'presentation') return given;
    const tag = element.localName;
    switch (tag) {
        case 'a': return element.hasAttribute('href') ? 'link' : 'generic';
        case 'footer': return element.closest(OF_A_PART) ? 'generic' : 'contentinfo';
        case 'header': return element.closest(OF_A_PART) ? 'generic' : 'banner';
        case 'img': return element.getAttribute('alt') === '' ? 'none' : 'image';
        case 'input': return element.list && element.type !== 'search' ? 'combobox' : INPUTS[element.type] ?? element.type;
        case 'section': return named(element) ? 'region' : 'generic';
        case 'select': return element.multiple || element.size > 1 ? 'listbox' : 'combobox';
        case 'th': {
            const scope = element.getAttribute('scope');
            return scope === 'row' || (!scope && element.parentElement.querySelector('td')) ? 'rowheader' : 'columnheader';
        }
        default: return TAGS[tag] ?? 'generic';
    }
}

const named = element => element.hasAttribute('aria-label') || element.hasAttribute('aria-labelledby');

// The dialog in front, behind which nothing is there.
const inFront = [...document.querySelectorAll('dialog:modal')].pop();

function isThere(element) {
    return element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
        && !element.closest('[aria-hidden=true], [inert]')
        && (!inFront || inFront.contains(element));
}

const byIds = (element, attribute) => (element.getAttribute(attribute) ?? '').split(/\s+/)
    .map(id => id && document.getElementById(id)).filter(Boolean);

// The text of what is in an element, for a name: `all` takes in what is hidden, too.
function content(element, all, except) {
    let text = '';
    for (const child of element.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) {
            text += child.data;
        } else if (child.nodeType === Node.ELEMENT_NODE && child !== except) {
            if (child.getAttribute('aria-hidden') === 'true' && !all) continue;
            const style = getComputedStyle(child);
            if (!all && (style.display === 'none' || style.visibility !== 'visible')) continue;
            const part = partOf(child, all, except);
            text += style.display === 'inline' ? part : ` ${part} `;
        }
    }
    return text;
}

function partOf(child, all, except) {
    if (child.hasAttribute('aria-label')) return child.getAttribute('aria-label');
    switch (child.localName) {
        case 'img': return child.alt;
        case 'svg': return child.querySelector(':scope > title')?.textContent ?? '';
        case 'br': return ' ';
        case 'input': return ['checkbox', 'radio'].includes(child.type) ? '' : child.value;
        case 'textarea': return child.value;
        case 'select': return [...child.selectedOptions].map(option => option.text).join(' ');
        default: return content(child, all, except);
    }
}

function nameOf(element) {
    const by = byIds(element, 'aria-labelledby');
    if (by.length) return oneLine(by.map(label => label.getAttribute('aria-label') || content(label, true)).join(' '));
    const label = element.getAttribute('aria-label');
    if (label?.trim()) return oneLine(label);
    return oneLine(nativeName(element) || (FROM_CONTENT.has(roleOf(element)) && content(element, false)) || '')
        || oneLine(element.title || element.placeholder || '');
}

function nativeName(element) {
    const text = selector => {
        const found = element.querySelector(`:scope > ${selector}`);
        return found ? content(found, false) : '';
    };
    switch (element.localName) {
        case 'input':
            if (['button', 'submit', 'reset'].includes(element.type)) return element.value;
        // falls through
        case 'select': case 'textarea': case 'meter': case 'progress': case 'output': case 'button':
            return [...element.labels ?? []].map(label => content(label, false, element)).join(' ');
        case 'fieldset': return text('legend');
        case 'table': return text('caption');
        case 'figure': return text('figcaption');
        case 'img': return element.alt;
        default: return '';
    }
}

function nodeOf(element) {
    const properties = {};
    const set = (name, value) => {
        if (value !== null && value !== undefined) properties[name] = value;
    };
    const aria = name => element.getAttribute(`aria-${name}`);
    const role = roleOf(element);
    const heading = /^h[1-6]$/.test(element.localName) ? element.localName[1] : null;
    set('level', aria('level') ?? heading);
    const box = ['checkbox', 'radio'].includes(element.type) && element.localName === 'input';
    set('checked', box ? element.checked : aria('checked'));
    set('readonly', element.readOnly || aria('readonly') === 'true');
    set('disabled', element.matches(':disabled') || aria('disabled') === 'true');
    set('focused', document.activeElement === element);
    for (const name of ['expanded', 'invalid', 'selected', 'pressed']) set(name, aria(name));
    const name = nameOf(element);
    const described = byIds(element, 'aria-describedby').map(by => content(by, true)).join(' ');
    const description = described || aria('description') || (element.title !== name ? element.title : '') || '';
    const value = element.localName === 'select'
        ? [...element.selectedOptions].map(option => option.text).join(' ') : element.value;
    return {
        role: { value: role }, name: { value: name }, description: { value: description },
        value: { value: typeof value === 'string' && /^(input|textarea|select)$/.test(element.localName) ? value : '' },
        properties: Object.entries(properties).map(([name, value]) => ({ name, value: { value } })),
        backendDOMNodeId: 0,
    };
}

function accepts(wanted, name) {
    if ('exactly' in wanted) return name === wanted.exactly;
    if ('containing' in wanted) return name.includes(wanted.containing);
    return !('label' in wanted) || ['', ':', ' optional'].some(end => name === wanted.label + end);
}

const ofRole = (root, role) => [...root.querySelectorAll('*')].filter(one => roleOf(one) === role && isThere(one));
const names = elements => JSON.stringify(elements.map(nameOf));

let root = document;
for (const step of call.path) {
    if ('row' in step) {
        const cells = ['rowheader', 'cell', 'gridcell'].flatMap(role => ofRole(root, role));
        root = cells.find(cell => nameOf(cell).includes(step.row))?.closest('tr, [role=row]');
        if (!root) return { missing: `no cell says “${step.row}”; the cells are ${names(cells)}` };
    } else {
        const all = ofRole(root, step.role);
        root = all.find(one => accepts(step.name, nameOf(one)));
        if (!root) return { missing: `there is no ${step.role} ${JSON.stringify(step.name)}; there are ${names(all)}` };
    }
}
if (call.get === 'text') return { found: (root.body || root).innerText };
if (call.get === 'focus') {
    const active = document.activeElement;
    return { found: active && active !== document.body ? nodeOf(active) : { ignored: true } };
}
const found = ofRole(root, call.role).filter(one => accepts(call.name, nameOf(one)));
return call.get === 'element' ? found[0] ?? null : { found: found.map(nodeOf) };
