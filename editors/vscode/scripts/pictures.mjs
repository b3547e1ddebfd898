// Draws the icon and the pictures of the walkthrough into media/.
import { writeFile } from 'node:fs/promises';
import { Resvg } from '@resvg/resvg-js';

const ICON_SIZE = 256;

// A plumb line hangs as straight as one can stand: that is where the word comes from. Here it hangs in a speech
// bubble.
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128">
  <rect width="128" height="128" rx="28" fill="#1d4e4a"/>
  <path d="M34 24h60a14 14 0 0 1 14 14v40a14 14 0 0 1-14 14H62L42 110V92h-8a14 14 0 0 1-14-14V38a14 14 0 0 1 14-14z" fill="#fdf6e9"/>
  <path d="M46 36h36" stroke="#1d4e4a" stroke-width="6" stroke-linecap="round"/>
  <path d="M64 36v20" stroke="#1d4e4a" stroke-width="4"/>
  <path d="M64 84 52 66q0-12 12-12t12 12z" fill="#e0843c"/>
</svg>
`;

const WIDTH = 480;
const LINE = 26;
const MARGIN = 24;
/** How wide a letter of the drafts is. */
const LETTER = 8.4;

// The colours are those of the user's theme, and elsewhere those of a light one.
const colour = (name, otherwise) => `var(--vscode-${name}, ${otherwise})`;
const TEXT = colour('editor-foreground', '#333333');
const FAINT = colour('descriptionForeground', '#767676');
const PAPER = colour('editor-background', '#ffffff');
const EDGE = colour('widget-border', '#c8c8c8');
const MENU = colour('editorSuggestWidget-background', '#f3f3f3');
const CHOSEN = colour('editorSuggestWidget-selectedBackground', '#d6ebff');
const WARNING = colour('editorWarning-foreground', '#bf8803');
const CURSOR = colour('editorCursor-foreground', '#000000');

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const at = (row) => MARGIN + 18 + row * LINE;

/** Words of the draft. */
const words = (row, text, fill = TEXT) =>
  `<text x="${MARGIN}" y="${at(row)}" fill="${fill}" font-family="monospace" font-size="14" xml:space="preserve" textLength="${text.length * LETTER}">${escape(text)}</text>`;

const quote = (row, text) => words(row, `> ${text}`, FAINT);

/** The mark under the part of a line that begins after `before`. */
function mark(row, before, marked) {
  const [start, y] = [MARGIN + before.length * LETTER, at(row) + 5];
  const waves = Math.round((marked.length * LETTER) / 6);
  const path = Array.from({ length: waves }, (_, i) => `q1.5 ${i % 2 ? 3 : -3} 3 0 q1.5 ${i % 2 ? -3 : 3} 3 0`);
  return `<path d="M${start} ${y}${path.join('')}" fill="none" stroke="${WARNING}" stroke-width="1.5"/>`;
}

const cursor = (row, before = '') =>
  `<path d="M${MARGIN + before.length * LETTER} ${at(row) - 14}v18" stroke="${CURSOR}" stroke-width="2"/>`;

/** A menu under a line, with its first entry chosen. */
function menu(row, entries) {
  const [left, top, width] = [MARGIN + 40, at(row) + 12, WIDTH - 2 * MARGIN - 60];
  const rows = entries.map((entry, i) => {
    const y = top + 4 + i * LINE;
    const behind = i === 0 ? `<rect x="${left + 3}" y="${y}" width="${width - 6}" height="${LINE}" rx="3" fill="${CHOSEN}"/>` : '';
    return `${behind}<text x="${left + 14}" y="${y + 18}" fill="${TEXT}" font-family="sans-serif" font-size="13">${escape(entry)}</text>`;
  });
  const height = entries.length * LINE + 8;
  return `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="5" fill="${MENU}" stroke="${EDGE}"/>${rows.join('')}`;
}

function picture(rows, parts) {
  const height = 2 * MARGIN + rows * LINE;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}">
<rect x="1" y="1" width="${WIDTH - 2}" height="${height - 2}" rx="8" fill="${PAPER}" stroke="${EDGE}"/>
${parts.join('\n')}
</svg>
`;
}

const pictures = {
  draft: picture(9, [
    cursor(0),
    menu(0, ['Hi Maria,', 'Hello Maria,', 'Good … Maria,']),
    quote(5, 'Hi there,'),
    quote(6, 'the sync fails since Monday.'),
    quote(7, 'Thanks,'),
    quote(8, 'Maria'),
  ]),
  certain: picture(9, [
    words(0, 'Hi Maria,'),
    words(2, 'The sync should work again.'),
    mark(2, 'The sync ', 'should work again'),
    menu(2, ['I checked: state it as fact (“works again”)', 'Not checked yet: leave a mark', 'Switch this rule off here']),
    quote(7, 'the sync fails since Monday.'),
    quote(8, 'Maria'),
  ]),
  send: picture(9, [
    words(0, 'Hi Maria,'),
    words(2, 'The sync works again: I ran it twice.'),
    words(4, ';'),
    cursor(4, ';'),
    menu(4, ['You can reply to this message whenever you like: …', 'Good luck with …. Tell me how it goes.', 'Best wishes, Jo']),
  ]),
};

await writeFile('media/icon.png', new Resvg(icon, { fitTo: { mode: 'width', value: ICON_SIZE } }).render().asPng());
for (const [name, svg] of Object.entries(pictures)) {
  await writeFile(`media/${name}.svg`, svg);
}
