/* What the page knows of places, statements and events, as columns of plain values. A large page
   carries them packed: columns as differences, tables of strings and codes, all of it deflated.
   `maps/columns.py` packs them. They hold text of reports, to be shown as text alone. */
(function () {
  "use strict";

  var LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99,
    115, 131, 163, 195, 227, 258];
  var LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5,
    5, 0];
  var DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025,
    1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
  var ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  var LONGEST = 15;
  var known = {};

  /* A table from the next bits to (symbol << 4 | length of its code), by the lengths of the codes. */
  function codes(lengths) {
    var count = new Uint16Array(LONGEST + 1), next = new Uint16Array(LONGEST + 2), most = 1;
    lengths.forEach(function (length) {
      count[length] += 1;
      most = Math.max(most, length);
    });
    count[0] = 0;
    for (var bits = 1; bits <= LONGEST; bits++) {
      next[bits + 1] = (next[bits] + count[bits]) << 1;
    }
    var table = new Uint16Array(1 << most);
    for (var symbol = 0; symbol < lengths.length; symbol++) {
      var length = lengths[symbol];
      if (length) {
        var code = next[length]++, turned = 0;
        for (var i = 0; i < length; i++) {
          turned |= ((code >> i) & 1) << (length - 1 - i);
        }
        for (; turned < table.length; turned += 1 << length) {
          table[turned] = (symbol << 4) | length;
        }
      }
    }
    return { table: table, most: most };
  }

  /* RFC 1951, for data of the page's own maker: `size` is the length of what comes out. */
  function inflate(bytes, size) {
    var out = new Uint8Array(size), at = 0, end = 0, hold = 0, held = 0, last = false;

    function need(count) {
      while (held < count) {
        hold |= bytes[at++] << held;
        held += 8;
      }
    }

    function take(count) {
      need(count);
      var value = hold & ((1 << count) - 1);
      hold >>>= count;
      held -= count;
      return value;
    }

    function symbol(tree) {
      while (held < tree.most && at < bytes.length) {
        hold |= bytes[at++] << held;
        held += 8;
      }
      var entry = tree.table[hold & ((1 << tree.most) - 1)];
      hold >>>= entry & 15;
      held -= entry & 15;
      return entry >> 4;
    }

    function described() {
      var literals = take(5) + 257, distances = take(5) + 1, count = take(4) + 4;
      var lengths = new Array(19).fill(0);
      for (var i = 0; i < count; i++) {
        lengths[ORDER[i]] = take(3);
      }
      var tree = codes(lengths), found = [];
      while (found.length < literals + distances) {
        var one = symbol(tree);
        if (one < 16) {
          found.push(one);
        } else {
          var times = one === 16 ? 3 + take(2) : one === 17 ? 3 + take(3) : 11 + take(7);
          var again = one === 16 ? found[found.length - 1] : 0;
          while (times--) {
            found.push(again);
          }
        }
      }
      return [codes(found.slice(0, literals)), codes(found.slice(literals))];
    }

    function fixed() {
      var lengths = [];
      for (var i = 0; i < 288; i++) {
        lengths.push(i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
      }
      return [codes(lengths), codes(new Array(30).fill(5))];
    }

    function stored() {
      at -= held >> 3;
      hold = held = 0;
      var length = bytes[at] | (bytes[at + 1] << 8);
      out.set(bytes.subarray(at + 4, at + 4 + length), end);
      at += 4 + length;
      end += length;
    }

    function block(trees) {
      for (;;) {
        var one = symbol(trees[0]);
        if (one < 256) {
          out[end++] = one;
        } else if (one === 256) {
          return;
        } else {
          var length = LENGTHS[one - 257] + take(LENGTH_BITS[one - 257]);
          var far = symbol(trees[1]);
          var from = end - DISTANCES[far] - take(far < 2 ? 0 : (far >> 1) - 1);
          while (length--) {
            out[end++] = out[from++];
          }
        }
      }
    }

    while (!last) {
      last = take(1) === 1;
      var kind = take(2);
      if (kind === 0) {
        stored();
      } else {
        block(kind === 1 ? fixed() : described());
      }
    }
    return out;
  }

  function bytesOf(base64) {
    var text = atob(base64), bytes = new Uint8Array(text.length);
    for (var i = 0; i < text.length; i++) {
      bytes[i] = text.charCodeAt(i);
    }
    return bytes;
  }

  /* One column of plain values from any of its packed forms; lists are plain already. */
  function column(packed, tables) {
    if (Array.isArray(packed)) {
      return packed;
    }
    if (packed.as === "one") {
      return new Array(packed.n).fill(packed.v);
    }
    var values = column(packed.v, tables);
    if (packed.as === "table") {
      return values.map(function (code) { return packed.t[code]; });
    }
    if (packed.as === "steps") {
      var sum = 0, by = packed.by;
      return values.map(function (step) { return (sum += step) / by; });
    }
    if (packed.as === "behind") {
      return values.map(function (value) { return packed.p + value; });
    }
    if (packed.as === "pick") {
      var source = column(tables[packed.of[0]][packed.of[1]], tables);
      return values.map(function (at) { return typeof at === "number" ? source[at] : at; });
    }
    throw new Error("frontmap: a column is packed in an unknown way");
  }

  function columns(tables) {
    var plain = {};
    Object.keys(tables).forEach(function (kind) {
      plain[kind] = {};
      Object.keys(tables[kind]).forEach(function (name) {
        plain[kind][name] = column(tables[kind][name], tables);
      });
    });
    return plain;
  }

  /* The value of any block of the page; null where there is none. */
  frontmap.block = function (id) {
    var block = document.getElementById(id);
    var value = block ? JSON.parse(block.textContent) : null;
    return value && typeof value.deflated === "string"
      ? JSON.parse(new TextDecoder().decode(inflate(bytesOf(value.deflated), value.size))) : value;
  };

  /* The columns of a block, read once: {kind: {column: [values]}}. */
  frontmap.columns = function (id) {
    if (!Object.hasOwn(known, id)) {
      known[id] = columns(frontmap.block(id) || {});
    }
    return known[id];
  };

  /* Places, claims and events, as `maps/records.py` describes them, on pages of any size. */
  frontmap.records = function () {
    return frontmap.columns("frontmap-records");
  };
})();
