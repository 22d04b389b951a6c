#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_pdf.py FILE LINE...: a PDF of one page with these lines of ASCII text, by the letter of ISO 32000-1, 7.5."""
import sys

lines = b''.join(b'(%s) Tj T* ' % line.encode('ascii').replace(b'\\', b'\\\\').replace(b'(', b'\\(').replace(b')', b'\\)')
                 for line in sys.argv[2:])
stream = b'BT /F1 12 Tf 14 TL 72 770 Td ' + lines + b'ET'
objects = [b'<< /Type /Catalog /Pages 2 0 R >>', b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
           b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
           b'<< /Length %d >>\nstream\n%s\nendstream' % (len(stream), stream),
           b'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>']
out, places = b'%PDF-1.4\n', []
for number, body in enumerate(objects, 1):
    places.append(len(out))
    out += b'%d 0 obj\n%s\nendobj\n' % (number, body)
table = b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1) + b''.join(b'%010d 00000 n \n' % p for p in places)
out += table + b'trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n' % (len(objects) + 1, out.__len__())
with open(sys.argv[1], 'wb') as file:
    file.write(out)
