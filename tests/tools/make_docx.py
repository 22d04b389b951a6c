#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_docx.py TEXT DOCX: a .docx with one paragraph a line, each cut into runs of three letters as editors do; the
same text again in a Fallback, and deleted text, neither of which a reader may see."""
import sys, zipfile
from xml.sax.saxutils import escape

W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
MC = 'http://schemas.openxmlformats.org/markup-compatibility/2006'


def run(text):
    return '<w:r><w:t xml:space="preserve">%s</w:t></w:r>' % escape(text)


def paragraph(line):
    runs = ''.join(run(line[i:i + 3]) for i in range(0, len(line), 3))
    hidden = '<mc:AlternateContent><mc:Fallback>%s</mc:Fallback></mc:AlternateContent>' % run('9')
    deleted = '<w:del><w:r><w:delText>8</w:delText></w:r></w:del>'
    return '<w:p>%s%s%s</w:p>' % (runs, hidden, deleted)


with open(sys.argv[1], encoding='utf-8') as text:
    body = ''.join(paragraph(line.rstrip('\n')) for line in text)
PACKAGE = 'http://schemas.openxmlformats.org/package/2006/'
OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
with zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED) as archive:
    archive.writestr('[Content_Types].xml', '<Types xmlns="%scontent-types"><Default Extension="rels" ContentType="application/'
                     'vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="%s"/>'
                     '</Types>' % (PACKAGE, TYPE))
    archive.writestr('_rels/.rels', '<Relationships xmlns="%srelationships"><Relationship Id="rId1" Type="%sofficeDocument" '
                     'Target="word/document.xml"/></Relationships>' % (PACKAGE, OFFICE))
    archive.writestr('word/document.xml', '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="%s" '
                     'xmlns:mc="%s"><w:body>%s</w:body></w:document>' % (W, MC, body))
