/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';
/* No less-than sign and no ampersand in here: the page is XML as well. */
(function () {
  function all(selector, from) { return Array.from((from || document).querySelectorAll(selector)); }
  function one(id) { return document.getElementById(id); }
  function on(element, event, act) { element.addEventListener(event, act); }
  const root = document.documentElement;
  root.classList.add('js');

  /* ---- chart or table ---- */

  all('.switch button').forEach(function (button) {
    on(button, 'click', function () {
      const figure = button.closest('.figure');
      figure.dataset.view = button.dataset.view;
      all('.switch button', figure).forEach(function (other) {
        other.setAttribute('aria-pressed', String(other === button));
      });
    });
  });

  /* ---- sorting: up, down, back to the order of the catalogue; rows without a number stay last ---- */

  function sorter(table) {
    const heads = all('thead th', table), bodies = Array.from(table.tBodies);
    const order = all('tbody tr:not(.part)', table);
    const home = new Map(order.map(function (row) { return [row, row.parentNode]; }));
    function read(row, column) {
      const cell = row.cells[column], value = cell.dataset.value;
      return heads[column].classList.contains('number') ? value === undefined ? undefined : Number(value)
        : cell.textContent;
    }
    function sort(column, way) {
      heads.forEach(function (head) { head.removeAttribute('aria-sort'); });
      table.classList.toggle('sorted', Boolean(way));
      table.dataset.sort = way ? column + (way > 0 ? '' : '-') : '';
      if (!way) {
        order.forEach(function (row) { home.get(row).append(row); });
        return;
      }
      heads[column].setAttribute('aria-sort', way > 0 ? 'ascending' : 'descending');
      const rows = order.slice();
      rows.sort(function (a, b) {
        const x = read(a, column), y = read(b, column);
        if (x === undefined || y === undefined) return (x === undefined) - (y === undefined);
        return way * (typeof x === 'number' ? x - y : x.localeCompare(y, root.lang));
      });
      bodies[0].append(...rows);
    }
    heads.forEach(function (head, column) {
      const button = head.querySelector('button');
      if (!button) return;
      on(button, 'click', function () {
        sort(column, {null: 1, ascending: -1, descending: 0}[head.getAttribute('aria-sort')]);
        apply();
      });
    });
    return {
      set: function (text) {
        const column = parseInt(text, 10);
        if (column >= 0 ? heads[column] ? heads[column].querySelector('button') : false : false)
          sort(column, text.endsWith('-') ? -1 : 1);
        else
          sort(0, 0);
      },
      get: function () { return table.dataset.sort || ''; }
    };
  }

  /* ---- search and filters; every word must be there, in any order ---- */

  const search = one('search'), section = one('section'), trend = one('trend'), reset = one('reset');
  const found = one('found'), nothing = one('nothing'), entries = all('[data-entry]');
  const words = new Map(entries.map(function (entry) {
    return [entry, ((entry.dataset.entry || entry.textContent) + ' ' + (entry.dataset.id || '')).toLowerCase()];
  }));
  const sorters = all('table.sortable').map(sorter);
  const total = entries.filter(function (entry) { return entry.tagName === 'TR'; }).length;

  function show() {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let rows = 0, figures = 0;
    entries.forEach(function (entry) {
      const shown = (!section.value || entry.dataset.section === section.value)
        ? (!trend.value || entry.dataset.trend.split(' ').includes(trend.value))
          ? wanted.every(function (word) { return words.get(entry).includes(word); }) : false : false;
      entry.hidden = !shown;
      if (shown) { if (entry.tagName === 'TR') rows++; else figures++; }
    });
    all('main section.group, #overview tbody').forEach(function (group) {
      group.hidden = !group.querySelector('[data-entry]:not([hidden])');
    });
    const filtered = Boolean(wanted.length || section.value || trend.value);
    one('overview').hidden = rows === 0;
    nothing.hidden = rows + figures > 0;
    reset.hidden = !filtered;
    all('#figures, #points, #audit, #methods').forEach(function (part) { part.hidden = filtered; });
    found.textContent = filtered ? found.dataset.text.replace('{rows}', rows).replace('{all}', total)
      .replace('{figures}', figures) : '';
  }

  /* What is sought and how it is sorted stands behind the # of the address: such a link can be sent. */
  function apply() {
    show();
    const state = new URLSearchParams();
    if (search.value) state.set('find', search.value);
    if (section.value) state.set('section', section.value);
    if (trend.value) state.set('trend', trend.value);
    if (sorters.length ? sorters[0].get() : '') state.set('sort', sorters[0].get());
    const text = state.toString();
    if (!text ? !location.hash.includes('=') : false) return;
    try { history.replaceState(null, '', '#' + text); } catch (error) { /* the address stays as it was */ }
  }

  function clear() {
    search.value = section.value = trend.value = '';
    apply();
  }

  function follow() {
    const place = location.hash.slice(1);
    if (place.includes('=')) {
      const state = new URLSearchParams(place);
      search.value = state.get('find') || '';
      section.value = state.get('section') || '';
      trend.value = state.get('trend') || '';
      sorters.slice(0, 1).forEach(function (table) { table.set(state.get('sort') || ''); });
      show();
    } else {
      const target = place ? one(place) : null;
      if (target ? target.closest('[hidden]') : false) {
        search.value = section.value = trend.value = '';
        show();
        target.scrollIntoView();
      }
    }
  }

  [search, section, trend].forEach(function (field) { on(field, 'input', apply); });
  on(reset, 'click', function () { clear(); search.focus(); });
  on(window, 'hashchange', follow);
  show();
  follow();

  on(document, 'keydown', function (event) {
    const typing = event.target.closest('input, select, textarea');
    if (event.key === '/' ? !typing : false) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === 'Escape' ? event.target === search : false)
      clear();
  });

  /* ---- where the reader is ---- */

  const stops = new Map(all('nav a').map(function (link) { return [link.hash.slice(1), link]; }));
  const parts = all('[data-part]');
  let current = null, asked = false;
  function mark() {
    asked = false;
    let here = null;
    parts.forEach(function (part) {
      if (!part.hidden) if (160 > part.getBoundingClientRect().top) here = part;
    });
    if (scrollY + innerHeight + 2 > root.scrollHeight) { /* the last ones never come up to the top */
      const seen = parts.filter(function (part) { return !part.hidden; });
      here = seen.find(function (part) { return '#' + part.id === location.hash; }) || seen.pop() || here;
    }
    root.classList.toggle('far', scrollY > innerHeight);
    const link = here ? stops.get(here.id) : null;
    if (link === current) return;
    if (current) current.removeAttribute('aria-current');
    current = link;
    if (!link) return;
    link.setAttribute('aria-current', 'true');
    const strip = link.closest('ul'), box = link.getBoundingClientRect(), room = strip.getBoundingClientRect();
    if (room.left > box.left || box.right > room.right) strip.scrollLeft += box.left - room.left - 16;
    if (room.top > box.top || box.bottom > room.bottom) strip.scrollTop += box.top - room.top - 16;
  }
  function look() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(mark);
  }
  on(window, 'scroll', look);
  look();

  /* ---- to take along: a sentence, a table for a sheet, a picture ---- */

  const told = one('told');
  function tell(button, what) {
    const words = button.dataset.words || button.textContent;
    button.dataset.words = words;
    button.textContent = told.textContent = told.dataset[what];
    setTimeout(function () { button.textContent = words; told.textContent = ''; }, 1600);
  }

  function copy(button, text) {
    function byHand() {
      const field = document.createElement('textarea');
      field.className = 'aside';
      field.value = text;
      document.body.append(field);
      field.select();
      const done = document.execCommand('copy');
      field.remove();
      button.focus();
      tell(button, done ? 'copied' : 'failed');
    }
    if (!navigator.clipboard) byHand();
    else navigator.clipboard.writeText(text).then(function () { tell(button, 'copied'); }, byHand);
  }

  function table(figure) {
    return all('.values tr', figure).map(function (row) {
      return Array.from(row.cells).filter(function (cell) { return !cell.classList.contains('course'); })
        .map(function (cell) { return cell.textContent.trim().replace(/\s+/g, ' '); }).join('\t');
    }).join('\n') + '\n';
  }

  const space = 'http://www.w3.org/2000/svg';
  function make(name, values, inside) {
    const element = document.createElementNS(space, name);
    Object.keys(values).forEach(function (key) { element.setAttribute(key, values[key]); });
    element.append(...(inside || []));
    return element;
  }

  /* Lines of at most `room`; Han characters part anywhere, other words at blanks. */
  function lines(text, pen, room) {
    const done = [];
    let line = '';
    (text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/g) || []).forEach(function (word) {
      if (line ? pen.measureText(line + word.trim()).width > room ? !/[，。；：、）]/.test(word) : false : false) {
        done.push(line.trim());
        line = '';
      }
      line += word;
    });
    return line ? done.concat(line.trim()) : done;
  }

  /* The chart as a file of its own: on white, with its title, its foot and the shapes it uses. */
  function picture(figure) {
    const chart = figure.querySelector('.chart svg');
    if (!chart) return null;
    const pen = document.createElement('canvas').getContext('2d');
    const family = getComputedStyle(document.body).fontFamily, copy = chart.cloneNode(true);
    const size = chart.getAttribute('viewBox').split(' ').map(Number);
    const wide = size[2] + 48, texts = [];
    let y = 20;
    function write(words, height, weight, fill) {
      pen.font = weight + ' ' + height + 'px ' + family;
      lines(words, pen, wide - 48).forEach(function (line) {
        y += height * 1.35;
        texts.push(make('text', {x: 24, y: y, 'font-size': height, 'font-weight': weight, 'font-family': family,
          fill: fill}, [line]));
      });
    }
    write(figure.querySelector('h3').textContent, 21, 700, '#1a1f26');
    write(figure.querySelector('.top .quiet').textContent, 14, 400, '#59636b');
    const top = y + 14;
    y = top + size[3];
    write(figure.querySelector('.foot').textContent, 12, 400, '#59636b');
    const high = Math.ceil(y + 18), ids = new Set(all('use', copy).map(function (use) {
      return use.getAttribute('href');
    }));
    const shapes = Array.from(ids).filter(function (id) { return id ? !copy.querySelector(id) : false; })
      .map(function (id) { return one(id.slice(1)); }).filter(Boolean)
      .map(function (shape) { return shape.cloneNode(true); });
    Object.entries({x: 24, y: top, width: size[2], height: size[3]}).forEach(function (pair) {
      copy.setAttribute(pair[0], pair[1]);
    });
    const whole = make('svg', {width: wide, height: high, viewBox: '0 0 ' + wide + ' ' + high}, [
      make('defs', {}, shapes), make('rect', {width: wide, height: high, fill: '#ffffff'})].concat(texts, copy));
    return {text: new XMLSerializer().serializeToString(whole), width: wide, height: high};
  }

  function save(blob, name) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  const taking = {
    sentence: function (figure, button) { copy(button, figure.querySelector('.sentence').textContent); },
    table: function (figure, button) { copy(button, table(figure)); },
    svg: function (figure, button) {
      const drawn = picture(figure);
      if (drawn) save(new Blob([drawn.text], {type: 'image/svg+xml'}), figure.dataset.file + '.svg');
      tell(button, drawn ? 'saved' : 'failed');
    },
    png: function (figure, button) {
      const drawn = picture(figure), image = new Image();
      if (!drawn) { tell(button, 'failed'); return; }
      on(image, 'error', function () { tell(button, 'failed'); });
      on(image, 'load', function () {
        const sheet = document.createElement('canvas');
        sheet.width = drawn.width * 2;
        sheet.height = drawn.height * 2;
        sheet.getContext('2d').drawImage(image, 0, 0, sheet.width, sheet.height);
        sheet.toBlob(function (blob) {
          if (blob) save(blob, figure.dataset.file + '.png');
          tell(button, blob ? 'saved' : 'failed');
        });
      });
      image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(drawn.text);
    }
  };
  all('[data-take]').forEach(function (button) {
    on(button, 'click', function () { taking[button.dataset.take](button.closest('.figure'), button); });
  });
})();
