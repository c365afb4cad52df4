/* The shapes of a timeline: read from few characters, and what lies between two days' shapes. */
(function () {
  "use strict";

  var DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  var VALUE = new Uint8Array(128);
  DIGITS.split("").forEach(function (digit, value) { VALUE[digit.charCodeAt(0)] = value; });

  function Reader(text) {
    this.text = text;
    this.at = 0;
  }

  Reader.prototype.whole = function () {
    var value = 0, scale = 1, digit;
    do {
      digit = VALUE[this.text.charCodeAt(this.at++)];
      value += scale * (digit & 31);
      scale *= 32;
    } while (digit > 31);
    return value;
  };

  Reader.prototype.signed = function () {
    var value = this.whole();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  };

  Reader.prototype.more = function () {
    return this.at < this.text.length;
  };

  /* Vertices, each once: their steps of the grid, and how far from the left and from the top of
     the world they lie, 0..1. */
  function Vertices(origin, perDegree) {
    this.origin = origin;
    this.perDegree = perDegree;
    this.known = new Map();
    this.x = [];
    this.y = [];
    this.left = [];
    this.top = [];
  }

  var SPAN = 8388608;

  Vertices.prototype.number = function (x, y) {
    var key = x * SPAN + y, found = this.known.get(key);
    if (found === undefined) {
      found = this.left.length;
      this.known.set(key, found);
      this.x.push(x);
      this.y.push(y);
      var sine = Math.sin((this.origin[1] + y / this.perDegree) * Math.PI / 180);
      this.left.push((this.origin[0] + x / this.perDegree + 180) / 360);
      this.top.push(0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
    }
    return found;
  };

  /* One ring as numbers of vertices; pieces may be taken from earlier rings. */
  function readRing(reader, rings, vertices) {
    var points = [], x = 0, y = 0;
    for (var pieces = reader.whole(); pieces > 0; pieces--) {
      var head = reader.whole();
      if (head % 2) {
        var from = rings[rings.length - reader.whole()];
        var at = reader.whole(), step = head & 2 ? -1 : 1;
        for (var taken = Math.floor(head / 4); taken > 0; taken--) {
          points.push(from[at]);
          at = (at + step + from.length) % from.length;
        }
        /* Steps go on from the last vertex taken. */
        x = vertices.x[points[points.length - 1]];
        y = vertices.y[points[points.length - 1]];
      } else {
        for (var count = head / 2; count > 0; count--) {
          x += reader.signed();
          y += reader.signed();
          points.push(vertices.number(x, y));
        }
      }
    }
    return Int32Array.from(points);
  }

  /* For every day and kind of ground the numbers of its rings. */
  function readDays(text, kinds) {
    var reader = new Reader(text), days = [], before = [];
    while (reader.more()) {
      var day = [];
      for (var kind = 0; kind < kinds; kind++) {
        var count = reader.whole();
        if (count === 0) {
          day.push(before[kind]);
          continue;
        }
        var numbers = [], last = 0;
        for (; count > 1; count--) {
          last += reader.signed();
          numbers.push(last);
        }
        day.push(numbers);
      }
      days.push(day);
      before = day;
    }
    return days;
  }

  /* Rings are read as they are asked for: a ring leans on earlier ones alone. */
  frontmap.shapes = function (packed, kinds) {
    var reader = new Reader(packed.rings), rings = [];
    var vertices = new Vertices(packed.origin, packed.perDegree);
    return {
      vertices: vertices,
      days: readDays(packed.days, kinds),
      ring: function (number) {
        while (rings.length <= number) {
          rings.push(readRing(reader, rings, vertices));
        }
        return rings[number];
      },
    };
  };

  /* ---- what lies between two sets of rings ---- */

  /* Marks the edges of rings: for each vertex the ones that follow it. */
  function Edges(rings, size) {
    this.next = new Int32Array(size).fill(-1);
    this.more = new Map();
    rings.forEach(function (ring) {
      var from = ring[ring.length - 1];
      for (var i = 0; i < ring.length; i++) {
        var to = ring[i];
        if (this.next[from] < 0) {
          this.next[from] = to;
        } else {
          /* Where rings touch, a vertex has several. */
          this.more.set(from, (this.more.get(from) || []).concat(to));
        }
        from = to;
      }
    }, this);
  }

  Edges.prototype.has = function (from, to) {
    return this.next[from] === to || this.next[to] === from ||
      (this.more.size > 0 && ((this.more.get(from) || []).indexOf(to) >= 0 ||
        (this.more.get(to) || []).indexOf(from) >= 0));
  };

  /* The stretches of rings whose edges the others do not have, from vertex to vertex. */
  function stretches(rings, others) {
    var found = [];
    rings.forEach(function (ring) {
      var count = ring.length, shared = -1, i;
      for (i = 0; i < count && shared < 0; i++) {
        if (others.has(ring[i], ring[(i + 1) % count])) {
          shared = i;
        }
      }
      if (shared < 0) {
        found.push(Array.from(ring).concat(ring[0]));
        return;
      }
      var run = null;
      for (i = 1; i <= count; i++) {
        var from = ring[(shared + i) % count], to = ring[(shared + i + 1) % count];
        if (others.has(from, to)) {
          run = null;
        } else if (run) {
          run.push(to);
        } else {
          run = [from, to];
          found.push(run);
        }
      }
    });
    return found;
  }

  /* Stretches of both, joined end to end into closed loops. */
  function loops(came, went, size) {
    var runs = stretches(came, new Edges(went, size))
      .concat(stretches(went, new Edges(came, size)));
    var ends = new Map(), used = new Array(runs.length).fill(false), made = [];
    runs.forEach(function (run, number) {
      [run[0], run[run.length - 1]].forEach(function (end) {
        ends.set(end, (ends.get(end) || []).concat(number));
      });
    });
    function unused(number) {
      return !used[number];
    }
    runs.forEach(function (run, number) {
      if (used[number]) {
        return;
      }
      used[number] = true;
      var loop = run.slice(), at = run[run.length - 1];
      while (at !== run[0]) {
        var next = ends.get(at).find(unused);
        if (next === undefined) {
          break;
        }
        used[next] = true;
        var more = runs[next][0] === at ? runs[next] : runs[next].slice().reverse();
        for (var i = 1; i < more.length; i++) {
          loop.push(more[i]);
        }
        at = more[more.length - 1];
      }
      made.push(loop);
    });
    return made;
  }

  frontmap.loops = loops;
})();
