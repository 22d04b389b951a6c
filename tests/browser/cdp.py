# SPDX-License-Identifier: GPL-3.0-or-later
"""A headless Chromium, driven by its debugging protocol over two pipes: no port, no package."""
import json, os, select, subprocess, time


class Browser:
    def __init__(self, program, folder):
        to_read, self.to = os.pipe()
        self.fro, to_write = os.pipe()

        def descriptors():  # the protocol is spoken on 3 and 4
            os.dup2(to_read, 20), os.dup2(to_write, 21)
            os.dup2(20, 3), os.dup2(21, 4)

        self.process = subprocess.Popen(
            [program, '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
             '--user-data-dir=' + os.path.join(folder, 'profile'), '--remote-debugging-pipe', 'about:blank'],
            preexec_fn=descriptors, close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=dict(os.environ, HOME=folder))
        os.close(to_read), os.close(to_write)
        self.buffer, self.number, self.session, self.events = b'', 0, None, []

    def close(self):
        try:
            self.session = None
            self.call('Browser.close')
        except (OSError, RuntimeError):
            self.process.kill()
        self.process.wait(20)

    def receive(self, seconds):
        end = time.monotonic() + seconds
        while b'\0' not in self.buffer:
            if not select.select([self.fro], [], [], max(0, end - time.monotonic()))[0]:
                return None
            got = os.read(self.fro, 1 << 20)
            if not got:
                raise RuntimeError('the browser has ended')
            self.buffer += got
        message, self.buffer = self.buffer.split(b'\0', 1)
        return json.loads(message)

    def call(self, method, **arguments):
        self.number += 1
        number, message = self.number, {'id': self.number, 'method': method, 'params': arguments}
        if self.session:
            message['sessionId'] = self.session
        os.write(self.to, json.dumps(message).encode() + b'\0')
        while True:
            got = self.receive(60)
            if got is None:
                raise RuntimeError('no answer to ' + method)
            if got.get('id') == number:
                if 'error' in got:
                    raise RuntimeError('%s: %s' % (method, got['error']['message']))
                return got['result']
            if 'method' in got:
                self.events.append(got)

    def open(self, address, width=1280, height=900):
        """A fresh page; its events are in self.events."""
        self.session = None
        target = self.call('Target.createTarget', url='about:blank')['targetId']
        self.session = self.call('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        for domain in ('Page', 'Runtime', 'Log', 'Network'):
            self.call(domain + '.enable')
        self.call('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.events = []
        self.go(address)

    def go(self, address):
        """Leaves for an address and waits until it has come."""
        seen = len(self.events)
        self.call('Page.navigate', url=address)
        while not any(e['method'] == 'Page.loadEventFired' for e in self.events[seen:]):
            got = self.receive(60)
            if got is None:
                raise RuntimeError('the page does not come: ' + address)
            self.events.append(got)

    def run(self, script):
        """The value of an expression in the page; a promise is waited for."""
        got = self.call('Runtime.evaluate', expression=script, returnByValue=True, awaitPromise=True)
        if 'exceptionDetails' in got:
            raise RuntimeError(str(got['exceptionDetails'].get('exception', {}).get('description')))
        return got['result'].get('value')

    def click(self, selector):
        """A real click of the mouse in the middle of an element."""
        x, y = self.run('''(function () { const e = document.querySelector(%s); e.scrollIntoView({block: 'center'});
            const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()''' %
                        json.dumps(selector))
        for kind in ('mousePressed', 'mouseReleased'):
            self.call('Input.dispatchMouseEvent', type=kind, x=x, y=y, button='left', clickCount=1)

    def key(self, key, code=None, text=None):
        more = {'text': text} if text else {}
        numbers = {'Tab': 9, 'Enter': 13, ' ': 32, 'ArrowDown': 40}
        for kind in ('keyDown', 'keyUp'):
            self.call('Input.dispatchKeyEvent', type=kind, key=key, code=code or key,
                      windowsVirtualKeyCode=numbers.get(key, 0), **(more if kind == 'keyDown' else {}))

    def write(self, text):
        self.call('Input.insertText', text=text)
